// A broker before a service that makes tokens for whoever shows the operator's bearer token.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BrokerHome } from '../support/broker_home.mjs';
import { OperatorService } from '../support/operator_service.mjs';
import { nonsense } from '../support/stand_in.mjs';

const route = '/users/me/external/tokens';

async function operator(context, more = '') {
    const service = await OperatorService.start();
    const world = await BrokerHome.start(context, service, service.config(more));
    const token = (options = {}) => world.ask('POST', route, options);
    return { service, world, token };
}

test('a key gets what the service answers, for what policy and grants allow', async (context) => {
    const { service, world, token } = await operator(context, `max_ttl = "2h"
[broker.video.body]
project = "stage"
data = {streamKey = "policy"}
`);
    const key = await world.key('video/alice/*');
    const answer = await token({ key, body: { userId: 'alice', ttl: 999_999, scopes: ['viewer', 'chat'],
                                              data: { displayName: 'Alice', streamKey: 'mine' } } });
    assert.equal(answer.status, 200, answer.body);
    const made = service.asked[0];
    assert.deepEqual(made.body, { userId: 'alice', ttl: 7200, scopes: ['viewer', 'chat'], project: 'stage',
                                  data: { displayName: 'Alice', streamKey: 'policy' } });
    assert.equal(made.headers['content-type'], 'application/json');
    const [[issued]] = service.tokens;
    assert.equal(answer.body, JSON.stringify({ token: issued, issuedFor: 'alice', nested: { z: 1, a: 2 } }),
                 'the whole object, in order');
    assert.match(answer.headers['cache-control'], /no-store/);
    await world.activity('a token for alice with viewer, chat');
    await world.assertHidden(service.bearer);
    assert.ok(!(await world.home.api('GET', 'activity')).body.includes(issued), 'the activity has no token');
    assert.ok(!world.home.log.includes(issued), 'the log has no token');
});

test('what nobody says is the usual: scopes, ttl, and a body that is left out', async (context) => {
    const { service, world, token } = await operator(context);
    const key = await world.key('video/*/viewer');
    assert.equal((await token({ key })).status, 200);
    assert.deepEqual(service.asked[0].body, { ttl: 3600, scopes: ['viewer'] });
    assert.equal((await token({ key, body: { ttl: '60' } })).status, 200);
    assert.equal(service.asked[1].body.ttl, 60, 'a number goes out, however it came in');
});

test('what is not allowed or not understood never reaches the service', async (context) => {
    const { service, world, token } = await operator(context);
    const key = await world.key('video/alice/viewer');
    const other = await world.key('other/*/*');
    for (const [status, options] of [
        [401, {}], [401, { key: 'rck_planted' }], [401, { key: other }],
        [403, { key, body: { userId: 'bob' } }], [403, { key, body: { userId: 'alice', scopes: ['chat'] } }],
        [403, { key, body: { userId: 'alice', scopes: ['viewer', 'admin'] } }], [403, { key }],
        [400, { key, body: { userId: 'alice', ttl: 0 } }], [400, { key, body: { userId: 'alice', ttl: -1 } }],
        [400, { key, body: { userId: 'alice', ttl: 1.5 } }], [400, { key, body: { userId: 'alice', ttl: 'soon' } }],
        [400, { key, body: { userId: 7 } }], [400, { key, body: { userId: 'alice\n' } }],
        [400, { key, body: { userId: 'alice', scopes: [1] } }], [400, { key, body: { userId: 'alice', scopes: [''] } }],
        [400, { key, body: { userId: 'alice', expire: '2099-01-01T00:00:00Z' } }],
        [400, { key, body: { userId: 'alice', token: 'planted' } }], [400, { key, body: [] }], [400, { key, body: '{' }],
        [400, { key, body: 'ttl=1', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }],
    ]) {
        const answer = await token(options);
        assert.equal(answer.status, status, `${JSON.stringify(options)} ${answer.body}`);
        assert.match(answer.headers['content-type'], /^text\/plain/);
    }
    const wrong = await world.ask('GET', route, { key });
    assert.equal(wrong.status, 405);
    assert.equal(wrong.headers.allow, 'DELETE, POST');
    assert.equal(service.asked.length, 0);
});

test("the service's error status is mirrored, its body is not", async (context) => {
    const { service, world, token } = await operator(context);
    const key = await world.key('*');
    for (const status of [400, 401, 403, 404, 409, 422, 429, 500, 502, 503]) {
        service.next({ status, headers: { 'Retry-After': '7' }, body: { reasons: [{ text: 'planted reason' }] } });
        const answer = await token({ key });
        assert.equal(answer.status, status);
        assert.equal(answer.body, 'internal auth error');
        if ([429, 503].includes(status)) assert.equal(answer.headers['retry-after'], '7');
    }
    assert.equal(service.asked.length, 10, 'an answer is never asked for again');
    for (const status of [600, 999]) {
        service.next({ status });
        assert.equal((await token({ key })).status, 502, 'no status of HTTP');
    }
    for (const [name, fault] of Object.entries(nonsense)) {
        service.next(fault);
        const answer = await token({ key });
        assert.ok([502, 503].includes(answer.status), `${name}: ${answer.status}`);
        assert.equal(answer.body, 'internal auth error', name);
    }
    assert.equal(service.asked.length, 12 + Object.keys(nonsense).length);
    await world.assertHidden(service.bearer, 'planted reason', 'planted page', service.url);
});

test('a dropped connection is tried once more, and no more', async (context) => {
    const { service, world, token } = await operator(context);
    const key = await world.key('*');
    service.next('drop');
    assert.equal((await token({ key })).status, 200);
    assert.equal(service.asked.length, 2);
    service.next('drop', 'drop');
    const answer = await token({ key });
    assert.equal(answer.status, 503);
    assert.equal(answer.body, 'internal auth error');
    assert.equal(service.asked.length, 4);
    service.next('drop', { status: 500 });
    assert.equal((await token({ key })).status, 500);
    assert.equal(service.asked.length, 6);
});

test('whoever has a token of this broker may end it, and ended twice is ended', async (context) => {
    const { service, world, token } = await operator(context);
    const key = await world.key('video/alice/viewer');
    const made = (await token({ key, body: { userId: 'alice' } })).json.token;
    const end = (body, more = {}) => world.ask('DELETE', route, { key, body, ...more });
    assert.equal((await end({ token: made }, { key: undefined })).status, 401);
    assert.equal(service.tokens.size, 1);
    const ended = await end({ token: made });
    assert.deepEqual([ended.status, ended.body], [204, '']);
    assert.equal(service.tokens.size, 0);
    assert.equal((await end({ token: made })).status, 204, 'gone already');
    const asked = service.asked.length;
    for (const body of [{}, { token: '' }, { token: '..' }, { token: 7 }, { token: 'a b' }, { token: made, more: 1 }, undefined])
        assert.equal((await end(body)).status, 400, JSON.stringify(body));
    assert.equal(service.asked.length, asked);
    service.next({ status: 401 });
    assert.equal((await end({ token: 'x' })).status, 401);
    service.next('drop');
    assert.equal((await end({ token: 'x' })).status, 204);
    assert.ok(!world.home.log.includes(made));
});

test('the form in which a token is ended is configurable', async (context) => {
    const { service, world } = await operator(context, `delete_method = "POST"
delete_path = "/auth/v2/end"
delete_body = '{"doomed": "{token}"}'
route = "/tokens/mine"
path = "/video"
`);
    const key = await world.key('*');
    service.next({ status: 202 });
    assert.equal((await world.ask('DELETE', '/video/tokens/mine', { key, body: { token: 'a"b' } })).status, 204);
    const { method, url, body, headers } = service.asked[0];
    assert.deepEqual([method, url, body], ['POST', '/auth/v2/end', { doomed: 'a"b' }]);
    assert.equal(headers.authorization, `Bearer ${service.bearer}`);
    assert.equal((await world.ask('POST', route, { key })).status, 404, 'the usual address is nobody’s now');
});

test('our own API says the same in its own words', async (context) => {
    const { service, world } = await operator(context);
    const key = await world.key('video/alice/viewer');
    const made = await world.ask('POST', '/api/v1/brokers/video/token', { key, body: { user: 'alice', ttl: 60 } });
    assert.equal(made.status, 200, made.body);
    const [[issued]] = service.tokens;
    assert.deepEqual(made.json, { version: 1, token: issued, user: 'alice', ttl: 60, scopes: ['viewer'],
                                  answer: { token: issued, issuedFor: 'alice', nested: { z: 1, a: 2 } } });
    const got = await world.ask('GET', '/api/v1/brokers/video/token?user=alice&ttl=60&scopes=viewer', { key });
    assert.equal(got.status, 200, got.body);
    assert.deepEqual(service.asked[1].body, { ttl: 60, scopes: ['viewer'], userId: 'alice' });
    const problems = [];
    for (const fault of [{ status: 401, body: 'planted' }, { status: 403 }, { status: 422 }, { status: 429 }, { status: 500 },
                         nonsense.html, nonsense.redirect]) {
        service.next(fault);
        problems.push(await world.own('video', 'token', {}));
    }
    service.next('drop', 'drop');
    problems.push(await world.own('video', 'token', {}));
    assert.deepEqual(problems.map(({ status }) => status), [502, 502, 400, 429, 503, 502, 502, 503]);
    for (const { json, headers } of problems) {
        assert.equal(headers['content-type'], 'application/problem+json');
        assert.ok(json.title && json.next, JSON.stringify(json));
        assert.ok(!JSON.stringify(json).includes('127.0.0.1'), 'the host is nobody else’s business');
    }
    const revoked = await world.own('video', 'revoke', { token: issued });
    assert.deepEqual(revoked.json, { version: 1, revoked: true });
    assert.ok(!service.tokens.has(issued));
    assert.equal((await world.own('video', 'session', {})).status, 404);
    await world.assertHidden(service.bearer);
});
