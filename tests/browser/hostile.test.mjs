// A page of another port, of another name for this computer, of a name that turns out to be this computer: it tries all
// that a browser lets it try, learns nothing and changes nothing.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { Browser } from '../support/roadcase.mjs';
import * as attacks from './attacks.mjs';
import { launch, openPage } from './chromium.mjs';
import { routesOf } from './scenes.mjs';
import { Stage } from './stage.mjs';

let stage;
let browser;
let server;
let gets; // addresses of the dashboard
let posts;
let stolen; // the fields of a form as our own page has them

const origins = () => ['localhost', '127.0.0.1', 'evil.test'].map((name) => `http://${name}:${server.address().port}`);

/** Everything that somebody could have changed. */
async function whatIs() {
    const all = {};
    for (const what of ['accounts', 'keys', 'links', 'clients', 'activity?limit=100', 'brokers', 'practice'])
        all[what] = (await stage.home.api('GET', what)).json;
    const kick = stage.providers.kick;
    return JSON.parse(JSON.stringify({ ...all, signIns: kick.codes.size, asked: kick.asked },
        (name, value) => (['expires_in', 'next_renewal_at'].includes(name) ? undefined : value)));
}

before(async () => {
    stage = await Stage.open({ names: ['twitch', 'kick'], config: '[log]\nlevel = "debug"\n[api]\nconfirm_first_use = true\n' });
    await stage.askWithNewKey('overlay');
    const account = await stage.id('kick');
    const page = await new Browser().open(stage.url);
    stolen = { csrf: /name="csrf" value="([^"]+)"/.exec(page.body)[1], account, key: 'overlay' };
    const ours = routesOf(stage.home).filter((each) => !/ \/(api|oauth2|compat|practice|healthz|readyz)(\/|$)/.test(each));
    const filled = (route) => route.replace(/^\S+ /, '').replace('{account*}', account).replace('{version}', 'v').replace('{name}', 'kick').replace(/\{\w+\*?\}/, 'E401');
    gets = [...new Set([...ours.map(filled), '/assets/v/app.js'])];
    posts = ours.filter((each) => each.startsWith('POST ')).map(filled);
    assert.ok(gets.includes('/dock') && posts.includes('/accounts/remove'), gets.join(' '));
    server = http.createServer((_, response) => {
        response.writeHead(200, { 'Content-Type': 'text/html' });
        response.end('<!doctype html><title>Free hats</title><body></body>');
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    browser = await launch({ args: ['--host-resolver-rules=MAP evil.test 127.0.0.1'] });
});

after(async () => {
    await browser?.close();
    await stage?.close();
    server?.closeAllConnections();
    server?.close();
});

/** Runs `attempt(page, ours, who, turn)` from each origin at a time against our server under each of its names; nothing may
 *  have changed after all of it. What makes a browser draw a page is dear: that is tried on the addresses that have their
 *  turn, each of them from every origin and against both names. */
async function fromEverywhere(attempt) {
    const before = await whatIs();
    await Promise.all(origins().map(async (origin, from) => {
        const { context, page } = await openPage(browser);
        for (const [to, name] of ['localhost', '127.0.0.1'].entries()) {
            await page.goto(origin);
            const turn = (paths) => paths.map((path, i) => [path, i + from]).filter(([, number]) => number % 2 === to);
            await attempt(page, `http://${name}:${stage.home.port}`, `${origin} against ${name}`, turn);
        }
        await context.close();
    }));
    assert.deepEqual(await whatIs(), before);
}

/** The page tries this on all addresses at once; gives what it got. */
function together(page, attack, urls) {
    return page.evaluate(`Promise.all(${JSON.stringify(urls)}.map(async (url) => (await (${attack})(url)).map((got) => url + ': ' + got))).then((all) => all.flat())`);
}

for (const [what, attack] of [['read', attacks.read], ['included', attacks.include]])
    test(`no page, style, script or picture can be ${what}`, () => fromEverywhere(async (page, ours, who) => {
        const got = await together(page, attack, gets.map((path) => ours + path));
        assert.deepEqual(got, [], who);
    }));

test('no page can be looked into', () => fromEverywhere(async (page, ours, who, turn) => {
    const kinds = Object.entries(attacks.kindsOfFrame);
    const tried = turn(gets).map(([path, number]) => [ours + path, ...kinds[number % kinds.length]]);
    assert.deepEqual(await together(page, attacks.frame, tried), [], who);
}));

test('no news comes over a line that stays open', () => fromEverywhere(async (page, ours, who) => {
    assert.deepEqual(await together(page, attacks.listen, ['/live', '/api/v1/events', '/'].map((path) => ours + path)), [], who);
}));

test('nothing is said aloud where another page could hear it', async () => {
    const { context, page } = await openPage(browser);
    await page.goto(origins()[0]);
    await page.evaluate(() => {
        window.heard = [];
        new BroadcastChannel('roadcase').onmessage = (message) => window.heard.push(message.data);
        addEventListener('message', (message) => window.heard.push(message.data));
        addEventListener('storage', (event) => window.heard.push(event.key));
    });
    const ours = await context.newPage();
    await ours.goto(stage.url);
    const looked = ours.waitForRequest((request) => request.headers()['roadcase-fragment'] === '1');
    await stage.home.run(['refresh', 'twitch']);
    await looked;
    assert.deepEqual(await page.evaluate(() => window.heard), []);
    await context.close();
});

/** Every form there is, with the real nonce and without, in either way to write it down. */
const variants = () => [stolen, { ...stolen, csrf: '' }].flatMap((fields) =>
    ['application/x-www-form-urlencoded', 'text/plain'].map((enctype) => [fields, enctype]));

test('no form does anything, with the real nonce or without', () => fromEverywhere(async (page, ours, who, turn) => {
    const answers = [];
    page.on('response', (response) => response.request().method() === 'POST' && answers.push(response.status()));
    const forms = turn(posts).map(([path, number]) => [ours + path, ...variants()[number % 4]]);
    await together(page, attacks.post, forms);
    assert.equal(answers.length, forms.length, who);
    assert.deepEqual(answers.filter((status) => status !== 403), [], who);
}));

test('nor does what a script sends in the shape of a form', () => fromEverywhere(async (page, ours, who) => {
    const line = await page.context().newCDPSession(page);
    await line.send('Network.enable');
    const answers = [];
    const asked = new Set();
    line.on('Network.requestWillBeSent', ({ requestId, request }) => request.method === 'POST' && asked.add(requestId));
    line.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode }) => answers.push([requestId, statusCode]));
    const sent = posts.flatMap((path) => variants().map((each) => [ours + path, ...each]));
    assert.deepEqual(await together(page, attacks.send, sent), [], who);
    await line.detach();
    const statuses = answers.filter(([requestId]) => asked.has(requestId)).map(([, status]) => status);
    assert.equal(statuses.length, posts.length * 4, who);
    assert.deepEqual(statuses.filter((status) => status !== 403), [], who);
}));

test('a window that a page opens shows our page to the person and nothing to the page', () => fromEverywhere(async (page, ours, who) => {
    assert.deepEqual(await together(page, attacks.spy, ['/', '/dock', '/help', `/accounts/${stolen.account}`].map((path) => ours + path)), [], who);
}));

test('being led to an address does nothing', () => fromEverywhere(async (page, ours, who, turn) => {
    const elsewhere = page.url();
    for (const [path] of turn([...posts, '/auth/kick', `/auth/kick?account=${stolen.account}`, '/live'])) {
        const arrived = page.waitForURL((url) => url.origin === ours, { waitUntil: 'commit' });
        await page.evaluate((url) => { setTimeout(() => { location.href = url; }); }, ours + path);
        await arrived;
        await page.goto(elsewhere);
    }
}));

test('a cookie proves nothing', async () => {
    const before = await whatIs();
    const { context, page } = await openPage(browser);
    const names = ['roadcase', 'session', 'csrf', `roadcase_flow_${stage.home.port}_0`];
    await context.addCookies(names.map((name) => ({ name, value: stolen.csrf, domain: 'localhost', path: '/' })));
    await page.goto(origins()[0]); // localhost with another port: browsers send it our cookies
    for (const path of ['/', '/dock']) assert.deepEqual(await page.evaluate(attacks.read, stage.url + path), []);
    const answer = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.evaluate(attacks.post, [`${stage.url}/accounts/remove`, stolen, 'application/x-www-form-urlencoded']);
    assert.equal((await answer).status(), 403);
    assert.deepEqual(await whatIs(), before);
    await context.close();
});

test('a name that turns out to be this computer gets nothing but a refusal', async () => {
    const before = await whatIs();
    const { context, page } = await openPage(browser);
    const rebound = `http://evil.test:${stage.home.port}`;
    for (const path of gets) {
        const answer = await page.goto(rebound + path);
        assert.equal(answer.status(), 403, path);
        assert.match(await answer.text(), /E504/, path);
    }
    for (const path of posts) {
        const status = await page.evaluate(([url, fields]) => fetch(url, { method: 'POST', body: new URLSearchParams(fields) })
            .then((each) => each.status, () => 'rejected'), [rebound + path, stolen]);
        assert.equal(status, 403, path);
    }
    assert.deepEqual(await whatIs(), before);
    await context.close();
});
