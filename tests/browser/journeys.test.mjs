// What a streamer does, from beginning to end in a real browser, with the number of clicks it may take at most; clicks on
// the provider's own pages count, too.
import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { until } from '../support/scene.mjs';
import { launch } from './chromium.mjs';
import { Person } from './person.mjs';
import { Stage } from './stage.mjs';
import { id, secret, wizardHome } from './wizard_home.mjs';

let browser;

before(async () => {
    browser = await launch();
});

after(() => browser?.close());

/** Runs `story(stage)` in a home of its own. */
async function inHome(options, story) {
    const stage = await Stage.open(options);
    try {
        await story(stage);
    } finally {
        await stage.close();
    }
}

test('first run, no account anywhere: 3 clicks', () => inHome({ names: [] }, async (stage) => {
    const person = await Person.at(browser, stage.url);
    await person.reads('Nothing connected yet');
    await person.click('link', /practice account/i);
    await person.click('button', 'Allow');
    await person.reads('Practice Stream is connected');
    await person.click('link', 'Go to Roadcase');
    await person.page.waitForURL(`${stage.url}/`); // the page before says "Connected" as well
    await person.reads('Connected');
    assert.ok(person.clicks <= 3, `${person.clicks} clicks`);
    assert.deepEqual(person.seen.errors, []);
    await person.leave();
}));

test('the bot beside the channel: 4 clicks, and the same person again changes nothing', async (context) => {
    const { fake, home } = await wizardHome(context);
    const person = await Person.at(browser, `${home.url}/add/oddcast`);
    await person.page.getByLabel('Client ID').fill(id);
    await person.page.getByLabel('Client secret').fill(secret);
    await person.click('link', 'Go to Oddcast');
    await person.reads('Signed in as nova_plays');
    const before = await home.json(['status', 'oddcast']);
    await person.page.goto(home.url);
    person.clicks = 1; // what the provider asks, who does not ask here
    await person.click('link', 'Connect an account');
    await person.click('link', 'Oddcast');
    await person.click('link', 'My bot');
    await person.reads('That is nova_plays again');
    assert.equal((await home.json(['status', 'oddcast'])).generation, before.generation);
    assert.ok(person.clicks <= 4, `${person.clicks} clicks`);
    fake.person = 'nova_bot';
    await person.click('link', 'Try again, choose the account');
    await person.reads('Signed in as nova_bot');
    assert.match(fake.requests.findLast((each) => each.path === '/authorize').query, /force_verify=true/);
    assert.equal((await home.json(['status', 'oddcast/bot'])).display_name, 'nova_bot');
    await person.leave();
});

test('a token ends while live: nobody is asked, nothing is clicked', () => inHome({ names: ['twitch'] }, async (stage) => {
    const { twitch } = stage.providers;
    twitch.lifetime = 8;
    await stage.home.run(['refresh', 'twitch']);
    const person = await Person.at(browser, `${stage.url}/accounts/twitch`);
    const [first] = await stage.home.json(['status', 'twitch']).then(({ generation }) => [generation]);
    await until('it renewed by itself', async () => (await stage.home.json(['status', 'twitch'])).generation > first, 30);
    twitch.lifetime = 1800;
    await stage.home.run(['refresh', 'twitch']);
    await stage.down('twitch');
    await person.reads('Provider down');
    await person.reads(/Token good for (29|30) min/);
    const { access_token: token } = await stage.home.json(['token', 'twitch']);
    assert.ok(twitch.lives(token), 'scripts go on with the token there is');
    await stage.up('twitch');
    await person.reads('Connected');
    assert.equal(person.clicks, 0);
    assert.equal(person.seen.addresses.length, 1, 'the page was never loaded again');
    await person.leave();
}));

test('a sign-in is removed while live: 2 clicks', () => inHome({ names: ['twitch'] }, async (stage) => {
    const { twitch } = stage.providers;
    const person = await Person.at(browser, stage.url);
    const title = await person.page.title();
    const icon = () => person.page.getAttribute('link[rel=icon]', 'href');
    const calm = await icon();
    await person.reads('Connected');
    await stage.revoke('twitch', 'nova_plays');
    await person.reads('Sign in again');
    assert.notEqual(await person.page.title(), title);
    assert.match(await person.page.title(), /\(1\)|sign in again/i);
    assert.notEqual(await icon(), calm);
    Object.assign(twitch, { asksFirst: true, nextPerson: 'nova_plays' });
    await person.click('link', /^Reconnect/);
    await person.click('link', 'Authorize');
    await person.reads(/connected again/);
    assert.ok(person.clicks <= 2, `${person.clicks} clicks`);
    const { access_token: token } = await stage.home.json(['token', 'twitch']);
    assert.ok(twitch.lives(token), 'scripts go on by themselves');
    await person.leave();
}));

/** What stands for the browser of the desktop: writes down where it is sent. */
async function desktopBrowser(directory) {
    const [script, file] = [path.join(directory, 'browser'), path.join(directory, 'opened')];
    await writeFile(script, `#!/bin/sh\nprintf '%s' "$1" > '${file}'\n`);
    await chmod(script, 0o700);
    return { script, opened: () => until('the browser is opened', () => readFile(file, 'utf8').catch(() => '')) };
}

test('in the dock of OBS: one click there, the rest in the browser of the desktop', () => inHome({ names: ['twitch'] }, async (stage) => {
    const { twitch } = stage.providers;
    const desktop = await desktopBrowser(stage.home.directory);
    await stage.home.stop();
    await stage.home.serve({ env: { BROWSER: desktop.script } });
    const dock = await Person.at(browser, `${stage.url}/dock`);
    await dock.page.setViewportSize({ width: 300, height: 300 });
    await dock.page.clock.install();
    await dock.reads(/connected/i);
    await stage.revoke('twitch', 'nova_plays');
    await dock.click('button', /Reconnect/);
    await dock.reads('Opened in your browser');
    const url = await desktop.opened();
    assert.match(url, new RegExp(`^${stage.url}/auth/twitch`));
    Object.assign(twitch, { asksFirst: true, nextPerson: 'nova_plays' });
    const person = await Person.at(browser, url);
    await person.click('link', 'Authorize');
    await person.reads(/connected again/);
    assert.ok(dock.clicks + person.clicks <= 2, `${dock.clicks} and ${person.clicks} clicks`);
    await dock.page.clock.fastForward(16_000);
    await dock.page.getByText('Opened in your browser').waitFor({ state: 'detached' });
    assert.ok(dock.seen.addresses.every((address) => address.startsWith(stage.url)), 'nothing of the provider opens inside OBS');
    for (const each of [dock, person]) await each.leave();
}));
