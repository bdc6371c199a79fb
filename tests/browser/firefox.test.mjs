// The browser that is not Chromium: what the other files look at in detail is walked through once in Debian's Firefox, by
// real clicks, because locks, channels, the clipboard and the policies of a page differ from engine to engine.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { Home } from '../support/roadcase.mjs';

const patience = 120_000; // ms: the other suites may need both cores
const paths = ['/', '/add', '/add/twitch', '/accounts/practice', '/scripts', '/activity', '/settings', '/help', '/help/E401', '/help/api', '/dock', '/nowhere'];

let home;
let browser;
let page;
let dock; // a tab in the background, which nobody touches
const errors = [];
const hosts = new Set();

async function openTab() {
    const tab = await browser.newPage();
    tab.setDefaultTimeout(patience);
    tab.on('pageerror', (error) => errors.push(String(error)));
    tab.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    tab.on('request', (request) => request.url().startsWith('http') && hosts.add(new URL(request.url()).host));
    return tab;
}

const click = (text, element = 'button') => page.locator(`${element}::-p-text(${text})`).click();
/** Asked for by the clock: a tab in the background draws nothing. */
const until = (tab, is, ...with_) => tab.waitForFunction(is, { polling: 100 }, ...with_);
const reads = (tab, text) => until(tab, (wanted) => document.body?.innerText.includes(wanted), text);
const at = (path) => until(page, (begin) => location.pathname.startsWith(begin) && document.readyState === 'complete', path);

before(async () => {
    home = await (await Home.create()).serve();
    browser = await puppeteer.launch({ browser: 'firefox', executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr', timeout: patience });
    page = await openTab();
    dock = await openTab();
    await dock.goto(`${home.url}/dock`);
    await page.goto(home.url);
    await page.bringToFront();
});

after(async () => {
    await browser?.close();
    await home?.remove();
});

test('three clicks lead to a connected account, and the dock in another tab follows', async () => {
    await click('practice account', 'a');
    await at('/practice/');
    await click('Allow');
    await at('/done/');
    await reads(page, 'Practice Stream is connected');
    assert.equal(await page.evaluate(() => location.search), '');
    await click('Go to Roadcase', 'a');
    await at('/');
    await reads(page, 'nova_practice');
    await reads(dock, 'Connected');
});

test('the style is the one that the policy allows', async () => {
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('h1')).fontSize), '24px');
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgba(0, 0, 0, 0)');
});

test('the time to the next renewal counts down', async () => {
    const time = () => page.$eval('time[data-until]', (node) => node.textContent);
    const before = await time();
    await until(page, (was) => document.querySelector('time[data-until]')?.textContent !== was, before);
});

test('a removed connection is told without a reload, and mended in two clicks', async () => {
    await home.practice({ revoke: true });
    assert.equal((await home.run(['refresh', 'practice'])).code, 4);
    await reads(page, 'Sign in again');
    assert.match(await page.title(), /^\(1\) Practice Stream: sign in again/);
    await reads(dock, 'needs you');
    await click('Reconnect', 'main a');
    await at('/practice/');
    await click('Allow');
    await at('/done/');
    await reads(page, 'connected again');
    await reads(dock, 'Connected');
});

test('a key goes to the clipboard and nowhere else', async () => {
    await page.goto(`${home.url}/scripts`);
    await page.locator('#script-name').fill('overlay');
    await click('practice', 'label');
    await click('Make the key and copy it');
    await reads(page, 'Copied');
    assert.doesNotMatch(await page.content(), /rck_\w/);
    assert.equal((await home.json(['key', 'list'])).keys.length, 1);
});

test('a chosen theme is worn by the tab that is open, too', async () => {
    await page.goto(`${home.url}/settings`);
    await click('Dark');
    await until(page, () => document.documentElement.dataset.theme === 'dark' && document.readyState === 'complete');
    await dock.bringToFront();
    await until(dock, () => document.documentElement.dataset.theme === 'dark');
    await page.bringToFront();
});

test('every page is there, without a fault and without a foreign host', async () => {
    for (const path of paths) {
        await page.goto(home.url + path);
        const { headings, fits } = await page.evaluate(() => ({ headings: document.querySelectorAll('main h1').length,
                                                                fits: document.documentElement.scrollWidth <= innerWidth }));
        assert.ok(headings === 1 && fits, `${path}: ${headings} headings, ${fits ? 'fits' : 'is wider than the window'}`);
    }
    assert.deepEqual([...hosts].sort(), [`127.0.0.1:${home.port}`, `localhost:${home.port}`]);
});

test('a server that ended is told, and comes back by itself', async () => {
    await page.goto(home.url);
    await page.bringToFront();
    assert.deepEqual(errors, []);
    await home.stop();
    await reads(page, 'Roadcase is not running');
    await home.serve();
    await until(page, () => document.getElementById('gone').hidden);
});
