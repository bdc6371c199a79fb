// How long a person looks at nothing: from the click to the first thing that is painted, in a browser that never saw the
// dashboard, beside a page of one sentence, which needs nothing but itself.
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

/** Milliseconds, with nothing in the cache. */
async function paint(browser, url) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(url);
    const entry = await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
    const ms = await entry.jsonValue();
    await context.close();
    return ms;
}

export async function firstPaint() {
    const stage = await Stage.open();
    const plain = await sentence();
    const browser = await launch();
    const pages = { 'one sentence, Node': `http://127.0.0.1:${plain.address().port}/`,
                    ...Object.fromEntries(['/', '/dock', '/scripts'].map((path) => [path, stage.url + path])) };
    const times = Object.fromEntries(Object.keys(pages).map((name) => [name, []]));
    try {
        for (let round = 0; round < rounds; ++round)
            for (const [name, url] of Object.entries(pages)) times[name].push(await paint(browser, url));
    } finally {
        await browser.close();
        plain.close();
        await stage.close();
    }
    console.log('\nfirst paint, cold cache');
    const base = median(times['one sentence, Node']);
    for (const [name, all] of Object.entries(times))
        console.log(`${name.padEnd(34)} ${median(all).toFixed(0).padStart(8)} ms      ${(median(all) / base).toFixed(2)} ×`);
}
