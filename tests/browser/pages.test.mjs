// Every page in every state is opened once and looked at from all sides: nothing secret in it (secrets.mjs), no fault a machine
// can tell (axe.mjs) in light, dark and the colours of the person, nothing cut off at any width (fit.mjs), no place that Tab cannot reach or leave (focus.mjs).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faults, themes } from './axe.mjs';
import { everythingFits } from './fit.mjs';
import { everyStopIsSeen, unseenRings } from './focus.mjs';
import { openHouse } from './house.mjs';
import { fits, routesOf, scenes } from './scenes.mjs';
import { nothingShown } from './secrets.mjs';
import { Watch } from './watch.mjs';

/** GET routes that are no page, and why. */
const noPages = {
    '/live': 'events', '/favicon.svg': 'picture', '/favicon.ico': 'picture',
    '/assets/{version}/{name}': 'scripts', '/success': 'leads to /done/{id}', '/success/{name}': 'as well',
    '/add/{name}/device/{flow}/open': 'leads to the provider, with the warning of the console',
    '/practice/userinfo': 'API of the practice provider', '/practice/.well-known/{document}': 'its metadata',
};
/** States that are not told by words, their own or beside them, and by a shape in the colour of text. */
function unreadStates() {
    const shown = [...document.querySelectorAll('.state')].filter((node) => node.checkVisibility());
    return shown.filter((node) => {
        const shape = node.querySelector('.shape > *');
        const drawn = shape && shape.getBoundingClientRect().width > 4 && getComputedStyle(shape).fill === getComputedStyle(node).color;
        return !drawn || !node.parentElement.textContent.trim();
    }).map((node) => node.outerHTML);
}

/** Names that more than one button bears which copies something: who hears the name alone cannot tell them apart. */
function sameCopies() {
    const names = [...document.querySelectorAll('button[data-copy]')].map((node) => node.getAttribute('aria-label') ?? node.textContent.trim());
    return names.filter((name, i) => names.indexOf(name) !== i);
}

const ordinary = { width: 1280, height: 720 };

const house = openHouse();
const seen = new Set();
const tabs = new Map();

/** One tab for each home: a new one for every page would take longer than all that is asked of the page. */
async function tabOf(stage) {
    if (!tabs.has(stage)) tabs.set(stage, await Watch.open(house.browser, stage));
    const watch = tabs.get(stage);
    watch.begin();
    await watch.page.setViewportSize(ordinary);
    await watch.page.emulateMedia(themes.light.media);
    return watch;
}

/** What an address told once too much stands in the history of its tab. */
async function leave(stage, watch) {
    tabs.delete(stage);
    await watch.close();
}

for (const scene of scenes)
    test(scene.name, { skip: scene.skip }, async (context) => {
        const stage = await house.stages.get(scene.home);
        const watch = await tabOf(stage);
        const { page } = watch;
        await scene.go(page, stage);
        seen.add(new URL(page.url()).pathname);
        let clean = false;
        await context.test('shows no secret', async () => {
            await nothingShown(page, stage, watch, scene.keepsAddress);
            assert.deepEqual(watch.faults(), []);
            assert.deepEqual((await watch.cookies()).filter((name) => !/^rc_flow_\d+_\d$/.test(name)), []);
            clean = !scene.keepsAddress;
        });
        for (const [theme, how] of Object.entries(themes))
            await context.test(`has no fault, ${theme}`, async () => assert.deepEqual(await faults(page, how), []));
        await context.test('can be used in the colours of the person', async () => {
            assert.deepEqual(await page.evaluate(unreadStates), []);
            assert.deepEqual(await page.evaluate(sameCopies), []);
            assert.deepEqual(await unseenRings(page), []);
            await page.emulateMedia(themes.light.media);
        });
        await context.test('fits', () => everythingFits(page));
        await page.setViewportSize(ordinary);
        await context.test('every stop is seen, and there is a way out', () => everyStopIsSeen(page));
        if (!clean) await leave(stage, watch);
    });

test('a page with a fault is told from one without, in either theme', async () => {
    const page = await house.browser.newPage();
    await page.goto(`${(await house.stages.get('fine')).url}/help`); // a page that does not mend itself
    await page.evaluate(() => {
        document.querySelector('h1').style.color = 'var(--line)';
        document.querySelector('main').append(document.createElement('input'));
    });
    assert.match((await faults(page, themes.light)).join(), /color-contrast[^]*label/);
    assert.match((await faults(page, themes.dark)).join(), /color-contrast/);
    await page.context().close();
});

test('every page that the server has was looked at', async () => {
    const routes = routesOf((await house.stages.get('fine')).home).filter((each) => each.startsWith('GET ')).map((each) => each.slice(4));
    const pages = routes.filter((route) => !/^\/(api|oauth2|compat|practice\/glimesh|healthz|readyz)(\/|$)/.test(route) && !noPages[route]);
    assert.ok(pages.includes('/dock') && pages.includes('/'), pages.join(' '));
    assert.deepEqual(pages.filter((route) => ![...seen].some((path) => fits(route, path))), []);
});
