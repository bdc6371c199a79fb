// Respoke's brokered authentication: the app secret stays here.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BrokerHome } from '../support/broker_home.mjs';
import { RespokeService } from '../support/respoke_service.mjs';
import { nonsense } from '../support/stand_in.mjs';

const route = '/respoke/auth-token';

async function respoke(context, more = '') {
    const service = await RespokeService.start();
    const world = await BrokerHome.start(context, service, service.config(more));
    return { service, world };
}

test('the own client gets the token id and nothing else', async (context) => {
    const { service, world } = await respoke(context);
    const key = await world.key('talk/*/member');
    const answer = await world.ask('POST', route, { key, body: { endpointId: 'alice@example' } });
    assert.equal(answer.status, 200, answer.body);
    const [[id]] = service.tokens;
    assert.equal(answer.body, JSON.stringify({ token: id }));
    const [asked] = service.asked;
    assert.deepEqual(asked.body, { appId: service.appId, endpointId: 'alice@example', roleName: 'member', ttl: 3600 });
    assert.equal(asked.headers['app-secret'], service.secret);
    const text = await world.ask('POST', route, { key, body: { endpointId: 'a', ttl: '60' } });
    assert.equal(text.status, 200);
    assert.equal(service.asked[1].body.ttl, 60, 'a text comes in, a number goes out');
    await world.activity('a token for alice@example');
    await world.assertHidden(service.secret);
    assert.ok(!(await world.home.api('GET', 'activity')).body.includes(id));
});

test('the full object is for the owner and for keys with a grant for it', async (context) => {
    const { service, world } = await respoke(context);
    const trusted = await world.key('talk/alice/*');
    const plain = await world.key('talk/*/member');
    const body = { appId: service.appId.toUpperCase(), endpointId: 'alice', roleName: 'member', ttl: '120' };
    const refused = await world.ask('POST', '/v1/tokens', { key: plain, body });
    assert.equal(refused.status, 403);
    assert.deepEqual(Object.keys(refused.json), ['error']);
    assert.equal(service.asked.length, 0, 'refused before a token was made');
    const answer = await world.ask('POST', '/v1/tokens', { key: trusted, body });
    assert.equal(answer.status, 200, answer.body);
    assert.equal(answer.body, JSON.stringify([...service.tokens.values()][0]), 'whole, in its order');
    assert.equal(answer.json.expiryTime - answer.json.createTime, 120);
    assert.equal((await world.ask('POST', '/v1/tokens', { key: trusted, body: { endpointId: 'bob' } })).status, 403);
    const owner = await world.own('talk', 'token', { user: 'bob', ttl: 60 });
    assert.deepEqual([owner.json.token, owner.json.user, owner.json.ttl], [owner.json.answer.tokenId, 'bob', 60]);
    const small = await world.ask('POST', '/api/v1/brokers/talk/token', { key: plain, body: { user: 'bob' } });
    assert.deepEqual(Object.keys(small.json), ['version', 'token', 'user', 'ttl']);
});

test('the whole walk: token, session, TURN by either verb, end', async (context) => {
    const { service, world } = await respoke(context);
    const key = await world.key('talk/alice/member');
    const { token } = (await world.ask('POST', route, { key, body: { endpointId: 'alice' } })).json;
    const session = await world.ask('POST', '/v1/session-tokens', { key, body: { tokenId: token, appId: service.appId } });
    assert.equal(session.status, 200, session.body);
    assert.deepEqual(session.json, { message: 'Authorization successful', token: [...service.sessions][0] });
    assert.equal(service.asked[1].headers['app-secret'], undefined, 'no credential of ours goes along');
    const headers = { 'App-Token': session.json.token };
    for (const method of ['POST', 'GET']) {
        const turn = await world.ask(method, '/v1/turn', { key, headers });
        assert.equal(turn.status, 200, turn.body);
        assert.match(turn.json.username, /^[0-9a-f-]{72}\.\d+$/);
        assert.deepEqual(Object.keys(turn.json), ['username', 'password', 'ttl', 'uris']);
    }
    assert.deepEqual(service.asked.slice(2).map(({ method, url }) => `${method} ${url}`), ['POST /v1/turn', 'POST /v1/turn']);
    assert.equal((await world.ask('DELETE', '/v1/session-tokens', { key, headers })).status, 204);
    assert.equal(service.sessions.size, 0);
    for (const [method, path, more] of [['GET', '/v1/turn', { headers }], ['DELETE', '/v1/session-tokens', { headers }],
                                        ['POST', '/v1/session-tokens', { body: { tokenId: token } }]]) {
        const gone = await world.ask(method, path, { key, ...more });
        assert.equal(gone.status, 401, 'what the service says of the caller’s own token is mirrored');
        assert.deepEqual(Object.keys(gone.json), ['error']);
    }
    await world.activity('a session');
    await world.activity('credentials for a TURN server');
    await world.assertHidden(service.secret, 'planted: not authenticated');
    assert.ok(!world.home.log.includes(session.json.token));
});

test('the same walk in our own API', async (context) => {
    const { service, world } = await respoke(context);
    const { token } = (await world.own('talk', 'token', { endpointId: 'alice' })).json;
    const session = await world.own('talk', 'session', { token });
    assert.deepEqual(session.json, { version: 1, app_token: [...service.sessions][0] });
    const body = { app_token: session.json.app_token };
    const turn = await world.own('talk', 'turn', body);
    assert.deepEqual(Object.keys(turn.json), ['version', 'username', 'password', 'ttl', 'uris']);
    assert.deepEqual((await world.own('talk', 'end-session', body)).json, { version: 1, ended: true });
    const again = await world.own('talk', 'session', { token });
    assert.equal(again.status, 403, 'used up; 401 is for our own keys');
    assert.equal(again.headers['content-type'], 'application/problem+json');
    for (const [action, wrong] of [['session', {}], ['session', { token: 'a b' }], ['turn', {}],
                                   ['end-session', { app_token: 7 }],
                                   ['turn', { ...body, more: 1 }], ['token', {}], ['token', { user: 'a b' }]])
        assert.equal((await world.own('talk', action, wrong)).status, 400, `${action} ${JSON.stringify(wrong)}`);
    assert.equal((await world.own('talk', 'revoke', {})).status, 404);
});

test('what is not allowed or not understood never reaches the service', async (context) => {
    const { service, world } = await respoke(context);
    const key = await world.key('talk/alice/member');
    const other = await world.key('other/*/*');
    for (const [status, error, options] of [
        [401, 'Unauthorized', { body: { endpointId: 'alice' } }],
        [401, 'Unauthorized', { key: other, body: { endpointId: 'alice' } }],
        [403, 'Forbidden', { key, body: { endpointId: 'bob' } }], [403, 'Forbidden', { key }],
        [403, 'Forbidden', { key, body: { endpointId: 'alice', roleName: 'admin' } }],
        [403, 'Forbidden', { key, body: { endpointId: 'alice', roleId: 'admin' } }],
        [403, 'Forbidden', { key, body: { endpointId: 'alice', appId: 'another' } }],
        [400, 'Bad Request', { key, body: { endpointId: 'alice', ttl: 'soon' } }],
        [400, 'Bad Request', { key, body: { endpointId: 'alice', more: 1 } }], [400, 'Bad Request', { key, body: '[' }],
    ]) {
        const answer = await world.ask('POST', route, { key: options.key, body: options.body });
        assert.equal(answer.status, status, `${JSON.stringify(options.body)} ${answer.body}`);
        assert.deepEqual([answer.json.error, answer.json.statusCode, typeof answer.json.message], [error, status, 'string']);
    }
    const all = await world.key('talk/*/*');
    assert.equal((await world.ask('POST', route, { key: all, body: {} })).status, 400);
    assert.equal((await world.ask('POST', route, { key: all, body: { endpointId: 'a b' } })).status, 400);
    for (const [method, path, allow] of [['GET', route, 'POST'], ['GET', '/v1/tokens', 'POST'],
                                         ['DELETE', '/v1/turn', 'GET, POST'],
                                         ['GET', '/v1/session-tokens', 'DELETE, POST']]) {
        const wrong = await world.ask(method, path, { key });
        assert.deepEqual([wrong.status, wrong.headers.allow], [405, allow], path);
    }
    for (const headers of [{}, { 'App-Token': 'a b' }])
        assert.equal((await world.ask('GET', '/v1/turn', { key, headers })).status, 400);
    assert.equal(service.asked.length, 0);
});

test('what the service says of our secret is no 401 of ours; faults', async (context) => {
    const { service, world } = await respoke(context);
    const key = await world.key('*');
    const token = (path) => world.ask('POST', path, { key, body: { endpointId: 'alice' } });
    for (const [status, mine] of [[401, 502], [403, 502], [400, 400], [404, 502], [409, 409], [500, 500], [503, 503]]) {
        const asked = service.asked.length;
        service.next({ status, body: { error: 'planted words' } });
        const answer = await token(status % 2 ? '/v1/tokens' : route);
        assert.equal(answer.status, mine, `${status}`);
        assert.ok(answer.json.error);
        assert.equal(service.asked.length, asked + 1, 'an answer is never asked for again');
    }
    for (const [name, fault] of Object.entries(nonsense)) {
        service.next(fault);
        assert.ok([502, 503].includes((await token(route)).status), name);
    }
    service.next('drop');
    assert.equal((await token(route)).status, 200, 'dropped once');
    service.next('drop', 'drop');
    const dropped = await token(route);
    assert.deepEqual([dropped.status, dropped.json.error, dropped.json.statusCode], [503, 'Service Unavailable', 503]);
    await world.assertHidden(service.secret, 'planted words', 'planted page');
});

test('ten requests a second and no more; a 429 is handed on and obeyed', async (context) => {
    const { service, world } = await respoke(context);
    const key = await world.key('*');
    const token = () => world.ask('POST', route, { key, body: { endpointId: 'alice' } });
    const before = Date.now();
    for (let i = 0; i < 8; ++i)
        for (const { status, body } of await Promise.all(Array.from({ length: 4 }, token))) assert.equal(status, 200, body);
    assert.ok(Date.now() - before >= 3000, 'the 31st began three seconds after the first, or later');
    assert.equal(service.asked.length, 32);
    service.next({ status: 429, headers: { 'Retry-After': '30' } });
    const limited = await token();
    assert.deepEqual([limited.status, limited.headers['retry-after'], limited.json.error], [429, '30', 'Too Many Requests']);
    const asked = service.asked.length;
    const held = await token();
    assert.equal(held.status, 429);
    assert.ok(Number(held.headers['retry-after']) > 20);
    assert.equal(service.asked.length, asked, 'it was left alone');
});
