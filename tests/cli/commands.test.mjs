// The command line as scripts use it, beside a running server and without one.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { request } from '../support/roadcase.mjs';
import { countingTokens } from '../support/fake_provider.mjs';
import { servedHome } from '../support/connected.mjs';

let home;
let fake;

before(async () => {
    ({ home, fake } = await servedHome());
});

after(() => home?.remove());

/** The same expectations with the server and without it. */
function everyday(where) {
    test(`token prints the bare token to a pipe, ${where}`, async () => {
        const { code, stdout } = await home.run(['token', 'fake']);
        assert.equal(code, 0);
        assert.match(stdout, /^planted-access-\d+\n$/);
    });

    test(`refresh gives another token, status tells of it, ${where}`, async () => {
        const first = await home.json(['status', 'fake']);
        assert.equal((await home.run(['refresh', 'fake'])).code, 0);
        const second = await home.json(['status', 'fake']);
        assert.equal(second.generation, first.generation + 1);
        assert.equal(second.status, 'connected');
    });

    test(`a scope that was not granted is exit 7, ${where}`, async () => {
        const { code, stdout, stderr } = await home.run(['token', 'fake', '--scope', 'moderate']);
        assert.equal(code, 7);
        assert.equal(stdout, '');
        assert.match(stderr, /moderate/);
    });

    test(`an unknown account is exit 5 with the nearest name, ${where}`, async () => {
        const { code, stderr } = await home.run(['token', 'fakke']);
        assert.equal(code, 5);
        assert.match(stderr, /fake/);
    });

    test(`every format holds the token in its own way, ${where}`, async () => {
        const shapes = { plain: /^planted-access-\d+\n$/, header: /^Authorization: Bearer planted-access-\d+\n$/,
                         headers: /^Authorization: Bearer planted/, curl: /^header = "Authorization: Bearer planted/,
                         irc: /^oauth:planted/, env: /^FAKE_ACCESS_TOKEN='?planted/m };
        for (const [format, shape] of Object.entries(shapes))
            assert.match((await home.run(['token', 'fake', '--format', format])).stdout, shape, format);
    });
}

describe('beside a server', () => everyday('beside a server'));

test('a key opens its own account over TCP and nothing else', async () => {
    const { stdout: key } = await home.run(['key', 'create', 'bot', '--account', 'fake']);
    assert.match(key.trim(), /^rck_[0-9A-Za-z]{36}$/);
    const ask = (path, headers) => request(`${home.url}/api/v1/${path}`, { headers });
    const own = await ask('token/fake', { 'X-API-Key': key.trim() });
    assert.equal(own.status, 200);
    assert.equal(own.headers['cache-control'], 'no-store');
    assert.equal(JSON.parse(own.body).refresh_token, undefined);
    assert.equal((await ask('token/fake', { Authorization: `Bearer ${key.trim()}` })).status, 200);
    assert.match(home.log, /token\.handed_out fake to bot/, 'who got a token is in the log');
    assert.equal((await ask('token/fake', {})).status, 401);
    const forbidden = await ask('token/practice', { 'X-API-Key': key.trim() });
    const unknown = await ask('token/nobody', { 'X-API-Key': key.trim() });
    assert.equal(forbidden.status, 401);
    assert.deepEqual({ ...JSON.parse(unknown.body), instance: '' }, { ...JSON.parse(forbidden.body), instance: '' });
    assert.equal((await ask('keys', { 'X-API-Key': key.trim() })).status, 403);
    assert.equal((await home.run(['key', 'revoke', 'bot'])).code, 0);
    assert.equal((await ask('token/fake', { 'X-API-Key': key.trim() })).status, 401);
});

test('planted secrets are in no log, page, header or message', async () => {
    const secrets = /planted-(client|refresh)|rc_flow_\d+_\d=\S|state=[\w-]{10}|code-\d/;
    const pages = await Promise.all(['/', '/help/E401', '/api/v1/accounts', '/nothing?code=code-1'].map(
        (path) => request(home.url + path)));
    for (const page of pages) assert.doesNotMatch(page.body + JSON.stringify(page.headers), /planted|code-1/);
    for (const args of [['list'], ['status'], ['status', 'fake', '--json'], ['config', 'show'], ['token', 'nobody']]) {
        const { stdout, stderr } = await home.run(args);
        assert.doesNotMatch(stdout + stderr, /planted/, args.join(' '));
    }
    assert.doesNotMatch(home.log, secrets);
    assert.doesNotMatch(home.log, /planted-access/);
});

describe('without a server', () => {
    before(() => home.stop());
    everyday('without a server');

    test('eight commands at once share one renewal', async () => {
        fake.token = countingTokens(1);
        await home.run(['refresh', 'fake']);
        while ((await home.json(['status', 'fake'])).expires_in > 0);
        fake.token = countingTokens(3600);
        const asked = fake.tokenRequests().length;
        const runs = await Promise.all(Array.from({ length: 8 }, () => home.run(['token', 'fake'])));
        for (const { code, stderr } of runs) assert.equal(code, 0, stderr);
        assert.equal(new Set(runs.map((each) => each.stdout)).size, 1);
        assert.equal(fake.tokenRequests().length, asked + 1);
    });

    test('demo shows the whole life and ends well', async () => {
        const { code, stdout, stderr } = await home.run(['demo']);
        assert.equal(code, 0, stdout + stderr);
        assert.match(stdout, /Sign in to Practice Stream again/);
    });

    test('remove forgets the account', async () => {
        assert.equal((await home.run(['remove', 'fake'])).code, 0);
        assert.notEqual((await home.run(['token', 'fake'])).code, 0);
    });
});
