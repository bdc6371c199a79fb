// Whoever chose a theme has it, whatever the system prefers; and whoever gave the browser colours of their own tells the states
// apart by their shapes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faults, themes } from './axe.mjs';
import { openHouse } from './house.mjs';

const house = openHouse();
const addresses = ['/', '/accounts/twitch', '/dock', '/scripts', '/settings', '/auth/nobody'];

/** What a palette is: every colour the style sheet knows by a name, and the ground. */
const palette = (page) => page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    const roots = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule.selectorText === ':root');
    const names = roots.flatMap((rule) => [...rule.style]).filter((name) => name.startsWith('--'));
    return { scheme: style.colorScheme, ground: getComputedStyle(document.body).backgroundColor,
             colours: Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)])) };
});

/** Presses the button on the settings page; the palette there is now. */
async function choose(page, stage, name) {
    await page.goto(`${stage.url}/settings`);
    await page.getByRole('group', { name: 'Theme' }).getByRole('button', { name }).click();
    await page.getByRole('button', { name, pressed: true }).waitFor();
    return palette(page);
}

test('a chosen theme is the same as a preferred one, on every page and against the system', async () => {
    const stage = await house.stages.get('troubled');
    const page = await house.browser.newPage();
    const preferred = {};
    await page.goto(stage.url);
    for (const theme of ['light', 'dark']) {
        await page.emulateMedia(themes[theme].media);
        preferred[theme] = await palette(page);
    }
    assert.notDeepEqual(preferred.light, preferred.dark);
    assert.ok(Object.keys(preferred.light.colours).length > 10);
    for (const [theme, against] of [['light', 'dark'], ['dark', 'light']]) {
        await page.emulateMedia(themes[against].media);
        const name = theme[0].toUpperCase() + theme.slice(1);
        const chosen = await choose(page, stage, name);
        assert.deepEqual({ ...chosen, scheme: '' }, { ...preferred[theme], scheme: '' });
        assert.match(chosen.scheme, new RegExp(theme));
        for (const address of addresses) {
            await page.goto(stage.url + address);
            assert.deepEqual(await palette(page), chosen, address);
            assert.deepEqual(await faults(page, themes[against]), [], `${address}, ${theme} against ${against}`);
        }
    }
    await choose(page, stage, 'Like the system');
    await page.context().close();
});

test('an open page and the provider that is practised with wear the theme, too', async () => {
    const stage = await house.stages.get('fine');
    const context = await house.browser.newContext({ colorScheme: 'light' });
    const [settings, open] = [await context.newPage(), await context.newPage()];
    await open.goto(`${stage.url}/dock`);
    for (const [name, attribute] of [['Dark', 'dark'], ['Like the system', null]]) {
        await choose(settings, stage, name);
        await open.evaluate(() => document.dispatchEvent(new Event('visibilitychange'))); // a look at it
        await open.waitForFunction((now) => document.documentElement.getAttribute('data-theme') === now, attribute);
        await settings.goto(`http://127.0.0.1:${stage.home.port}/practice/device`);
        assert.match((await palette(settings)).scheme, attribute === 'dark' ? /dark/ : /light/);
    }
    await context.close();
});

test('each state has a shape of its own', async () => {
    const page = await house.browser.newPage({ forcedColors: 'active' });
    await page.goto((await house.stages.get('troubled')).url);
    const told = await page.locator('.rows .state').evaluateAll((nodes) =>
        nodes.map((node) => [node.textContent.trim(), node.querySelector('.shape').innerHTML]));
    const words = new Set(told.map(([word]) => word));
    assert.deepEqual([...words].sort(), ['Connected', 'Paused', 'Provider down', 'Sign in again']);
    assert.equal(new Set(told.map(([, shape]) => shape)).size, words.size);
    await page.context().close();
});
