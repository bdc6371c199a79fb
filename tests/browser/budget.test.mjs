// The size of what a browser loads, and that the oldest one there is, the browser inside OBS (Chromium 103), knows all of it.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { launch } from './chromium.mjs';
import { Stage } from './stage.mjs';

const web = new URL('../../web/', import.meta.url);

let stage;
let browser;

before(async () => {
    stage = await Stage.open();
    await stage.signIn('kick', 'bot', 'nova_bot');
    await stage.signIn('spotify', 'bot', 'nova_bot');
    browser = await launch();
});

after(async () => {
    await browser?.close();
    await stage?.close();
});

/** Everything a fresh browser loads for this page, [path, bytes, bytes packed]. */
async function loadedBy(path) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const answers = [];
    page.on('response', (answer) => !answer.url().endsWith('/live') && answers.push(answer));
    const live = page.waitForRequest((request) => request.url().endsWith('/live'));
    await page.goto(stage.url + path);
    await live;
    const { body: icon } = await context.request.get(`${stage.url}/favicon.svg`).then(async (answer) => ({ body: await answer.body() }));
    const bodies = await Promise.all(answers.filter((answer) => !answer.url().endsWith('/favicon.svg'))
        .map(async (answer) => [new URL(answer.url()).pathname, await answer.body()]));
    await context.close();
    return [...bodies, ['/favicon.svg', icon]].map(([name, body]) => [name, body.length, gzipSync(body).length]);
}

async function weigh(path) {
    const parts = (await loadedBy(path)).filter(([name], i, all) => all.findIndex(([other]) => other === name) === i);
    const sum = (column) => parts.reduce((total, part) => total + part[column], 0);
    return { parts, raw: sum(1), packed: sum(2), names: parts.map(([name]) => name), told: parts.map((each) => each.join(' ')).join('\n') };
}

test('the dashboard with eight accounts stays below 20 KB packed, 60 KB raw', async () => {
    const { raw, packed, names, told } = await weigh('/');
    assert.equal((await stage.home.api('GET', 'accounts')).json.accounts.length, 8);
    assert.ok(names.some((name) => name.endsWith('/app.js')), told);
    assert.ok(packed <= 20 * 1024, `${packed} bytes packed\n${told}`);
    assert.ok(raw <= 60 * 1024, `${raw} bytes\n${told}`);
});

test('the dock stays below 10 KB packed', async () => {
    const { packed, told } = await weigh('/dock');
    assert.ok(packed <= 10 * 1024, `${packed} bytes packed\n${told}`);
});

/** What came after Chromium 103 (June 2022), by the version that has it. */
const tooNew = {
    css: { ':has(': 105, '@container': 105, '@layer ': 0, '@scope': 118, '@starting-style': 117, 'light-dark(': 123, 'color-mix(': 111,
           'oklch(': 111, 'text-wrap': 114, 'dvh': 108, 'interpolate-size': 129, 'field-sizing': 123, '@property': 0, 'anchor(': 125 },
    js: { '.toSorted(': 110, '.toReversed(': 110, '.with(': 110, '.toSpliced(': 110, 'Promise.withResolvers': 119, 'Object.groupBy': 117,
          'Array.fromAsync': 121, ' with { type': 123, '.checkVisibility(': 105, 'showPopover': 114, 'startViewTransition': 111,
          'URL.canParse': 120, '.isWellFormed(': 111, 'setHTMLUnsafe': 124, 'moveBefore': 133, 'AbortSignal.any': 116 },
    html: { ' popover': 114, ' inert': 0, '<search': 118, ' closedby=': 134, ' name="details': 120, 'command=': 135, '<selectedcontent': 135 },
};

/** The text without comments, so that words about a thing are not the thing. */
const bare = (text) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

test('nothing is newer than the browser inside OBS', async () => {
    const names = await readdir(web, { recursive: true });
    assert.ok(names.includes('styles/base.css') && names.includes('scripts/app.js') && names.includes('frame.html'));
    for (const name of names.filter((each) => each.includes('.'))) {
        const kind = name.split('.').at(-1);
        const text = bare(await readFile(new URL(name, web), 'utf8'));
        for (const [word, since] of Object.entries(tooNew[kind] ?? {}))
            if (since > 103) assert.ok(!text.includes(word), `${name} uses ${word}, which Chromium has since ${since}`);
        if (kind === 'css') assert.ok(isFlat(text), `${name} nests rules, which Chromium knows since 112`);
    }
});

/** No rule inside another one; @media around rules is fine. */
function isFlat(css) {
    const open = [];
    let head = '';
    for (const sign of css) {
        if (sign === '{') {
            if (open.some((each) => !each.startsWith('@'))) return false;
            open.push(head.trim());
        } else if (sign === '}') open.pop();
        head = sign === '{' || sign === '}' || sign === ';' ? '' : head + sign;
    }
    return true;
}

test('the check for nested rules sees them', () => {
    assert.ok(isFlat('@media (a) { b { c: d } } e { f: g }'));
    assert.ok(!isFlat('a { b { c: d } }'));
    assert.ok(!isFlat('@media (a) { b { c: d; &:hover { e: f } } }'));
});
