// The token endpoint for libraries that refresh by themselves: RFC 6749, 7009, 7662, and Twitch's dialect.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Home, request } from '../support/roadcase.mjs';
import { countingTokens, startFakeProvider } from '../support/fake_provider.mjs';

let fake;
let home;
let alive = true; // what the provider says of its tokens

before(async () => {
    fake = await startFakeProvider({ token: countingTokens(3600),
        userinfo: (req) => (/validate/.test(req.url)
            ? { status: alive ? 200 : 401, body: alive ? '{}' : '{"status":401,"message":"invalid access token"}' }
            : /access-1$/.test(req.headers.authorization) ? { id: '42', name: 'Nova_Plays' } : { id: '43', name: 'bot' }) });
    home = await Home.create(fake.config('fake', `
[provider.fake.identity]
url = "${fake.url}/userinfo"
subject = "/id"
display_name = "/name"
[provider.fake.validation]
url = "${fake.url}/validate"
`));
    await home.serve();
    await home.signIn('fake');
    await home.signIn('fake', 'bot');
});

after(async () => {
    await home?.remove();
    await fake?.stop();
});

async function handle(account = 'fake') {
    const made = await home.run(['handle', 'create', account]);
    assert.equal(made.code, 0, made.stderr);
    assert.match(made.stdout, /^rcr_[0-9A-Za-z]{36}\n$/);
    return made.stdout.trim();
}

function post(path, form, headers = {}) {
    const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
    return request(`${home.url}${path}`, { method: 'POST', body, headers: {
        'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body), ...headers } });
}

const refresh = (token, path = '/oauth2/fake/token', more = {}) =>
    post(path, { grant_type: 'refresh_token', refresh_token: token, ...more });

const twitch = '/compat/twitch/oauth2';

async function currentToken(account = 'fake') {
    return (await home.json(['token', account])).access_token;
}

test('a handle is refreshed as RFC 6749 says, and stays the same', async () => {
    const mine = await handle();
    const answer = await refresh(mine, undefined, { client_id: 'anything', scope: 'chat' });
    assert.equal(answer.status, 200, answer.body);
    const body = JSON.parse(answer.body);
    assert.deepEqual(Object.keys(body).sort(), ['access_token', 'expires_in', 'refresh_token', 'scope', 'token_type']);
    assert.deepEqual([body.refresh_token, body.scope, body.access_token], [mine, 'chat', await currentToken()]);
    assert.deepEqual([answer.headers['cache-control'], answer.headers.pragma], ['no-store', 'no-cache']);
});

test('what is wrong is said in the words of RFC 6749', async () => {
    const mine = await handle();
    const others = await handle('fake/bot');
    const form = { grant_type: 'refresh_token', refresh_token: mine };
    const rows = [
        [{ ...form, refresh_token: 'rcr_planted' }, 400, 'invalid_grant'],
        [{ ...form, refresh_token: others }, 400, 'invalid_grant'],
        [{ ...form, scope: 'more' }, 400, 'invalid_scope'],
        [{ ...form, grant_type: 'authorization_code' }, 400, 'unsupported_grant_type'],
        [{ refresh_token: mine }, 400, 'invalid_request'],
        [{ grant_type: 'refresh_token' }, 400, 'invalid_request'],
        ['grant_type=refresh_token&grant_type=refresh_token&refresh_token=x', 400, 'invalid_request'],
        ['grant_type=%zz', 400, 'invalid_request'],
        [form, 401, 'invalid_client', { Authorization: 'Basic planted' }],
        [form, 400, 'invalid_request', { 'Content-Type': 'application/json' }],
    ];
    for (const [fields, status, error, headers] of rows) {
        const answer = await post('/oauth2/fake/token', fields, headers);
        assert.deepEqual([answer.status, JSON.parse(answer.body).error], [status, error], JSON.stringify(fields));
        assert.equal(answer.headers['cache-control'], 'no-store');
        assert.ok(!answer.body.includes(mine));
    }
    const nobody = await refresh(mine, '/oauth2/nobody/token');
    assert.equal(nobody.body, (await refresh('rcr_planted')).body);
});

test('clients may show themselves in any standard way', async () => {
    const mine = await handle();
    const basic = Buffer.from('a%20client:a%20secret').toString('base64');
    const forms = [[{}, { Authorization: `Basic ${basic}` }], [{ client_id: 'x', client_secret: 'y' }, {}], [{}, {}]];
    for (const [fields, headers] of forms) {
        const answer = await post('/oauth2/fake/token',
                                  { grant_type: 'refresh_token', refresh_token: mine, ...fields }, headers);
        assert.equal(answer.status, 200, answer.body);
    }
});

test('who asks again for a token that works gets it again; for a dead one, another', async () => {
    const mine = await handle();
    const first = JSON.parse((await refresh(mine)).body).access_token;
    const spent = fake.tokenRequests().length;
    assert.equal(JSON.parse((await refresh(mine)).body).access_token, first);
    assert.equal(fake.tokenRequests().length, spent, 'a token that works costs no renewal');

    alive = false;
    const another = await handle();
    assert.equal(JSON.parse((await refresh(another)).body).access_token, first);
    const second = JSON.parse((await refresh(another)).body).access_token;
    alive = true;
    assert.notEqual(second, first);
    assert.equal(fake.tokenRequests().length, spent + 1);
    assert.equal(JSON.parse((await refresh(mine)).body).access_token, second, 'the other program gets it, too');
});

test('revoking ends a handle and never the account', async () => {
    const mine = await handle();
    const token = await currentToken();
    for (const unknown of [token, 'planted-unknown', 'rcr_planted'])
        assert.equal((await post('/oauth2/fake/revoke', { token: unknown })).status, 200);
    assert.equal((await post('/oauth2/fake/bot/revoke', { token: mine })).status, 200);
    assert.equal((await refresh(mine)).status, 200, 'not a handle of that account');
    assert.equal((await post('/oauth2/fake/revoke', { token: mine })).status, 200);
    assert.equal(JSON.parse((await refresh(mine)).body).error, 'invalid_grant');
    assert.equal(await currentToken(), token);
});

test('introspection is for who has a key or a handle of the account', async () => {
    const mine = await handle();
    const key = (await home.run(['key', 'create', 'looker', '--account', 'fake'])).stdout.trim();
    const token = await currentToken();
    const basic = Buffer.from(`x:${key}`).toString('base64');
    const ask = (fields, headers) => post('/oauth2/fake/introspect', fields, headers);
    for (const headers of [{ 'X-API-Key': key }, { Authorization: `Bearer ${mine}` }, { Authorization: `Basic ${basic}` }]) {
        const answer = JSON.parse((await ask({ token }, headers)).body);
        assert.deepEqual([answer.active, answer.scope, answer.client_id, answer.sub, answer.username],
                         [true, 'chat', 'fake-client', '42', 'Nova_Plays']);
        assert.ok(answer.exp > Date.now() / 1000);
    }
    assert.equal(JSON.parse((await ask({ token: mine }, { 'X-API-Key': key })).body).active, true);
    assert.deepEqual(JSON.parse((await ask({ token: 'planted' }, { 'X-API-Key': key })).body), { active: false });
    for (const headers of [{}, { 'X-API-Key': 'rck_planted' }, { Authorization: `Bearer ${await handle('fake/bot')}` }])
        assert.equal((await ask({ token }, headers)).status, 401);
    assert.equal((await post('/oauth2/fake/bot/introspect', { token }, { 'X-API-Key': key })).status, 401);
});

test('validate says whose token it is', async () => {
    const token = await currentToken();
    const validate = (path, value) => request(`${home.url}${path}/validate`, { headers: { Authorization: value } });
    const standard = JSON.parse((await validate('/oauth2/fake', `Bearer ${token}`)).body);
    assert.deepEqual([standard.account, standard.sub], ['fake', '42']);
    assert.equal((await validate('/oauth2/fake/bot', `Bearer ${token}`)).status, 401);

    for (const scheme of ['OAuth', 'Bearer']) {
        const { status, body } = await validate(twitch, `${scheme} ${token}`);
        assert.equal(status, 200, body);
        const { expires_in: left, ...rest } = JSON.parse(body);
        assert.deepEqual(rest, { client_id: 'fake-client', login: 'nova_plays', scopes: ['chat'], user_id: '42' });
        assert.ok(left > 3000);
    }
    const wrong = await validate(twitch, 'OAuth planted');
    assert.deepEqual([wrong.status, JSON.parse(wrong.body)], [401, { status: 401, message: 'invalid access token' }]);
});

test("Twitch's dialect: scope as a list, errors as Twitch writes them, fields in the query", async () => {
    const mine = await handle();
    const form = { grant_type: 'refresh_token', refresh_token: mine, client_id: 'x', client_secret: 'y' };
    const inBody = await post(`${twitch}/token`, form);
    const inQuery = await request(`${home.url}${twitch}/token?${new URLSearchParams(form)}`, {
        method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
    for (const answer of [inBody, inQuery]) {
        const body = JSON.parse(answer.body);
        assert.deepEqual([body.scope, body.refresh_token, body.access_token], [['chat'], mine, await currentToken()]);
    }
    const wrong = JSON.parse((await post(`${twitch}/token`, { ...form, refresh_token: 'rcr_planted' })).body);
    assert.deepEqual([wrong.status, wrong.message], [400, 'Invalid refresh token']);
    const token = await currentToken();
    assert.equal((await post(`${twitch}/revoke?client_id=x&token=${token}`, '')).status, 200);
    assert.equal((await post(`${twitch}/revoke`, { client_id: 'x', token: 'planted' })).status, 400);
    assert.equal((await post(`${twitch}/revoke`, { client_id: 'x', token: mine })).status, 200);
    assert.equal((await post(`${twitch}/token`, form)).status, 400);
});

test('a web page gets nothing, and a foreign name neither', async () => {
    const mine = await handle();
    const form = { grant_type: 'refresh_token', refresh_token: mine };
    for (const headers of [{ Origin: 'https://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }, { Host: 'evil.example' }])
        for (const path of ['/oauth2/fake/token', `${twitch}/token`])
            assert.equal((await post(path, form, headers)).status, 403, JSON.stringify(headers));
});

test('handles are listed without their secret and revoked by name', async () => {
    const made = await home.run(['handle', 'create', 'fake', '--name', 'deck', '--json']);
    const told = JSON.parse(made.stdout);
    assert.deepEqual([told.account, told.token_endpoint], ['fake', `${home.url}/oauth2/fake/token`]);
    const list = await home.run(['handle', 'list']);
    assert.match(list.stdout, /^deck +fake +0 uses +never used$/m);
    assert.ok(!list.stdout.includes(told.handle));
    assert.equal((await home.run(['handle', 'revoke', 'deck'])).code, 0);
    assert.equal((await refresh(told.handle)).status, 400);
    assert.equal((await home.run(['handle', 'revoke', 'deck'])).code, 5);
    assert.equal((await home.run(['handle', 'create', 'nobody'])).code, 5);
});

test('a sign-in that ended serves the token that still lives', async () => {
    const mine = await handle('fake/bot');
    const giveTokens = fake.token;
    fake.token = () => ({ status: 400, body: '{"error":"invalid_grant"}' });
    assert.equal((await home.run(['refresh', 'fake/bot'])).code, 4);
    const answer = await refresh(mine, '/oauth2/fake/bot/token');
    assert.match(JSON.parse(answer.body).access_token, /^planted-access-/);
    fake.token = giveTokens;
});

test('guessing handles is slowed down; a right one is not', async () => {
    const mine = await handle();
    let last;
    for (let guess = 0; guess < 25; ++guess) last = await refresh('rcr_planted');
    assert.equal(last.status, 429);
    assert.equal(last.headers['retry-after'], '60');
    assert.equal((await refresh(mine)).status, 200);
});
