// How long a person looks at nothing: from the click to the first thing that is painted, beside a page of one sentence,
// which needs nothing but itself. A new profile is the worst there is: nothing in the cache and a process of its own to be
// started; the other one is how people meet a page, in a tab of the browser they have open.
import http from 'node:http';
import { launch } from '../browser/chromium.mjs';
import { Stage } from '../browser/stage.mjs';
import { median } from './measure.mjs';

const rounds = 15;

async function sentence() {
    const server = http.createServer((_, answer) => {
        answer.setHeader('Content-Type', 'text/html');
        answer.end('<!doctype html><title>One sentence</title><p>One sentence.');
    });
    await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
    return server;
}

/** Milliseconds, in a new tab of this profile. */
async function paint(context, url) {
    const page = await context.newPage();
    await page.goto(url);
    const entry = await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
    const ms = await entry.jsonValue();
    await page.close();
    return ms;
}

/** Milliseconds by kind of profile: the first tab of a new one, and one more. */
async function paints(browser, url) {
    const context = await browser.newContext();
    const times = { 'a new profile': await paint(context, url), 'one more tab': await paint(context, url) };
    await context.close();
    return times;
}

export async function firstPaint() {
    const stage = await Stage.open();
    const plain = await sentence();
    const browser = await launch();
    const pages = { 'one sentence, Node': `http://127.0.0.1:${plain.address().port}/`,
                    ...Object.fromEntries(['/', '/dock', '/scripts'].map((path) => [path, stage.url + path])) };
    const times = {};
    try {
        for (let round = 0; round < rounds; ++round)
            for (const [name, url] of Object.entries(pages))
                for (const [kind, ms] of Object.entries(await paints(browser, url))) ((times[kind] ??= {})[name] ??= []).push(ms);
    } finally {
        await browser.close();
        plain.close();
        await stage.close();
    }
    for (const [kind, byName] of Object.entries(times)) {
        console.log(`\nfirst paint, ${kind}`);
        const base = median(byName['one sentence, Node']);
        for (const [name, all] of Object.entries(byName))
            console.log(`${name.padEnd(34)} ${median(all).toFixed(0).padStart(8)} ms      ${(median(all) / base).toFixed(2)} ×`);
    }
}
