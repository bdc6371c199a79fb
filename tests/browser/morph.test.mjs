// What an open page keeps when it is drawn anew: what a person typed, ticked or chose, and only for what it was meant for.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Home } from '../support/roadcase.mjs';
import { launch } from './chromium.mjs';

let home;
let browser;
let page;

before(async () => {
    home = await Home.create();
    await home.serve();
    browser = await launch();
    // The test hands in markup, which a page of ours may not.
    page = await (await browser.newContext({ bypassCSP: true })).newPage();
    await page.goto(`${home.url}/help`);
    await page.evaluate(async () => {
        const app = document.querySelector('script[type=module]').src;
        window.morph = (await import(app.replace('app.js', 'morph.js'))).morph;
        window.parsed = (html) => new DOMParser().parseFromString(`<main>${html}</main>`, 'text/html').querySelector('main');
    });
});

after(async () => {
    await browser?.close();
    await home?.remove();
});

beforeEach(() => page.evaluate(() => { document.body.replaceChildren(document.createElement('main')); }));

const draw = (html) => page.evaluate((text) => window.morph(document.querySelector('main'), window.parsed(text)), html);
const form = (data) => page.evaluate((at) => [...new FormData(document.querySelectorAll('form')[at])].map((pair) => pair.join('=')).join('&'), data);

const ask = (key) => `<div id="ask-${key}"><form action="/keys/allow"><input type="hidden" name="csrf" value="one"><input type="hidden" name="key" value="${key}"><button>Allow ${key}</button></form></div>`;

test('a button sends what it says, whatever came before it', async () => {
    await draw(ask('stranger'));
    await draw(ask('mybot') + ask('stranger'));
    assert.deepEqual(await page.locator('button').allTextContents(), ['Allow mybot', 'Allow stranger']);
    assert.equal(await form(0), 'csrf=one&key=mybot');
    assert.equal(await form(1), 'csrf=one&key=stranger');
});

test('the same without ids, by what a form would send', async () => {
    const bare = (key) => ask(key).replace(/ id="[^"]*"/, '');
    await draw(bare('stranger'));
    await draw(bare('mybot') + bare('stranger'));
    assert.equal(await form(0), 'csrf=one&key=mybot');
    assert.equal(await form(1), 'csrf=one&key=stranger');
});

test('a form lives on after the program was started again', async () => {
    await draw('<form action="/x"><input type="hidden" name="csrf" value="old"><input name="name"></form>');
    await page.locator('[name=name]').fill('chatbot');
    await draw('<form action="/x"><input type="hidden" name="csrf" value="new"><input name="name"></form>');
    assert.equal(await form(0), 'csrf=new&name=chatbot');
});

const box = (name) => `<label><input type="checkbox" name="${name}" value="yes"> ${name}</label>`;

test('a tick stays with its account, and goes with it', async () => {
    await draw(`<form>${box('twitch')}${box('kick')}${box('all')}</form>`);
    await page.getByLabel('kick').check();
    await draw(`<form>${box('discord')}${box('twitch')}${box('kick')}${box('all')}</form>`);
    assert.equal(await form(0), 'kick=yes');
    await draw(`<form>${box('discord')}${box('twitch')}${box('all')}</form>`);
    assert.equal(await form(0), '');
});

const select = (...values) => `<form><select name="account">${values.map((each) => `<option value="${each}">${each}</option>`).join('')}</select></form>`;

test('a choice stays, and none takes the place of one that is gone', async () => {
    await draw(select('twitch', 'kick'));
    await page.locator('select').selectOption('kick');
    await draw(select('discord', 'kick', 'twitch'));
    assert.equal(await form(0), 'account=kick');
    await draw(select('discord', 'twitch'));
    assert.equal(await form(0), '');
});

test('what nobody touched follows the server', async () => {
    await draw('<form><input name="name" value="old"><input type="checkbox" name="tick"></form>');
    await draw('<form><input name="name" value="new"><input type="checkbox" name="tick" checked></form>');
    assert.equal(await form(0), 'name=new&tick=on');
});

test('text that was typed stays with the account it was typed for', async () => {
    const rename = (account) => `<form action="/rename"><input type="hidden" name="account" value="${account}"><input name="name"></form>`;
    await draw(rename('twitch') + rename('kick'));
    await page.locator('[name=name]').nth(1).fill('studio');
    await page.locator('[name=name]').nth(1).focus();
    await draw(rename('kick') + rename('twitch'));
    assert.deepEqual([await form(0), await form(1)], ['account=kick&name=studio', 'account=twitch&name=']);
    assert.equal(await page.evaluate(() => document.activeElement.closest('form').account.value), 'kick');
    await draw(rename('twitch'));
    assert.equal(await form(0), 'account=twitch&name=');
});

test('sections are known by their names', async () => {
    const section = (label, inside) => `<section aria-label="${label}">${inside}</section>`;
    await draw(section('Rename', '<form><input name="name"></form>'));
    await page.locator('[name=name]').fill('studio');
    await draw(section('Trouble', '<p>Sign in again</p>') + section('Rename', '<form><input name="name"></form>'));
    assert.equal(await form(0), 'name=studio');
});
