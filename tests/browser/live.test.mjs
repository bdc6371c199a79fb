// An open page follows what happens without being loaded again, keeps what the person has open and typed, and says so when
// nobody is there to tell it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '../support/scene.mjs';
import { launch } from './chromium.mjs';
import { Person } from './person.mjs';
import { Stage } from './stage.mjs';

let stage;
let browser;

before(async () => {
    stage = await Stage.open();
    browser = await launch();
});

after(async () => {
    await browser?.close();
    await stage?.close();
});

/** Something happens, and this page has looked again since. */
async function looksAfter(person, change) {
    const looked = person.page.waitForResponse((answer) => answer.request().headers()['roadcase-fragment'] === '1');
    await change();
    await (await looked).finished();
}

/** Whether some tab of this browser listens. */
const listens = () => navigator.locks.query().then(({ held }) => held.length > 0);

test('what a person opened and typed stays', async () => {
    const person = await Person.at(browser, `${stage.url}/scripts`);
    const { page } = person;
    await page.locator('#new-script').evaluate((fold) => { fold.open = true; });
    await page.locator('#script-name').fill('chatbot');
    await page.getByLabel('twitch/bot').check();
    await page.locator('#script-name').focus();
    await page.evaluate(() => { window.typed = document.getElementById('script-name'); });
    await looksAfter(person, () => stage.home.api('POST', 'keys', { name: 'overlay', accounts: ['twitch'] }));
    await person.reads('overlay');
    assert.equal(await page.locator('#script-name').inputValue(), 'chatbot');
    assert.ok(await page.getByLabel('twitch/bot').isChecked());
    assert.ok(await page.evaluate(() => document.activeElement === window.typed && document.getElementById('new-script').open));
    await person.leave();
});

test('rows, title and icon follow, in every tab', async () => {
    const [one, other] = [await Person.at(browser, stage.url), await Person.at(browser, `${stage.url}/accounts/kick`)];
    const third = await one.context.newPage(); // hears it from the tab that listens
    await third.goto(`${stage.url}/dock`);
    await third.getByText(/connected/i).first().waitFor();
    await stage.revoke('kick', 'nova_plays');
    for (const { page } of [one, other, { page: third }]) await page.getByText('Sign in again').or(page.getByRole('button', { name: /Reconnect/ })).first().waitFor();
    assert.match(await one.page.title(), /\(1\)|sign in again/i);
    assert.equal(await one.page.getAttribute('link[rel=icon]', 'href'), '/favicon.svg?err');
    assert.equal(await one.page.locator('#mark .latch').getAttribute('data-latch'), 'err');
    stage.providers.kick.nextPerson = 'nova_plays';
    await stage.home.signIn('kick');
    await one.page.getByText('Sign in again').first().waitFor({ state: 'detached' });
    await until('the icon is calm again', async () => await one.page.getAttribute('link[rel=icon]', 'href') === '/favicon.svg?ok');
    for (const each of [one, other]) await each.leave();
});

test('one listener for all tabs of a browser', async () => {
    const person = await Person.at(browser, stage.url);
    await person.page.waitForFunction(listens);
    const listeners = [];
    person.context.on('request', (request) => request.url().endsWith('/live') && listeners.push(request));
    for (let tab = 0; tab < 8; ++tab) {
        const page = await person.context.newPage();
        await page.goto(stage.url);
    }
    await looksAfter(person, () => stage.home.run(['refresh', 'twitch']));
    assert.deepEqual(listeners.map((request) => request.url()), []);
    await person.leave();
});

test('a page of an account that is removed says so', async () => {
    const person = await Person.at(browser, `${stage.url}/accounts/discord`);
    await person.page.waitForFunction(listens);
    await stage.press('/accounts/discord', '/accounts/remove', { account: await stage.id('discord') });
    await person.reads('There is no such account here');
    await person.leave();
});

test('the dock comes back by its own button, with buttons that work, and says once what came of one', async () => {
    await stage.revoke('youtube', 'Nova Plays');
    const person = await Person.at(browser, `${stage.url}/dock?told=opened`);
    await person.reads('Opened in your browser.');
    assert.equal(person.page.url(), `${stage.url}/dock`);
    await person.page.waitForFunction(listens);
    await stage.home.stop();
    await person.reads('Roadcase is not running');
    await person.click('link', 'Try again');
    await person.reads('Still not running.');
    await stage.home.serve();
    await person.click('link', 'Try again');
    await person.page.getByText('Roadcase is not running').waitFor({ state: 'hidden' });
    await until('the form is that of the new start', async () => {
        const csrf = await person.page.locator('[name=csrf]').first().inputValue();
        return (await (await fetch(`${stage.url}/dock`)).text()).includes(csrf);
    });
    await person.click('button', /Reconnect/);
    await person.reads(/Opened in your browser|No browser opens here/);
    assert.equal(person.page.url(), `${stage.url}/dock`);
    stage.providers.youtube.nextPerson = 'Nova Plays';
    await stage.home.signIn('youtube');
    await person.leave();
});

test('a server that stops is told, and the page comes back by itself', async () => {
    const person = await Person.at(browser, stage.url);
    await person.page.waitForFunction(listens);
    await stage.home.stop();
    await person.reads('Roadcase is not running');
    assert.match(await person.page.textContent('main'), /nova_plays/, 'the last known state stays');
    await stage.home.serve();
    await person.page.getByText('Roadcase is not running').waitFor({ state: 'hidden' });
    await looksAfter(person, () => stage.home.run(['refresh', 'twitch']));
    assert.equal(person.seen.addresses.length, 1, 'the page was never loaded again');
    await person.leave();
});

test('a tab in the background looks two seconds after the first of many events', async () => {
    const person = await Person.at(browser, 'about:blank');
    const { page } = person;
    await page.addInitScript(() => Object.defineProperty(document, 'hidden', { get: () => true }));
    await page.clock.install();
    await page.goto(stage.url);
    await page.waitForFunction(listens);
    await page.clock.pauseAt(Date.now() + 60_000); // whatever was due has come
    const looks = [];
    page.on('request', (request) => request.headers()['roadcase-fragment'] && looks.push(request));
    const something = () => page.evaluate(() => new Promise((heard) => {
        const [said, hears] = [new BroadcastChannel('roadcase'), new BroadcastChannel('roadcase')];
        hears.onmessage = heard;
        said.postMessage('look');
    }).then(() => null));
    for (let second = 0; second < 4; ++second) {
        await something();
        await page.clock.runFor(1_000);
    }
    await until('it has looked', () => looks.length > 0);
    assert.ok(looks.length <= 2, `${looks.length} looks`);
    await person.leave();
});

test('a page that waits for a code gives way to the page of what came of it', async () => {
    const { kick } = stage.providers;
    const person = await Person.at(browser, `${stage.url}/add/stage_kick/device`);
    await person.click('button', 'Get a code');
    await person.page.waitForURL(/\/device\/.+/);
    await person.page.waitForFunction(listens);
    kick.codes.set('planted-entered', 'nova_plays');
    kick.intercept = (params) => {
        if (!params.has('device_code')) return;
        params.delete('device_code');
        params.set('code', 'planted-entered');
    };
    await person.page.waitForURL(/\/done\//);
    kick.intercept = null;
    await person.reads('Kick is connected again');
    assert.equal(await person.page.evaluate(() => 'live' in document.body.dataset), false, 'it stays as it is');
    await person.leave();
});

test('the time that is left has no hour of 60 minutes', async () => {
    const person = await Person.at(browser, `${stage.url}/help`);
    const left = (seconds) => person.page.evaluate((after) => {
        const time = document.createElement('time');
        time.dataset.until = Math.round(Date.now() / 1000) + after;
        document.querySelector('main').prepend(time);
        document.dispatchEvent(new Event('fresh'));
        return time.textContent;
    }, seconds);
    assert.equal(await left(7_190), '2 h');
    assert.equal(await left(5_390), '1 h 30 min');
    assert.equal(await left(3_590), '1 h');
    assert.equal(await left(1_790), '30 min');
    assert.match(await left(50), /^(50|49) s$/);
    await person.leave();
});

test('the line that tells is there before words come, and has the whole width of the dock', async () => {
    const person = await Person.at(browser, `${stage.url}/dock`);
    await person.page.setViewportSize({ width: 300, height: 300 });
    const line = person.page.locator('#told');
    assert.equal(await line.evaluate((each) => getComputedStyle(each).visibility), 'visible');
    await line.evaluate((each) => { each.textContent = 'The clipboard holds something else by now and was left alone.'; });
    const { x, width } = await line.boundingBox();
    assert.ok(x >= 8 && width > 260 && x + width <= 292, `${x} ${width}`);
    await person.leave();
});
