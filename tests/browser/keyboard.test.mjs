// Without a mouse: Tab, Enter and Space lead through a first run and a reconnect, one always sees where one is, and what
// happens elsewhere takes nobody's place away.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage } from './chromium.mjs';
import { Stages, scenes } from './scenes.mjs';
import { Stage } from './stage.mjs';

let stages;
let browser;

before(async () => {
    stages = new Stages();
    browser = await launch();
});

after(async () => {
    await browser?.close();
    await stages?.close();
});

/** Where the focus is: its name, and how its ring looks. */
function focused(page) {
    return page.evaluate(() => {
        const node = document.activeElement;
        if (!node || node === document.body) return null;
        const { outlineStyle, outlineWidth } = getComputedStyle(node);
        const box = node.getBoundingClientRect();
        const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
        const top = inside && document.elementFromPoint(box.left + box.width / 2, Math.min(innerHeight - 1, Math.max(0, box.top + box.height / 2)));
        const covered = inside && top && !node.contains(top) && !top.contains(node);
        return { name: (node.getAttribute('aria-label') ?? node.textContent).trim().replace(/\s+/g, ' '), tag: node.nodeName,
                 ring: outlineStyle === 'none' ? 0 : parseFloat(outlineWidth), inside, covered };
    });
}

/** Presses Tab until this is focused; each stop on the way must be seen. Gives the stops. */
async function tabTo(page, name, limit = 60) {
    const stops = [];
    for (let tries = 0; tries < limit; ++tries) {
        await page.keyboard.press('Tab');
        const stop = await focused(page);
        if (!stop) continue;
        stops.push(stop.name);
        assert.ok(stop.ring >= 3, `no ring at ${stop.tag} "${stop.name}"`);
        assert.ok(stop.inside && !stop.covered, `hidden: ${stop.tag} "${stop.name}"`);
        if (name.test(stop.name)) return stops;
    }
    throw new Error(`Tab never came to ${name}: ${stops.join(' → ')}`);
}

/** Goes there and presses Enter, which leads to another page. */
async function follow(page, name, to) {
    await tabTo(page, name);
    await page.keyboard.press('Enter');
    await page.waitForURL(to);
}

test('a first run', async () => {
    const stage = await Stage.open({ names: [] });
    try {
        const { context, page } = await openPage(browser);
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
        const { context, page } = await openPage(browser);
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
    const { context, page } = await openPage(browser);
    await page.goto((await stages.get('fine')).url);
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
    const stage = await stages.get('fine');
    const { context, page } = await openPage(browser);
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

for (const scene of scenes)
    test(`every stop is seen, and there is a way out: ${scene.name}`, async () => {
        const { context, page } = await openPage(browser);
        await scene.go(page, await stages.get(scene.home));
        await page.evaluate(() => document.querySelectorAll('details').forEach((each) => { each.open = true; }));
        const wanted = await page.evaluate(() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
            .filter((node) => node.checkVisibility() && !node.disabled).length);
        const seen = [];
        for (let tries = 0; tries < wanted + 12; ++tries) {
            await page.keyboard.press('Tab');
            const stop = await focused(page);
            if (!stop) break; // out of the page, at the browser's own controls
            seen.push(stop.name);
            assert.ok(stop.ring >= 3, `no ring at ${stop.tag} "${stop.name}"`);
            assert.ok(stop.inside && !stop.covered, `hidden: ${stop.tag} "${stop.name}"`);
        }
        assert.equal(await focused(page), null, `no way out after ${seen.slice(-3).join(' → ')}`);
        await context.close();
    });
