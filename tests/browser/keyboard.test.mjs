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
