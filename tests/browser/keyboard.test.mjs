// Without a mouse: Tab, Enter and Space lead through a first run and a reconnect, one always sees where one is, and what
// happens elsewhere takes nobody's place away.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './chromium.mjs';
import { assertSeen, focused, follow, tabTo } from './focus.mjs';
import { openHouse } from './house.mjs';
import { Stage } from './stage.mjs';
import { id, secret, wizardHome } from './wizard_home.mjs';

const house = openHouse();

test('a first run', async () => {
    const stage = await Stage.open({ names: [] });
    try {
        const { context, page } = await openPage(house.browser);
        await page.goto(stage.url);
        await follow(page, /practice account/i, /\/practice\//);
        await tabTo(page, /^Allow$/);
        await page.keyboard.press('Space');
        await page.waitForURL(/\/done\//);
        await follow(page, /Go to Roadcase/, `${stage.url}/`);
        await page.getByText('Connected').first().waitFor();
        await context.close();
    } finally {
        await stage.close();
    }
});

test('from zero to a connected account', async (t) => {
    const { fake, home } = await wizardHome(t);
    const { context, page } = await openPage(house.browser);
    const step = () => page.locator('#step').textContent();
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: home.url });
    await page.goto(home.url);
    await follow(page, /^Other/, `${home.url}/add`);
    await follow(page, /^Oddcast$/, `${home.url}/add/oddcast`);
    await tabTo(page, /^Open in a new tab$/);
    const opened = context.waitForEvent('page');
    await page.keyboard.press('Enter');
    await (await opened).close();
    assert.equal(await step(), '2');
    for (const [name, key] of [['App name', 'Enter'], ['Redirect address', 'Space']]) {
        await tabTo(page, new RegExp(`^Copy: ${name}$`));
        await page.keyboard.press(key);
        await page.getByText('Copied.').waitFor();
        assertSeen(await focused(page));
    }
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${home.url}/success`);
    for (const [name, text] of [['Client ID', id], ['Client secret', secret]]) {
        await tabTo(page, new RegExp(`^${name}$`));
        await page.keyboard.type(text);
    }
    await page.getByText('Oddcast accepts it').waitFor();
    assert.equal(await step(), '3');
    const led = await focused(page);
    assert.match(led.name, /^Go to Oddcast/);
    assertSeen(led);
    await tabTo(page, /Read and write chat/, { key: 'Shift+Tab' });
    await page.keyboard.press('ArrowDown');
    const chosen = await focused(page);
    assert.match(chosen.name, /Read chat only/);
    assertSeen(chosen);
    await follow(page, /^Go to Oddcast/, /\/done\//);
    assert.match(fake.requests.find((each) => each.path === '/authorize').query, /scope=chat%3Aread&/);
    await page.getByText('Signed in as nova_plays').waitFor();
    await follow(page, /^Go to Roadcase/, `${home.url}/`);
    await page.getByText('Connected').first().waitFor();
    await context.close();
});

test('a reconnect', async () => {
    const stage = await Stage.open({ names: ['twitch'] });
    try {
        stage.providers.twitch.asksFirst = true;
        await stage.revoke('twitch', 'nova_plays');
        const { context, page } = await openPage(house.browser);
        await page.goto(stage.url);
        stage.providers.twitch.nextPerson = 'nova_plays';
        await follow(page, /Reconnect/, new RegExp(stage.providers.twitch.url));
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/done\//);
        await page.getByText('connected again').first().waitFor();
        await context.close();
    } finally {
        await stage.close();
    }
});

test('the first Tab leads past the navigation', async () => {
    const { context, page } = await openPage(house.browser);
    await page.goto((await house.stages.get('fine')).url);
    await page.keyboard.press('Tab');
    const skip = await focused(page);
    assert.match(skip.name, /^Skip/);
    assert.ok(skip.inside && skip.ring >= 3);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.querySelector('main').contains(document.activeElement)));
    await context.close();
});

test('the focus stays where it is when something happens', async () => {
    const stage = await house.stages.get('fine');
    const { context, page } = await openPage(house.browser);
    await page.goto(stage.url);
    await tabTo(page, /nova_bot/);
    const before = await focused(page);
    await page.evaluate(() => { window.mark = document.activeElement; });
    await stage.revoke('youtube', 'Nova Plays');
    await page.getByText('Sign in again').first().waitFor();
    assert.deepEqual({ ...(await focused(page)), inside: true }, { ...before, inside: true });
    assert.ok(await page.evaluate(() => window.mark === document.activeElement));
    stage.providers.youtube.nextPerson = 'Nova Plays';
    await stage.home.signIn('youtube');
    await context.close();
});

/** With the focus on this account of the list, a press of this key. */
async function pressAt(page, account, key) {
    await page.locator('[data-keys] .whole', { hasText: account }).focus();
    await page.keyboard.press(key);
}

test('letters act on the account that has the focus', async () => {
    const stage = await Stage.open({ names: ['twitch', 'kick'] });
    try {
        await stage.revoke('kick', 'nova_plays');
        await stage.down('twitch', 'twitch/bot');
        const { context, page, seen } = await openPage(house.browser);
        await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: stage.url });
        await page.goto(stage.url);
        const names = await page.locator('[data-keys] .whole').allTextContents();
        const at = () => focused(page).then(({ name }) => names.findIndex((each) => each.replace(/\s+/g, ' ').trim() === name));
        await page.locator('[data-keys] .whole').first().focus();
        await page.keyboard.press('j');
        assert.equal(await at(), 1);
        await page.keyboard.press('k');
        assert.equal(await at(), 0);
        await page.keyboard.press('?');
        await page.locator('#told', { hasText: 'j k move' }).waitFor();
        await pressAt(page, /Twitch.*nova_plays/, 'c');
        await page.locator('#told', { hasText: 'Copied.' }).waitFor();
        assert.ok(stage.providers.twitch.lives(await page.evaluate(() => navigator.clipboard.readText())));
        const tried = page.waitForRequest((request) => request.url().endsWith('/accounts/refresh'));
        await pressAt(page, 'nova_bot', 'r');
        assert.match((await tried).postData(), new RegExp(await stage.id('twitch/bot')));
        await page.waitForURL(`${stage.url}/`);
        stage.providers.kick.nextPerson = 'nova_plays';
        await pressAt(page, 'Kick', 'r');
        await page.getByText('Kick is connected again').first().waitFor();
        await page.goto(stage.url);
        await pressAt(page, 'Kick', 'r');
        await pressAt(page, 'Kick', 'a');
        await page.waitForURL(`${stage.url}/add`);
        assert.deepEqual(seen.errors, []);
        await context.close();
    } finally {
        await stage.close();
    }
});

test('no letter acts in any other list', async () => {
    const stage = await house.stages.get('fine');
    await stage.home.api('POST', 'keys', { name: 'overlay', accounts: ['*'] });
    await stage.home.api('POST', 'links', { account: 'spotify', path: `${stage.home.directory}/.cache`, format: 'plain' });
    const { context, page, seen } = await openPage(house.browser);
    for (const path of ['/scripts', '/settings', '/add']) {
        await page.goto(stage.url + path);
        const rows = page.locator('.rows > .row');
        for (let n = await rows.count() - 1; n >= 0; --n) {
            const stop = rows.nth(n).locator('a, button, summary').first();
            if (await stop.count() === 0) continue;
            await stop.focus();
            await page.evaluate(() => { window.mark = document.activeElement; });
            // What is prevented is taken from the person: nothing of it may be.
            const taken = await page.evaluate((keys) => keys.filter((key) => !document.activeElement.dispatchEvent(
                new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))), ['j', 'k', 'r', 'c', 'a', '?']);
            assert.deepEqual(taken, [], path);
            for (const key of 'jkrca?') await page.keyboard.press(key);
            assert.ok(await page.evaluate(() => window.mark === document.activeElement), path);
        }
        assert.equal(page.url(), stage.url + path);
        assert.equal(await page.locator('#told.shown').count(), 0, path);
    }
    assert.deepEqual(seen.errors, []);
    await context.close();
});

test('Esc takes back a question', async () => {
    const { context, page } = await openPage(house.browser);
    await page.goto(`${(await house.stages.get('fine')).url}/accounts/kick`);
    const asked = page.locator('#removing');
    const isOpen = () => asked.evaluate((each) => each.open);
    await asked.locator('summary').click();
    await page.keyboard.press('Tab');
    assert.match((await focused(page)).name, /^Remove kick/);
    assert.ok(await isOpen());
    await page.keyboard.press('Escape');
    assert.ok(!(await isOpen()));
    assert.match((await focused(page)).name, /^Remove from this PC/);
    await context.close();
});
