// Without a mouse: Tab, Enter and Space lead through a first run and a reconnect, one always sees where one is, and what
// happens elsewhere takes nobody's place away.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './chromium.mjs';
import { focused, follow, tabTo } from './focus.mjs';
import { openHouse } from './house.mjs';
import { Stage } from './stage.mjs';

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
