// "Is this one allowed?" is asked of the operator's own service or command before a token is made.
import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { BrokerHome } from '../support/broker_home.mjs';
import { OperatorService } from '../support/operator_service.mjs';
import { PermissionService } from '../support/permission_service.mjs';
import { nonsense } from '../support/stand_in.mjs';

const route = '/users/me/external/tokens';
const page = 'http://localhost:5173';

async function asked(context, more = '') {
    const service = await OperatorService.start();
    const permission = await PermissionService.start();
    const world = await BrokerHome.start(context, service, service.config(permission.lines(more)));
    world.home.companions.push(permission);
    const visit = (body, headers = {}) =>
        world.ask('POST', route, { body, headers: { Origin: page, Cookie: 'session=alice-session', ...headers } });
    return { service, permission, world, visit };
}

test('a visitor of a listed page gets a token for himself, and the service was asked with his cookie', async (context) => {
    const { service, permission, world, visit } = await asked(context);
    const cookies = 'session=alice-session; rc_flow_1_0=planted-binding';
    const answer = await visit({ scopes: ['viewer'], ttl: 600 }, { Cookie: cookies });
    assert.equal(answer.status, 200, answer.body);
    assert.equal(answer.headers['access-control-allow-origin'], page);
    const [question] = permission.asked;
    assert.deepEqual(question.body, { broker: 'video', wants: [{ place: '', role: 'viewer' }], user: '', ttl: 600,
                                      scopes: ['viewer'], origin: page });
    assert.equal(question.headers.cookie, 'session=alice-session', 'his cookie, and none of ours');
    assert.deepEqual(service.asked[0].body, { ttl: 600, scopes: ['viewer'], userId: 'alice' });
    await world.assertHidden('alice-session');
});

test('nobody, somebody else, and a page that is not listed', async (context) => {
    const { service, visit, world } = await asked(context);
    assert.equal((await visit({}, { Cookie: '' })).status, 401);
    assert.equal((await visit({}, { Cookie: 'session=unknown' })).status, 401);
    assert.equal((await visit({ userId: 'bob' })).status, 403);
    const foreign = await visit({}, { Origin: 'http://localhost:5174' });
    assert.equal(foreign.status, 403);
    assert.equal(foreign.headers['access-control-allow-origin'], undefined);
    assert.equal(service.asked.length, 0);
    const problem = await world.ask('POST', '/api/v1/brokers/video/token', { body: {}, headers: { Origin: page } });
    assert.deepEqual([problem.status, problem.headers['content-type']], [401, 'application/problem+json']);
    assert.match(problem.json.title, /visitor is not signed in/);
});

test('a key is asked about too and its own secret is not forwarded; the owner is not asked about', async (context) => {
    const { permission, world } = await asked(context);
    const key = await world.key('video/*/*');
    const cookie = { Cookie: 'session=alice-session' };
    assert.equal((await world.ask('POST', route, { key, headers: cookie })).status, 200);
    assert.equal((await world.ask('POST', route, { headers: { ...cookie, Authorization: `Bearer ${key}` } })).status, 200);
    assert.equal((await world.ask('POST', route, { key, headers: { ...cookie, Authorization: 'Bearer theirs' } })).status, 200);
    assert.deepEqual(permission.asked.map(({ headers }) => headers.authorization), [undefined, undefined, 'Bearer theirs']);
    assert.ok(permission.asked.every(({ text, headers }) => !(text + JSON.stringify(headers)).includes(key)));
    assert.match(permission.asked[0].body.key, /^k/);
    assert.equal((await world.own('video', 'token', { user: 'bob' })).status, 200);
    assert.equal(permission.asked.length, 3);
});

test('an answer narrows', async (context) => {
    const { service, permission, visit } = await asked(context);
    permission.narrowing = { ttl: 30, scopes: ['chat', 'admin'] };
    assert.equal((await visit({ scopes: ['viewer', 'chat'], ttl: 600 })).status, 200);
    assert.deepEqual(service.asked[0].body, { ttl: 30, scopes: ['chat'], userId: 'alice' });
    permission.narrowing = { scopes: [] };
    assert.equal((await visit({})).status, 403);
});

test('a lying answer gives nothing', async (context) => {
    const { service, permission, visit } = await asked(context, 'max_ttl = "10m"');
    permission.narrowing = { ttl: 999_999, scopes: ['viewer', 'admin', 'broadcaster'], role: 'admin' };
    assert.equal((await visit({ scopes: ['viewer'], ttl: 60 })).status, 200);
    assert.deepEqual(service.asked[0].body, { ttl: 60, scopes: ['viewer'], userId: 'alice' });
    assert.equal((await visit({ scopes: ['viewer'] })).status, 200);
    assert.equal(service.asked[1].body.ttl, 600, 'the most that the broker gives');
    for (const lie of [{ ttl: -1 }, { ttl: 0 }, { ttl: '600' }, { ttl: 1.5 }, { scopes: 'viewer' }, { scopes: [7] },
                       { userId: 'bob' }, { user: 7 }, { allowed: 'yes' }]) {
        permission.narrowing = lie;
        assert.equal((await visit({})).status, 503, JSON.stringify(lie));
    }
    permission.narrowing = { allowed: false };
    assert.equal((await visit({})).status, 403);
    assert.equal(service.asked.length, 2);
});

test('whoever cannot be asked has not said yes', async (context) => {
    const { service, permission, world, visit } = await asked(context, 'permission_timeout = "1s"');
    for (const [name, fault] of Object.entries({ ...nonsense, error: { status: 500 }, missing: { status: 404 },
                                                 busy: { status: 429 }, text: { status: 200, body: 'yes' } })) {
        if (name === 'empty') continue;
        permission.next(fault);
        assert.equal((await visit({})).status, 503, name);
    }
    permission.next('drop');
    assert.equal((await visit({})).status, 503, 'asked once');
    const before = Date.now();
    permission.next('hang');
    assert.equal((await visit({})).status, 503);
    assert.ok(Date.now() - before < 10_000, 'a second was enough');
    permission.next({ status: 204 });
    assert.equal((await visit({})).status, 200, 'a yes without a word is one');
    assert.equal(service.asked.length, 1);
    await permission.stop();
    assert.equal((await visit({})).status, 503);
    assert.equal(service.asked.length, 1);
    await world.assertHidden(permission.url, 'planted page', service.bearer);
});

test('a command answers by its exit status, its output narrows, and it sees nothing of ours', async (context) => {
    const service = await OperatorService.start();
    let script;
    const world = await BrokerHome.start(context, service, (home) => {
        script = path.join(home.directory, 'may.sh');
        return service.config(`permission_command = ["${script}", "word"]\npermission_timeout = "1s"\norigins = ["${page}"]\n`);
    });
    const shown = { Cookie: 'session=planted-session', Authorization: 'Bearer theirs' };
    const seen = path.join(world.home.directory, 'seen');
    const visit = async (body) => {
        await writeFile(script, `#!/bin/sh\n{ echo "$1"; cat; env; } > ${seen}\n${body}\n`);
        await chmod(script, 0o700);
        return (await world.ask('POST', route, { headers: { Origin: page, ...shown } })).status;
    };
    assert.equal(await visit('echo \'{"user": "alice", "ttl": 60}\''), 200);
    assert.deepEqual(service.asked[0].body, { ttl: 60, scopes: ['viewer'], userId: 'alice' });
    const [word, line, ...environment] = (await readFile(seen, 'utf8')).split('\n');
    assert.equal(word, 'word');
    assert.deepEqual(JSON.parse(line), { broker: 'video', wants: [{ place: '', role: 'viewer' }], user: '', ttl: 3600,
                                         scopes: ['viewer'], origin: page, headers: shown });
    assert.ok(!environment.join('\n').includes('ROADCASE'), 'its environment is that of hooks');
    for (const [body, status] of [['exit 0', 200], ['sleep 3 & exit 0', 200], ['exit 1', 403], ['exit 2', 401], ['exit 3', 503], ['kill -9 $$', 503],
                                  ['echo nonsense', 503], ['head -c 70000 /dev/zero', 503], ['sleep 600', 503]])
        assert.equal(await visit(body), status, body);
    assert.equal(service.asked.length, 3);
    await world.assertHidden('planted-session', script, service.bearer);
});
