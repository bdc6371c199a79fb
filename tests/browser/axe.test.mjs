// What a machine can tell of accessibility (WCAG 2.2 A and AA): no page in no state and no theme has a fault.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { launch } from './chromium.mjs';
import { Stages, fits, routesOf, scenes } from './scenes.mjs';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** A theme is a palette: what is not about colour need not be asked twice. */
const themes = {
    light: { media: { colorScheme: 'light' }, rules: { type: 'tag', values: tags } },
    dark: { media: { colorScheme: 'dark' }, rules: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } },
};

/** GET routes that are no page, and why. */
const noPages = {
    '/live': 'events', '/style.css': 'style', '/favicon.svg': 'picture', '/favicon.ico': 'picture',
    '/assets/{version}/{name}': 'styles and scripts', '/success/{name}': 'the same as /success',
    '/practice/userinfo': 'API of the practice provider', '/practice/.well-known/{document}': 'its metadata',
};

let stages;
let browser;
const seen = new Set();

before(async () => {
    stages = new Stages();
    browser = await launch();
});

after(async () => {
    await browser?.close();
    await stages?.close();
});

/** The faults in words: which rule, where. */
async function faults(page, { media, rules }) {
    await page.emulateMedia(media);
    const { violations } = await page.evaluate((runOnly) => axe.run({ runOnly }), rules);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary}`).join(' | ')}`);
}

for (const scene of scenes)
    test(scene.name, async () => {
        const stage = await stages.get(scene.home);
        const context = await browser.newContext({ bypassCSP: true });
        const page = await context.newPage();
        await scene.go(page, stage);
        seen.add(new URL(page.url()).pathname);
        await page.evaluate(source);
        for (const [theme, how] of Object.entries(themes)) assert.deepEqual(await faults(page, how), [], theme);
        await context.close();
    });

test('a page with a fault is told from one without, in either theme', async () => {
    const context = await browser.newContext({ bypassCSP: true });
    const page = await context.newPage();
    await page.goto(`${(await stages.get('fine')).url}/help`); // a page that does not mend itself
    await page.evaluate(source);
    await page.evaluate(() => {
        document.querySelector('h1').style.color = 'var(--line)';
        document.querySelector('main').append(document.createElement('input'));
    });
    assert.match((await faults(page, themes.light)).join(), /color-contrast[^]*label/);
    assert.match((await faults(page, themes.dark)).join(), /color-contrast/);
    await context.close();
});

test('every page that the server has was looked at', async () => {
    const routes = routesOf((await stages.get('fine')).home).filter((each) => each.startsWith('GET ')).map((each) => each.slice(4));
    const pages = routes.filter((route) => !/^\/(api|oauth2|compat|practice\/glimesh|healthz|readyz)(\/|$)/.test(route) && !noPages[route]);
    assert.ok(pages.includes('/dock') && pages.includes('/'), pages.join(' '));
    assert.deepEqual(pages.filter((route) => ![...seen].some((path) => fits(route, path))), []);
});
