// Break it on purpose: a streamer rehearses off air. Each breakdown is the real state with the real message, shows
// without a reload and is mended in at most two clicks.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Home } from '../support/roadcase.mjs';
import { launch, openPage } from './chromium.mjs';

let home;
let browser;
let tab;
let watcher; // a second tab, which nobody touches

before(async () => {
    home = await (await Home.create()).serve();
    browser = await launch();
    tab = await openPage(browser);
    watcher = await openPage(browser);
    await tab.page.goto(`${home.url}/auth/practice`);
    await tab.page.getByRole('button', { name: 'Allow' }).click();
    await tab.page.waitForURL(/\/done\//);
    for (const { page } of [tab, watcher]) await page.goto(home.url);
});

after(async () => {
    await browser?.close();
    await home?.remove();
});

const row = (page) => page.locator('.rows .row').first();
const seen = (page, text) => row(page).getByText(text).first().waitFor();
const press = (name) => tab.page.getByRole('button', { name, exact: true }).click();

test('the renewal counts down', async () => {
    const time = row(watcher.page).locator('time[data-until]');
    await time.waitFor();
    const before = await time.textContent();
    await watcher.page.waitForFunction((was) => document.querySelector('time[data-until]')?.textContent !== was, before);
    assert.match(await row(watcher.page).textContent(), /Watch it renew: \d+ s/);
});

test('revoke me: the row asks for its person, in every tab, and two clicks mend it', async () => {
    await press('Revoke me');
    await seen(watcher.page, 'Sign in again');
    await seen(tab.page, 'Sign in again');
    assert.match(await watcher.page.title(), /^\(1\) Practice Stream: sign in again/);
    assert.match(await tab.page.locator('#break-it').textContent(), /Press Reconnect, then Allow/);
    await tab.page.getByRole('link', { name: /^Reconnect/ }).first().click();
    await tab.page.getByRole('button', { name: 'Allow' }).click();
    await tab.page.waitForURL(/\/done\//);
    await seen(watcher.page, 'Connected');
    await tab.page.goto(home.url);
});

for (const [name, state, told] of [['Provider down', 'Provider down', /not answering/],
                                   ['Wrong secret', 'Ends in', /client secret/]])
    test(`${name.toLowerCase()}: the real message, and one click mends it`, async () => {
        await press(name);
        await seen(watcher.page, state);
        assert.match(await row(watcher.page).textContent(), told);
        await tab.page.locator('#break-it .broken').waitFor();
        await press('Make it well again');
        await seen(watcher.page, 'Connected');
        assert.equal(await tab.page.locator('#break-it .broken').count(), 0);
    });

test('slow answers break nothing', async () => {
    await press('Slow answers');
    await tab.page.locator('#break-it .broken').waitFor();
    await seen(watcher.page, 'Connected');
    await press('Make it well again');
    await tab.page.locator('#break-it .broken').waitFor({ state: 'detached' });
});

test('a slow clock is said, and is right again with one click', async () => {
    const notice = watcher.page.getByRole('alert').filter({ hasText: 'clock is 6 min behind' });
    await press('Slow clock');
    await notice.waitFor();
    await tab.page.locator('#break-it .broken').waitFor();
    await press('Make it well again');
    await notice.waitFor({ state: 'detached' });
});

/** Follows this link to the provider and says yes. */
async function signIn(link) {
    await tab.page.getByRole('link', { name: link }).first().click();
    await tab.page.getByRole('button', { name: 'Allow' }).click();
    await tab.page.waitForURL(/\/done\//);
    await tab.page.goto(home.url);
}

test('nothing to renew with shows at the next sign-in, and two clicks mend it', async () => {
    await press('No way to renew');
    await seen(watcher.page, 'Sign in again');
    await signIn('Sign in again to see it');
    await seen(watcher.page, 'Ends in');
    assert.match(await watcher.page.locator('.title [role=status]').textContent(), /cannot renew/);
    await press('Make it well again');
    await tab.page.locator('#break-it .broken').waitFor({ state: 'detached' });
    await signIn(/^Reconnect/);
    await seen(watcher.page, 'Connected');
});

test('nothing was asked of another host, nothing failed', () => {
    for (const { seen } of [tab, watcher]) {
        for (const address of seen.requests)
            assert.match(new URL(address).host, new RegExp(`^(localhost|127\\.0\\.0\\.1):${home.port}$`), address);
        assert.deepEqual(seen.errors, []);
    }
});
