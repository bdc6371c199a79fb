// docs/openapi.yaml is the source of truth: every operation and every documented answer of it is provoked from a
// running server, over the Unix socket and over TCP, and every answer is what the document says.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { parse } from 'yaml';
import { Browser, Home, request } from '../support/roadcase.mjs';
import { Listener } from '../support/listener.mjs';
import { agoraSection, certificate, read007 } from '../support/agora.mjs';
import { countingTokens, startFakeProvider } from '../support/fake_provider.mjs';
import { OperatorService } from '../support/operator_service.mjs';
import { Document } from './document.mjs';

const source = new URL('../../docs/openapi.yaml', import.meta.url);

/** What no test can make a healthy server say, and why. */
const notProvoked = {
    'getReadiness 503': 'needs a disk that cannot be written; tests/faults has one',
};

let home;
let fake;
let document;
let key; // may ask for practice
let newcomer; // may ask for all, once a person says yes
let operator; // makes tokens for the broker "video"

before(async () => {
    fake = await startFakeProvider({ token: countingTokens() });
    const away = '[provider.fake.validation]\nurl = "http://127.0.0.1:9/validate"\n';
    operator = await OperatorService.start();
    const brokers = agoraSection('live', { channels: ['stage'] }) + operator.config();
    home = await Home.create(`${fake.config()}\n${away}${brokers}[log]\nlevel = "debug"\n[api]\nconfirm_first_use = true\n`);
    await home.serve();
    document = new Document(JSON.parse((await request(`${home.url}/api/v1/openapi.json`)).body));
});

after(async () => {
    await home?.remove();
    await fake?.stop();
    await operator?.stop();
});

/** Fills {name} in a path and asks; `as`: over the socket, or over TCP with a key or with nothing. */
async function ask(operationId, { values = {}, query, body, headers = {}, as = 'socket' } = {}) {
    const operation = document.operations.get(operationId);
    const route = operation.path.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? 'practice');
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    const sent = { ...(text || operation.method !== 'GET' ? { 'Content-Length': Buffer.byteLength(text) } : {}), ...headers };
    if (body !== undefined) sent['Content-Type'] ??= 'application/json';
    if (as.key) sent['X-API-Key'] = as.key;
    const url = `${as === 'socket' ? 'http://localhost' : home.url}${route}${query ? `?${new URLSearchParams(query)}` : ''}`;
    return request(url, { method: operation.method, headers: sent, body: text,
                          socketPath: as === 'socket' ? path.join(home.directory, 'run', 'roadcase.sock') : undefined });
}

/** Asks, expects this status and an answer that agrees with the document; gives what it says. */
async function walk(operationId, status, options) {
    const answer = await ask(operationId, options);
    assert.equal(answer.status, status, `${operationId}: ${answer.body.slice(0, 300)}`);
    document.check(operationId, answer);
    return /json/.test(answer.headers['content-type'] ?? '') ? JSON.parse(answer.body) : answer.body;
}

async function until(condition, what) {
    for (const end = Date.now() + 15_000; Date.now() < end;) {
        if (await condition()) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`not within 15 s: ${what}`);
}

async function signInToPractice(name = '') {
    const browser = new Browser();
    const page = await browser.open(`${home.url}/auth/practice${name && `?name=${name}`}`);
    const done = await browser.submit(page, { answer: 'allow' });
    assert.match(done.url, /\/done\//, done.body);
}

test('the document is what is served, read as every YAML reader reads it', async () => {
    assert.deepEqual(document.document, parse(await readFile(source, 'utf8')));
    assert.match(document.document.openapi, /^3\.1\./);
    await walk('getOpenapi', 200, { as: 'tcp' });
});

test('its examples agree with their schemas', () => {
    const examples = [...document.examples()];
    assert.ok(examples.length > 10);
    for (const { at, example } of examples) assert.deepEqual(document.faults(at, example), [], at);
});

test('the server has the routes that the document names, and no other', () => {
    const ours = /^(GET|POST|PATCH|DELETE|PUT) (\/api\/|\/oauth2\/|\/compat\/|\/healthz|\/readyz)/;
    const served = [...home.log.matchAll(/route (\S+ \S+)/g)].map(([, name]) => name.replaceAll('*}', '}'));
    assert.ok(served.length > 20, 'the log names the routes');
    const named = [...document.operations.values()].map((each) => `${each.method} ${each.path}`);
    assert.deepEqual([...new Set(served.filter((name) => ours.test(name)))].sort(), named.sort());
});

test('health and readiness', async () => {
    for (const as of ['socket', 'tcp']) {
        await walk('getHealth', 200, { as });
        await walk('getReadiness', 200, { as });
    }
});

test('keys', async () => {
    await walk('createKey', 400, { body: { name: 'no name' } });
    const created = await walk('createKey', 201, { body: { name: 'scripts', accounts: ['practice'], confirmed: true } });
    key = created.key;
    newcomer = (await walk('createKey', 201, { body: { name: 'newcomer', accounts: ['*'] } })).key;
    const grants = { accounts: ['*'], scopes: ['chat:read'], brokers: ['agora/room-*/host'], expires_in: 60, per_minute: 5 };
    await walk('createKey', 201, { body: { name: 'short', ...grants } });
    assert.equal((await walk('listKeys', 200)).keys.length, 3);
    assert.deepEqual((await walk('getKey', 200, { values: { name: 'short' } })).brokers, grants.brokers);
    assert.equal((await walk('changeKey', 200, { values: { name: 'short' }, body: { paused: true, ...grants } })).status, 'paused');
    for (const body of [{}, { pasued: true }, { per_minute: -1 }, '[]'])
        await walk('changeKey', 400, { values: { name: 'short' }, body });
    await walk('switchAllKeys', 400, { body: {} });
    for (const operation of ['getKey', 'changeKey'])
        await walk(operation, 404, { values: { name: 'none' }, body: operation === 'getKey' ? undefined : { paused: true } });
    await walk('revokeKey', 200, { values: { name: 'short' } });
    await walk('revokeKey', 404, { values: { name: 'short' } });
});

test('every key at once', async () => {
    assert.deepEqual((await walk('switchAllKeys', 200, { body: { paused: true } })).keys.map((each) => each.status), ['paused', 'paused']);
    await walk('listAccounts', 401, { as: { key } });
    await walk('switchAllKeys', 200, { body: { paused: false } });
    await walk('listAccounts', 200, { as: { key } });
});

test('sign-ins', async () => {
    await walk('startFlow', 400, { body: { client: 'practice', method: 'pigeon' } });
    await walk('startFlow', 404, { body: { client: 'nobody' } });
    const browser = await walk('startFlow', 201, { body: { client: 'practice' } });
    assert.equal((await walk('getFlow', 200, { values: browser })).status, 'pending');
    await walk('cancelFlow', 200, { values: browser });
    await walk('cancelFlow', 404, { values: browser });
    await walk('getFlow', 404, { values: { id: 'none' } });
    const device = await walk('startFlow', 201, { body: { client: 'practice', method: 'device' } });
    await walk('cancelFlow', 200, { values: device });
    await home.practice({ wrong_secret: true });
    await walk('startFlow', 502, { body: { client: 'practice', method: 'device' } });
    await home.practice({ wrong_secret: false, down: true });
    await walk('startFlow', 503, { body: { client: 'practice', method: 'device' } });
    await home.practice({ down: false });
    const paste = await walk('startFlow', 201, { body: { client: 'practice', method: 'paste' } });
    await walk('pasteAddress', 400, { values: paste, body: { url: 'no address', binding: paste.binding } });
    await walk('pasteAddress', 400, { values: { id: 'none' }, body: { url: `${home.url}/success?code=a&state=b`, binding: 'x' } });
    const page = await new Browser().once(paste.url);
    const answered = await new Browser().once(new URL('consent', paste.url).href, {
        method: 'POST', from: paste.url, form: { request: /name="request" value="([^"]*)"/.exec(page.body)[1], answer: 'allow' } });
    const done = await walk('pasteAddress', 200, { values: paste, body: { url: answered.headers.location, binding: paste.binding } });
    assert.equal(done.status, 'done');
    await walk('removeAccount', 200, { values: { account: 'practice' } });
});

test('accounts', async () => {
    await walk('getAccount', 404);
    await signInToPractice();
    await walk('getAccount', 200);
    await walk('getAccount', 200, { as: { key } });
    await walk('getAccount', 404, { values: { account: 'practice/%20' } });
    await walk('getAccount', 401, { values: { account: 'fake' }, as: { key } });
    assert.equal((await walk('getAccount', 403, { as: { key: newcomer } })).code, 'E509');
    await walk('listAccounts', 200, { as: { key } });
    for (const query of [{ status: 'fine' }, { limit: 0 }, { limit: 1001 }, { cursor: '%' }])
        await walk('listAccounts', 400, { query });
    await walk('addAccount', 400, { body: { client: 'practice', grant_type: 'none' } });
    await walk('addAccount', 404, { body: { client: 'nobody', grant_type: 'client_credentials' } });
    await walk('addAccount', 201, { body: { client: 'practice', grant_type: 'client_credentials' } });
    await walk('addAccount', 409, { body: { client: 'practice', name: 'old', grant_type: 'refresh_token', refresh_token: 'planted-dead' } });
    await home.practice({ wrong_secret: true });
    await walk('addAccount', 502, { body: { client: 'practice', name: 'old', grant_type: 'client_credentials' } });
    await home.practice({ wrong_secret: false });
    const first = await walk('listAccounts', 200, { query: { limit: 1 } });
    assert.equal(first.accounts.length, 1);
    const second = await walk('listAccounts', 200, { query: { limit: 1, cursor: first.next_cursor } });
    assert.deepEqual([...first.accounts, ...second.accounts].map((each) => each.account), ['practice', 'practice/app']);
    assert.equal(second.next_cursor, null);
    assert.equal((await walk('listAccounts', 200, { query: { q: 'APP', status: 'connected', provider: 'practice' } })).accounts.length, 1);
});

test('changes of an account', async () => {
    for (const body of [{}, { nmae: 'x' }, { name: 'reject' }, { default: false }, { paused: 'yes' }, { name: 'x', default: true }, '[]'])
        await walk('changeAccount', 400, { body });
    await walk('changeAccount', 404, { values: { account: 'practice/none' }, body: { paused: true } });
    await walk('changeAccount', 409, { body: { name: 'app' } });
    assert.equal((await walk('changeAccount', 200, { body: { name: 'main' } })).account, 'practice/main');
    assert.equal((await walk('changeAccount', 200, { values: { account: 'practice/main' }, body: { default: true } })).account, 'practice');
    assert.equal((await walk('changeAccount', 200, { body: { paused: true } })).status, 'paused');
    for (const operation of ['getToken', 'refreshAccount']) {
        const refused = await walk(operation, 409);
        assert.equal(refused.type, 'urn:roadcase:problem:paused');
        assert.equal(refused.action_url, undefined);
    }
    assert.notEqual((await walk('changeAccount', 200, { body: { paused: false } })).status, 'paused');
    await until(async () => (await walk('getAccount', 200)).generation > 1, 'what was resumed is renewed');
});

test('tokens', async () => {
    for (const as of ['socket', { key }]) {
        const token = await walk('getToken', 200, { as });
        assert.equal(await walk('getToken', 200, { as, query: { format: 'plain' } }), token.access_token);
        await walk('getToken', 400, { as, query: { min_ttl: 'soon' } });
        assert.match((await walk('getToken', 403, { as, query: { scope: 'none:such' } })).type, /insufficient-scope$/);
        await walk('rejectToken', 200, { as, body: { access_token: 'planted-older-token' } });
        await walk('rejectToken', 400, { as, body: {} });
    }
    const bearer = { Authorization: `Bearer ${key}` };
    await walk('getToken', 200, { as: 'tcp', headers: { ...bearer, Accept: 'text/plain' } });
    for (const operation of ['getToken', 'rejectToken']) {
        const body = operation === 'rejectToken' ? { access_token: 'planted-token' } : undefined;
        await walk(operation, 401, { values: { account: 'fake' }, as: { key }, body });
        assert.match((await walk(operation, 403, { as: { key: newcomer }, body })).type, /denied$/);
        await walk(operation, 404, { values: { account: 'practice/none' }, body });
    }
    await walk('refreshAccount', 200);
    await walk('refreshAccount', 400, { values: { account: 'practice/%20' } });
    await walk('refreshAccount', 404, { values: { account: 'practice/none' } });
    assert.equal((await walk('validateAccount', 200)).active, true);
    await walk('validateAccount', 404, { values: { account: 'practice/none' } });
});

/** An account whose one-second token has ended, at a provider that says this to everything. */
async function deadAccount(client, answer) {
    fake.token = countingTokens(1);
    await home.signIn(client);
    fake.token = () => answer;
    await until(async () => (await ask('getToken', { values: { account: client } })).status !== 200, 'its token ends');
}

test('a token that the caller has, and one that lives too long', async () => {
    const { headers } = await ask('getToken');
    await walk('getToken', 304, { headers: { 'If-None-Match': headers.etag, Prefer: 'wait=0' } });
    assert.ok((await walk('getToken', 422, { query: { min_ttl: 31_000_000 } })).max > 0);
});

test('events', async () => {
    for (const ndjson of [false, true]) {
        const listener = await Listener.open(home, { ndjson });
        await walk('refreshAccount', 200);
        await listener.next('token.renewed');
        listener.close();
        const body = ndjson ? listener.raw.split('\n').find((line) => line.includes('token.renewed')) : listener.raw;
        document.check('getEvents', { status: 200, headers: listener.answer.headers, body });
    }
    await walk('getEvents', 400, { query: { last_event_id: 'soon' } });
    await walk('getEvents', 401, { as: 'tcp' });
    await walk('getEvents', 403, { as: { key: newcomer } });
    await walk('getEvents', 404, { query: { account: 'practice/none' } });
});

test('a provider that refuses, forgets or is away', async () => {
    const account = 'fake';
    const dead = { body: { access_token: 'planted-older-token' }, values: { account } };
    await deadAccount(account, { status: 503, body: '' });
    await walk('getToken', 503, { values: { account } });
    await walk('rejectToken', 503, dead);
    const link = { body: { account, path: path.join(home.directory, 'dead') } };
    await walk('createLink', 503, link);
    await walk('refreshAccount', 503, { values: { account } });
    await walk('addAccount', 503, { body: { client: 'fake', name: 'old', grant_type: 'refresh_token', refresh_token: 'planted' } });
    await deadAccount(account, { status: 401, body: '{"error":"invalid_client"}' });
    await walk('getToken', 502, { values: { account } });
    await walk('rejectToken', 502, dead);
    await walk('createLink', 502, link);
    await walk('refreshAccount', 502, { values: { account } });
    await deadAccount(account, { status: 400, body: '{"error":"invalid_grant"}' });
    const gone = await walk('getToken', 409, { values: { account } });
    assert.match(gone.action_url, /\/auth\/fake\?account=acc_/);
    await walk('rejectToken', 409, dead);
    await walk('createLink', 409, link);
    await walk('validateAccount', 400, { values: { account: 'fake/%20' } });
    await walk('validateAccount', 503, { values: { account } });
    await walk('removeAccount', 200, { values: { account }, query: { revoke: 'true' } });
    await walk('removeAccount', 404, { values: { account: 'fake/none' } });
});

test('handles, and what they are good for', async () => {
    await walk('createHandle', 400, { body: { account: 'no account' } });
    await walk('createHandle', 404, { body: { account: 'practice/none' } });
    const { handle, name } = await walk('createHandle', 201, { body: { account: 'practice' } });
    assert.equal((await walk('listHandles', 200)).handles.length, 1);
    const form = (fields) => ({ as: 'tcp', body: new URLSearchParams(fields).toString(),
                                headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
    const refresh = { grant_type: 'refresh_token', refresh_token: handle };
    let token;
    for (const [operation, revoke] of [['refreshByHandle', 'revokeByHandle'], ['twitchToken', 'twitchRevoke']]) {
        token = (await walk(operation, 200, form(refresh))).access_token;
        await walk(operation, 400, form({ ...refresh, refresh_token: 'rcr_planted' }));
        const odd = form(refresh);
        odd.headers.Authorization = 'Basic planted';
        await walk(operation, 401, odd);
        await walk(revoke, 200, form({ token }));
        await walk(revoke, 400, form({}));
    }
    for (const operation of ['validateToken', 'twitchValidate']) {
        await walk(operation, 200, { as: 'tcp', headers: { Authorization: `Bearer ${token}` } });
        await walk(operation, 401, { as: 'tcp', headers: { Authorization: 'OAuth planted' } });
    }
    const shown = form({ token });
    assert.equal((await walk('introspectToken', 200, { ...shown, as: { key } })).active, true);
    await walk('introspectToken', 400, { ...form({}), as: { key } });
    await walk('introspectToken', 401, shown);
    await walk('revokeHandle', 200, { values: { name } });
    await walk('revokeHandle', 404, { values: { name } });
});

test('clients', async () => {
    const name = 'clips';
    for (const body of [{}, { name }, { name, client_id: 'x', colour: 'red' }, { name, client_id: 'x', provider: 'none' },
                        { name: 'a b', client_id: 'x' }, { name, client_id: 7 }])
        await walk('addClient', 400, { body });
    const made = await walk('addClient', 201, { body: { name, provider: 'twitch', client_id: 'planted-id', client_secret: 'planted-secret' } });
    assert.deepEqual([made.source, made.has_secret], ['here', true]);
    await walk('addClient', 409, { body: { name, client_id: 'x' } });
    const changed = await walk('changeClient', 200, { values: { name }, body: { client_secret: null, scopes: ['chat:read'] } });
    assert.deepEqual([changed.has_secret, changed.scopes], [false, ['chat:read']]);
    await walk('changeClient', 400, { values: { name }, body: { client_id: null } });
    await walk('changeClient', 404, { values: { name: 'none' }, body: { client_id: 'x' } });
    await walk('changeClient', 409, { values: { name: 'fake' }, body: { client_id: 'x' } });
    await walk('getClient', 200, { values: { name } });
    await walk('getClient', 404, { values: { name: 'none' } });
    assert.deepEqual((await walk('listClients', 200)).clients.map((each) => each.name), ['fake', name, 'practice']);
    await walk('removeClient', 409, { values: { name: 'practice' } });
    await walk('removeClient', 200, { values: { name } });
    await walk('removeClient', 404, { values: { name } });
});

test('a client is tested', async () => {
    assert.equal((await walk('testClient', 200, { values: { name: 'practice' } })).works, true);
    await home.practice({ wrong_secret: true });
    assert.equal((await walk('testClient', 200, { values: { name: 'practice' } })).works, false);
    await home.practice({ wrong_secret: false });
    fake.token = () => ({ status: 400, body: '{"error":"invalid_grant"}' });
    assert.equal((await walk('testClient', 200, { values: { name: 'fake' } })).works, null);
    await walk('testClient', 404, { values: { name: 'none' } });
});

test('providers', async () => {
    const { providers } = await walk('listProviders', 200);
    for (const { name } of providers) await walk('getProvider', 200, { values: { name } });
    await walk('getProvider', 404, { values: { name: 'none' } });
    const issuer = fake.url;
    fake.userinfo = (req) => req.url.endsWith('/openid-configuration')
        ? { issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` } : undefined;
    const row = await walk('discoverProvider', 200, { body: { issuer, name: 'acme' } });
    await walk('discoverProvider', 400, { body: { issuer: 'ftp://x' } });
    await walk('discoverProvider', 502, { body: { issuer: `${issuer}/other` } });
    await walk('discoverProvider', 503, { body: { issuer: 'http://127.0.0.1:9' } });
    await walk('addProvider', 400, { body: { name: 'acme', toml: '[provider.acme]\nissuer = 7\n' } });
    assert.equal((await walk('addProvider', 201, { body: { name: 'acme', toml: row.provider_toml } })).name, 'acme');
    await walk('addProvider', 409, { body: { name: 'acme', toml: row.provider_toml } });
    await walk('addClient', 201, { body: { name: 'acme', client_id: 'planted-id' } });
    for (const [name, address, status] of [['mute', `issuer = "${issuer}/other"`, 502],
                                           ['away', 'token_endpoint = "http://127.0.0.1:9/t"\nauthorization_endpoint = "http://127.0.0.1:9/a"', 503]]) {
        await walk('addProvider', 201, { body: { name, toml: `[provider.${name}]\n${address}\n` } });
        await walk('addClient', 201, { body: { name, client_id: 'planted-id' } });
        await walk('testClient', status, { values: { name } });
    }
});

test('links', async () => {
    const file = path.join(home.directory, 'token');
    assert.deepEqual((await walk('listLinks', 200)).links, []);
    for (const body of [{ account: 'practice', path: 'token' }, { account: 'practice', path: file, mode: '0777' },
                        { account: 'practice', path: file, format: 'xml' }, { account: 'practice', path: home.directory }])
        await walk('createLink', 400, { body });
    await walk('createLink', 404, { body: { account: 'practice/none', path: file } });
    assert.equal((await walk('createLink', 201, { body: { account: 'practice', path: file } })).status, 'fresh');
    assert.equal((await walk('listLinks', 200)).links.length, 1);
    await walk('removeLink', 400);
    assert.equal((await walk('removeLink', 200, { query: { path: file } })).deleted, true);
    await walk('removeLink', 404, { query: { path: file } });
    for (const operation of ['listLinks', 'createLink', 'removeLink']) await walk(operation, 403, { as: 'tcp' });
});

test('brokers', async () => {
    const { brokers } = await walk('listBrokers', 200);
    assert.deepEqual(brokers.map((each) => [each.name, each.kind, each.status]),
                     [['live', 'agora', 'ready'], ['video', 'operator-bearer', 'ready']]);
    assert.ok(!JSON.stringify(brokers).includes(certificate));
    const live = { values: { name: 'live', action: 'revoke' } };
    assert.deepEqual((await walk('getBroker', 200, live)).places, ['stage']);
    await walk('getBroker', 404, { values: { name: 'none' } });
    assert.deepEqual((await walk('listBrokers', 200, { as: { key } })).brokers, []);
    for (const operation of ['listBrokers', 'getBroker', 'getBrokerToken', 'makeBrokerToken', 'askBroker'])
        await walk(operation, 403, { ...live, as: { key: newcomer }, body: /^(make|ask)/.test(operation) ? {} : undefined });
    const stage = { channel: 'stage', uid: 1, role: 'publisher', ttl: 60 };
    for (const [operation, said] of [['getBrokerToken', 'query'], ['makeBrokerToken', 'body']]) {
        const made = await walk(operation, 200, { ...live, [said]: stage });
        assert.deepEqual(read007(made.token).services[0].privileges, { 1: 60, 2: 60, 3: 60, 4: 60 });
        await walk(operation, 400, { ...live, [said]: { ...stage, chanel: 'x' } });
        await walk(operation, 403, { ...live, [said]: { ...stage, channel: 'other' } });
        await walk(operation, 404, { [said]: stage, values: { name: 'none' } });
    }
    await walk('makeBrokerToken', 400, { ...live, body: '[]' });
});

test('a broker that asks another service', async () => {
    const video = { values: { name: 'video', action: 'revoke' } };
    for (const [status, theirs] of [[200], [502, 401], [503, 503]]) {
        if (theirs) operator.next(...Array(3).fill({ status: theirs }));
        await walk('getBrokerToken', status, { ...video, query: { user: 'alice' } });
        await walk('makeBrokerToken', status, { ...video, body: { user: 'alice', scopes: ['viewer'] } });
        await walk('askBroker', status, { ...video, body: { token: 'planted-token' } });
    }
    await walk('askBroker', 400, { ...video, body: { tokne: 'planted-token' } });
    await walk('askBroker', 404, { values: { name: 'video', action: 'dance' }, body: {} });
});

test('status and activity', async () => {
    const { states, accounts } = await walk('getStatus', 200);
    assert.equal(Object.values(states).reduce((sum, each) => sum + each), accounts);
    const first = await walk('listActivity', 200, { query: { limit: 2 } });
    assert.equal(first.activity.length, 2);
    const second = await walk('listActivity', 200, { query: { limit: 2, cursor: first.next_cursor } });
    assert.ok(second.activity[0].id < first.activity[1].id);
    for (const { account } of (await walk('listActivity', 200, { query: { account: 'practice' } })).activity)
        assert.equal(account, 'practice');
    for (const query of [{ limit: 'all' }, { cursor: 'AAAA' }]) await walk('listActivity', 400, { query });
});

test('the vault', async () => {
    await walk('getVault', 200);
    await walk('rotateVault', 200);
    await walk('rekeyVault', 200, { body: { to: 'file' } });
    await walk('rekeyVault', 400, { body: { to: 'pocket' } });
    for (const operation of ['getVault', 'rotateVault', 'rekeyVault']) await walk(operation, 403, { as: 'tcp' });
});

test('the practice provider breaks on purpose', async () => {
    await walk('breakPractice', 200, { body: { slow: false } });
    await walk('breakPractice', 400, { body: '[]' });
});

/** Every operation that documents this status, asked without anything that it could be about. */
async function walkAll(status, options) {
    for (const [id, operation] of document.operations)
        if (operation.responses[status] && !document.walked.has(`${id} ${status}`)) await walk(id, status, options);
}

test('over TCP every operation asks for a key, and a key is not the owner', async () => {
    await walkAll(401, { as: 'tcp' });
    await walkAll(403, { as: { key } });
});

test('too many wrong keys are told to wait, and a right one is not', async () => {
    const wrong = { key: `rck_${'0'.repeat(36)}` };
    for (let tries = 0; tries < 21; ++tries) await ask('listAccounts', { as: wrong });
    await walkAll(429, { as: wrong });
    await walk('getToken', 200, { as: { key } });
});

test('accounts that leave, and that come', async () => {
    const parcel = { path: path.join(home.directory, 'moved.roadcase'), passphrase: 'planted-passphrase' };
    await walk('packAccounts', 400, { body: { ...parcel, path: 'relative' } });
    const packed = await walk('packAccounts', 200, { body: { ...parcel, accounts: ['practice'], copy: true } });
    assert.deepEqual(packed.accounts, ['practice']);
    const wrong = await walk('unpackAccounts', 400, { body: { ...parcel, passphrase: 'planted-mistake' } });
    assert.equal(wrong.code, 'E603');
    await walk('unpackAccounts', 200, { body: { ...parcel, replace: true, take_over: true } });
    await walk('releaseAccount', 404, { values: { account: 'practice/none' } });
    await walk('releaseAccount', 400, { values: { account: 'practice/%20' } });
    const app = await walk('addAccount', 201, { body: { client: 'practice', name: 'itself', grant_type: 'client_credentials' } });
    await walk('releaseAccount', 409, { values: app });
    const given = await walk('releaseAccount', 200);
    assert.ok(given.refresh_token && given.access_token);
    assert.equal((await walk('getAccount', 200)).status, 'paused');
    await walk('changeAccount', 200, { body: { paused: false } });
});

test('every key ends at once', async () => {
    assert.deepEqual((await walk('revokeAllKeys', 200)).keys, []);
    assert.notEqual((await ask('getToken', { as: { key } })).status, 200);
});

test('every documented answer was walked', () => {
    const documented = [...document.operations].flatMap(([id, each]) => document.statuses(each).map((status) => `${id} ${status}`));
    const missing = documented.filter((name) => !document.walked.has(name));
    assert.deepEqual(missing.sort(), Object.keys(notProvoked).sort());
});
