// What leaves the dashboard leaves by the clipboard alone: keys and tokens, and what becomes of them half a minute later.
// Then the settings: what is chosen changes what is seen, and a pack opens on another computer.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { Home, request } from '../support/roadcase.mjs';
import { until } from '../support/scene.mjs';
import { launch, openPage } from './chromium.mjs';
import { Stage } from './stage.mjs';

const passphrase = 'planted passphrase';

let stage;
let browser;
let context;
let page;
let seen;

before(async () => {
    stage = await Stage.open({ names: ['twitch'] });
    browser = await launch();
});

after(async () => {
    await browser?.close();
    await stage?.close();
});

beforeEach(async () => {
    await context?.close();
    ({ context, page, seen } = await openPage(browser));
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: stage.url });
    await page.clock.install();
});

const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
/** What has the focus. */
const focusedWords = () => page.evaluate(() => document.activeElement.textContent.trim());
const told = (text) => page.locator('#told', { hasText: text }).waitFor();

/** A key by this name for one account, as a person makes it; from the clipboard. */
async function newKey(name, account = 'twitch') {
    await page.goto(`${stage.url}/scripts`);
    const form = page.locator('#new-script');
    if (!(await form.evaluate((details) => details.open))) await form.locator('summary').click();
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel(account, { exact: true }).check();
    await page.getByRole('button', { name: 'Make the key and copy it' }).click();
    await told('Copied. Cleared in 30 s.');
    return clipboard();
}

/** Nothing of it in the page as it is, nor in any page the server gives, nor in an address. */
async function assertNowhere(secret) {
    assert.ok(!(await page.content()).includes(secret));
    const values = await page.evaluate(() => [...document.querySelectorAll('input, textarea')].map((each) => each.value));
    assert.ok(!values.some((value) => value.includes(secret)));
    for (const address of ['/', '/scripts', '/accounts/twitch', '/activity', '/settings'])
        assert.ok(!(await (await context.request.get(stage.url + address)).text()).includes(secret), address);
    for (const address of [...seen.requests, ...seen.addresses]) assert.ok(!address.includes(secret));
    assert.ok(!stage.home.log.includes(secret));
}

const tokenBy = (key, account = 'twitch') => request(`${stage.url}/api/v1/token/${account}`, { headers: { 'X-API-Key': key } });

test('a new key reaches the clipboard, works, and stands nowhere', async () => {
    const key = await newKey('chatbot');
    assert.match(key, /^rck_[0-9A-Za-z]{36}$/);
    await page.getByRole('heading', { name: 'chatbot' }).waitFor();
    await assertNowhere(key);
    assert.equal((await tokenBy(key)).status, 200);
    assert.equal((await tokenBy(key, 'twitch/bot')).status, 401);
    assert.deepEqual(seen.errors, []);
});

test('the form is ready for another one, and says what is wrong', async () => {
    await newKey('twice');
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), '');
    await page.locator('#new-script summary').click();
    await page.getByLabel('Name', { exact: true }).fill('twice');
    await page.getByRole('button', { name: 'Make the key and copy it' }).click();
    await told('Tick at least one account.');
    await page.getByLabel('twitch', { exact: true }).check();
    await page.getByRole('button', { name: 'Make the key and copy it' }).click();
    await told('There is a key "twice" already.');
});

test('a key made anew ends the old one', async () => {
    const old = await newKey('anew');
    const row = page.locator('.row', { has: page.getByRole('heading', { name: 'anew' }) });
    await row.locator('summary', { hasText: 'More' }).click();
    await row.locator('summary', { hasText: 'Make a new key' }).click();
    await row.getByRole('button', { name: /Make a new key/ }).click();
    await until('another key is in the clipboard', async () => !['', old].includes(await clipboard()));
    const fresh = await clipboard();
    assert.equal((await tokenBy(old)).status, 401);
    assert.equal((await tokenBy(fresh)).status, 200);
    await assertNowhere(fresh);
});

test('the clipboard is cleared after 30 s', async () => {
    const key = await newKey('cleared');
    await page.clock.runFor(29_000);
    assert.equal(await clipboard(), key);
    await page.clock.runFor(2_000);
    await told('Cleared from the clipboard.');
    assert.equal(await clipboard(), '');
});

test('the clipboard is cleared by whichever page is open by then', async () => {
    await newKey('walker');
    await page.clock.runFor(10_000);
    await page.goto(`${stage.url}/settings`);
    assert.doesNotMatch(await page.evaluate(() => sessionStorage.getItem('roadcase-copied')), /rck_/);
    await page.clock.runFor(21_000);
    await told('Cleared from the clipboard.');
    assert.equal(await clipboard(), '');
});

test('a browser that lets nobody copy ends no key', async () => {
    const old = await newKey('kept');
    await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); });
    const row = page.locator('.row', { has: page.getByRole('heading', { name: 'kept' }) });
    await row.locator('summary', { hasText: 'More' }).click();
    await row.locator('summary', { hasText: 'Make a new key' }).click();
    await row.getByRole('button', { name: /Make a new key/ }).click();
    await told('did not let Roadcase copy. Nothing was made.');
    assert.equal((await tokenBy(old)).status, 200);
});

test('an answer that took too long for the browser is copied by another click', async () => {
    await page.goto(`${stage.url}/accounts/twitch`);
    await page.evaluate(() => {
        const real = navigator.clipboard.writeText.bind(navigator.clipboard);
        let asked = 0;
        navigator.clipboard.writeText = (text) => ++asked === 1 ? Promise.reject(new Error('too late')) : real(text);
    });
    await page.getByRole('button', { name: 'Copy token' }).click();
    await page.getByRole('button', { name: 'Copy it now' }).click();
    await told('Copied. Cleared in 30 s.');
    assert.equal(await focusedWords(), 'Copy token', 'the focus is where it was');
    const token = await clipboard();
    assert.equal(token, (await stage.home.api('GET', 'token/twitch')).json.access_token);
    await assertNowhere(token);
});

test('what was copied meanwhile is left alone', async () => {
    await newKey('replaced');
    await page.evaluate(() => navigator.clipboard.writeText('a recipe'));
    await page.clock.runFor(31_000);
    await told('left alone');
    assert.equal(await clipboard(), 'a recipe');
});

test('what our own button copied meanwhile is left alone, where nobody can read the clipboard', async () => {
    await page.addInitScript(() => { navigator.permissions.query = () => Promise.resolve({ state: 'prompt' }); });
    await page.goto(`${stage.url}/accounts/twitch`);
    await page.getByRole('button', { name: 'Copy token' }).click();
    await told('Roadcase clears it in 30 s, if it can.');
    await page.locator('[data-copy="roadcase token twitch"]').click();
    await page.clock.runFor(31_000);
    await told('The clipboard was left alone');
    assert.equal(await clipboard(), 'roadcase token twitch');
});

test('a double click asks once', async () => {
    await page.goto(`${stage.url}/accounts/twitch`);
    const asked = [];
    let answer;
    await page.route('**/copy/token', (route) => {
        asked.push(route);
        answer ??= route;
    });
    await page.getByRole('button', { name: 'Copy token' }).dblclick();
    await until('the token is asked for', () => asked.length > 0);
    await page.getByRole('button', { name: 'Copy token' }).click();
    await answer.continue();
    await told('Copied. Cleared in 30 s.');
    assert.equal(asked.length, 1);
    await page.unroute('**/copy/token');
    await page.getByRole('button', { name: 'Copy token' }).click();
    await until('it is asked for again', () => seen.requests.filter((each) => each.endsWith('/copy/token')).length === 2);
});

test('whoever made a key with the keyboard is where the form was', async () => {
    await page.goto(`${stage.url}/scripts`);
    const fold = page.locator('#new-script');
    if (!(await fold.evaluate((details) => details.open))) await fold.locator('summary').click();
    await page.getByLabel('Name', { exact: true }).fill('typed');
    await page.getByLabel('twitch', { exact: true }).check();
    await page.getByRole('button', { name: 'Make the key and copy it' }).press('Enter');
    await told('Copied. Cleared in 30 s.');
    assert.equal(await focusedWords(), '+ New script');
});

test('a token is copied from the page of its account, and nothing shows it', async () => {
    await page.goto(`${stage.url}/accounts/twitch`);
    await page.getByRole('button', { name: 'Copy token' }).click();
    await told('Copied. Cleared in 30 s.');
    const token = await clipboard();
    assert.equal(token, (await stage.home.api('GET', 'token/twitch')).json.access_token);
    await assertNowhere(token);
    assert.match(stage.home.log, /token\.handed_out twitch to dashboard/);
});

test('a question that cannot be asked any more opens no other one', async () => {
    await stage.home.api('POST', 'keys', { name: 'brief', accounts: ['twitch'], expires_in: 3 });
    await page.goto(`${stage.url}/scripts`);
    const row = page.locator('.row', { has: page.getByRole('heading', { name: 'brief' }) });
    await row.locator('summary', { hasText: 'More' }).click();
    await row.locator('summary', { hasText: 'Make a new key' }).click();
    const remove = row.locator('details.confirm', { hasText: 'at once, for good' });
    await until('the key has ended', async () => {
        await page.clock.fastForward(21_000); // the page looks
        return (await row.locator('summary', { hasText: 'Make a new key' }).count()) === 0;
    });
    assert.equal(await remove.evaluate((fold) => fold.open), false);
});

test('one button stops every script', async () => {
    const key = await newKey('stopped');
    await page.getByRole('button', { name: 'Pause all' }).click();
    await page.getByRole('button', { name: 'Let all go on' }).waitFor();
    assert.equal((await tokenBy(key)).status, 401);
    await page.getByRole('button', { name: 'Let all go on' }).click();
    await page.getByRole('button', { name: 'Pause all' }).waitFor();
    assert.equal((await tokenBy(key)).status, 200);
});

test('the program of the page runs with the key of the page', async () => {
    const key = await newKey('program');
    await page.getByRole('link', { name: 'Node' }).click();
    const code = await page.locator('pre.sample').textContent();
    await page.getByRole('button', { name: 'Copy the example' }).click();
    await told('Copied.');
    assert.equal(await clipboard(), code);
    const file = path.join(stage.home.directory, 'bot.mjs');
    await writeFile(file, code);
    const child = spawn(process.execPath, [file, 'twitch', `${stage.providers.twitch.url}/userinfo`],
                        { env: { PATH: process.env.PATH, ROADCASE_KEY: key } });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += part));
    await new Promise((ended) => child.on('close', ended));
    assert.match(said, /nova_plays/);
});

test('a file is kept fresh, and one of another program is not touched', async () => {
    await writeFile(path.join(stage.home.directory, 'theirs'), 'planted');
    await page.goto(`${stage.url}/scripts`);
    await page.locator('#new-file summary').click();
    await page.getByLabel('File', { exact: true }).fill('~/theirs');
    await page.getByRole('button', { name: 'Keep it fresh' }).click();
    await page.getByText('is there already, and not by Roadcase').waitFor();
    assert.equal(await page.getByLabel('File', { exact: true }).inputValue(), '~/theirs');
    assert.ok(!(await page.content()).includes(stage.home.directory));
    await page.getByLabel('Write over what is there').check();
    await page.getByRole('button', { name: 'Keep it fresh' }).click();
    await page.getByText('Written just now').waitFor();
});

test('a theme changes what is seen, and hidden names are seen nowhere', async () => {
    await page.goto(`${stage.url}/settings`);
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor === 'rgb(20, 22, 26)');
    await page.getByRole('button', { name: 'Light' }).click();
    await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor === 'rgb(245, 246, 248)');
    assert.equal(await ground(), 'rgb(245, 246, 248)');
    await page.getByRole('button', { name: 'Hidden' }).click();
    for (const address of ['/', '/accounts/twitch', '/dock', '/scripts', '/activity', '/settings']) {
        await page.goto(stage.url + address);
        assert.ok(!(await page.content()).includes('nova_'), address);
    }
    await page.goto(stage.url);
    await page.getByText('Twitch 1').first().waitFor();
});

test('a pack opens on another computer', async (t) => {
    await page.goto(`${stage.url}/settings`);
    await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await page.getByLabel('Repeat the passphrase').fill('another');
    await page.getByRole('button', { name: 'Pack for another PC' }).click();
    assert.equal(await page.getByLabel('Repeat the passphrase').evaluate((field) => field.validity.tooShort), true);
    await page.getByLabel('Repeat the passphrase').fill('another passphrase');
    await page.getByRole('button', { name: 'Pack for another PC' }).click();
    await page.getByText('The two passphrases are not the same.').waitFor();
    assert.equal(await page.getByLabel('Passphrase', { exact: true }).inputValue(), '');
    await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await page.getByLabel('Repeat the passphrase').fill(passphrase);
    await page.getByRole('button', { name: 'Pack for another PC' }).click();
    await page.getByText('2 accounts are packed').waitFor();
    const file = (await readdir(stage.home.directory)).find((name) => name.endsWith('.roadcase'));
    assert.equal(await page.locator('pre').textContent(), `~/${file}`);

    const other = await Home.create();
    t.after(() => other.remove());
    const { code, stderr } = await other.run(['unpack', path.join(stage.home.directory, file), '--passphrase-stdin'],
                                             { input: `${passphrase}\n` });
    assert.equal(code, 0, stderr);
    assert.equal((await other.json(['list'])).accounts.length, 2);
    assert.equal((await stage.home.json(['status', 'twitch'])).status, 'paused');
});
