// A streamer's first run in a real browser: from the empty dashboard through the practice consent page to a
// connected account that renews itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Home } from '../support/roadcase.mjs';
import { launch, openPage } from './chromium.mjs';

let home;
let browser;
let tab;

before(async () => {
    home = await (await Home.create()).serve();
    browser = await launch();
    tab = await openPage(browser);
});

after(async () => {
    await browser?.close();
    await home?.remove();
});

test('the empty dashboard offers the practice account', async () => {
    await tab.page.goto(home.url);
    assert.match(await tab.page.title(), /Roadcase/);
    await tab.page.getByText('Nothing connected yet').waitFor();
});

test('three clicks lead to a connected account', async () => {
    await tab.page.getByRole('link', { name: /practice account/i }).click();
    await tab.page.waitForURL(/127\.0\.0\.1:\d+\/practice\//);
    await tab.page.getByRole('button', { name: 'Allow' }).click();
    await tab.page.waitForURL(/\/done\//);
    await tab.page.getByText('Practice Stream is connected').first().waitFor();
    await tab.page.getByRole('link', { name: 'Go to Roadcase' }).click();
    await tab.page.waitForURL(`${home.url}/`); // the page before says "Connected" as well
    await tab.page.getByText('Connected').first().waitFor();
    assert.match(await tab.page.textContent('main'), /nova_practice/);
});

test('the code was never an address or a history entry', async () => {
    assert.ok(tab.seen.addresses.length > 0);
    for (const address of tab.seen.addresses) assert.doesNotMatch(address, /[?&]code=/);
    for (let steps = await tab.page.evaluate(() => history.length); steps > 1; --steps) {
        await tab.page.goBack({ waitUntil: 'commit' }).catch(() => null);
        assert.doesNotMatch(tab.page.url(), /[?&]code=/);
    }
});

test('the token works and never stands in the page', async () => {
    const token = await home.json(['token', 'practice']);
    const me = await fetch(`http://127.0.0.1:${home.port}/practice/userinfo`,
                           { headers: { Authorization: token.headers.Authorization } });
    assert.equal(me.status, 200);
    await tab.page.goto(home.url);
    assert.ok(!(await tab.page.content()).includes(token.access_token));
});

test('it renews by itself before the end', { timeout: 90_000 }, async () => {
    const first = await home.json(['status', 'practice']);
    let now = first;
    while (now.generation === first.generation) {
        await new Promise((resolve) => setTimeout(resolve, 500));
        now = await home.json(['status', 'practice']);
        assert.notEqual(now.status, 'needs_authorization');
    }
    assert.ok(now.expires_at > first.expires_at);
    await tab.page.goto(home.url);
    await tab.page.getByText('Connected').first().waitFor();
});

test('a connection that was removed at the provider is mended in two clicks', async () => {
    await home.json(['status', 'practice']);
    await home.practice({ revoke: true });
    assert.equal((await home.run(['refresh', 'practice'])).code, 4);
    await tab.page.goto(home.url);
    await tab.page.getByText('Sign in again').first().waitFor();
    await tab.page.getByRole('link', { name: /Reconnect/ }).first().click();
    await tab.page.getByRole('button', { name: 'Allow' }).click();
    await tab.page.getByText('connected again').first().waitFor();
    assert.equal((await home.json(['status', 'practice'])).status, 'connected');
});

test('Deny is told in words and changes nothing', async () => {
    await tab.page.goto(`${home.url}/auth/practice`);
    await tab.page.getByRole('button', { name: 'Deny' }).click();
    await tab.page.waitForURL(/\/done\//);
    await tab.page.getByText('Not connected').first().waitFor();
    assert.equal((await home.json(['status', 'practice'])).status, 'connected');
});

test('nothing was asked of another host, nothing failed', () => {
    for (const address of tab.seen.requests)
        assert.match(new URL(address).host, new RegExp(`^(localhost|127\\.0\\.0\\.1):${home.port}$`), address);
    assert.deepEqual(tab.seen.errors, []);
});
