// The door of all brokers: what pages can read, whose turns are used up, who waits, and what a command leaves alone.
import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { agoraSection } from '../support/agora.mjs';
import { BrokerHome } from '../support/broker_home.mjs';
import { PermissionService } from '../support/permission_service.mjs';

const page = 'http://localhost:5173';
const rtc = '/rtc/test/publisher/uid/1';
const visitor = { Origin: page, Cookie: 'session=alice-session' };

async function door(context, settings = {}) {
    const permission = await PermissionService.start();
    const section = agoraSection('live', { permission_url: `${permission.url}/may`, origins: [page], ...settings });
    const world = await BrokerHome.start(context, permission, section);
    permission.answer = ({ headers }) => ({ status: headers.cookie ? 200 : 401 });
    return { permission, world, visit: (headers = visitor) => world.ask('GET', rtc, { headers }) };
}

test('a listed page can read why it was refused', async (context) => {
    const { world, visit } = await door(context);
    for (const headers of [{ Origin: page }, { ...visitor, 'X-API-Key': `rck_${'0'.repeat(36)}` }]) {
        const answer = await visit(headers);
        assert.equal(answer.status, 401, answer.body);
        assert.equal(answer.headers['access-control-allow-origin'], page);
        assert.equal(answer.headers.vary, 'Origin');
    }
    const foreign = await world.ask('GET', rtc, { headers: { Origin: 'http://localhost:5174' } });
    assert.deepEqual([foreign.status, foreign.headers['access-control-allow-origin']], [403, undefined]);
});

test('neither preflights nor refusals use up tokens, and who had them all reads when to come back', async (context) => {
    const { world, visit } = await door(context, { per_minute: 2 });
    for (let i = 0; i < 5; i += 1) {
        assert.equal((await world.ask('OPTIONS', rtc, { headers: { Origin: page } })).status, 204);
        assert.equal((await visit({ Origin: page })).status, 401);
    }
    assert.deepEqual([(await visit()).status, (await visit()).status], [200, 200]);
    const late = await visit();
    assert.equal(late.status, 429);
    assert.ok(Number(late.headers['retry-after']) > 0);
    assert.equal(late.headers['access-control-allow-origin'], page);
});

test('a crowd waits for its turn with the permission service, and a token of an account is not held up', async (context) => {
    const { permission, world, visit } = await door(context);
    permission.next(...Array(8).fill('hang'));
    const hanging = Array.from({ length: 8 }, () => visit());
    while (permission.asked.length < 8) await new Promise((resolve) => setTimeout(resolve, 10));
    const next = visit();
    assert.equal((await world.home.api('GET', 'status')).status, 200);
    const crowd = await Promise.all([...hanging, next]);
    assert.deepEqual(crowd.map(({ status }) => status), Array(9).fill(503));
    assert.equal(permission.asked.length, 8, 'the ninth never got a place, and was told so');
    const all = await Promise.all(Array.from({ length: 24 }, () => visit()));
    assert.deepEqual([...new Set(all.map(({ status }) => status))], [200]);
});

test('a broker whose secret cannot be read says so to the owner alone', async (context) => {
    const world = await BrokerHome.start(context, { stop: () => null }, agoraSection('live', { require_key: false })
        .replace(/app_certificate = .*/, 'app_certificate_env = "NO_SUCH_VARIABLE"'));
    const answer = await world.ask('GET', rtc);
    assert.equal(answer.status, 503);
    assert.match(answer.json.error, /^E511 /);
    assert.ok(!answer.body.includes('NO_SUCH_VARIABLE'));
    const { stdout } = await world.home.run(['broker', 'list']);
    assert.match(stdout, /NO_SUCH_VARIABLE is not set/);
    for (const command of [['broker', 'token', 'live', 'channel=test'], ['config', 'check']]) {
        const { code, stderr } = await world.home.run(command);
        assert.equal(code, 10);
        assert.match(stderr, /NO_SUCH_VARIABLE is not set/);
    }
});

test('which brokers there are is not told to who may not ask', async (context) => {
    const { world } = await door(context);
    const ask = async (name, options) => {
        const { status, body } = await world.ask('POST', `/api/v1/brokers/${name}/token`, { body: {}, ...options });
        return [status, body.replaceAll(name, 'NAME')];
    };
    const key = await world.key('other/*/*');
    for (const options of [{}, { key }, { key: `rck_${'0'.repeat(36)}` }, { headers: { Origin: 'http://localhost:1' } }])
        assert.deepEqual(await ask('live', options), await ask('none', options));
});

test('a command that has nothing to do with brokers runs none of their commands', async (context) => {
    const { world } = await door(context);
    const { home } = world;
    await home.stop();
    const ran = path.join(home.directory, 'ran');
    const script = path.join(home.directory, 'certificate');
    await writeFile(script, `#!/bin/sh\necho run >> ${ran}\necho c0ffeec0ffeec0ffeec0ffeec0ffee42\n`);
    await chmod(script, 0o700);
    const file = path.join(home.directory, 'config.toml');
    const config = (await readFile(file, 'utf8')).replace(/app_certificate = .*/, `app_certificate_command = ["${script}"]`);
    await writeFile(file, config);
    assert.equal((await home.run(['key', 'list'])).code, 0);
    await assert.rejects(readFile(ran));
    const { code, stdout } = await home.run(['broker', 'token', 'live', 'channel=test', 'uid=1']);
    assert.equal(code, 0);
    assert.match(stdout, /^007/);
    assert.equal(await readFile(ran, 'utf8'), 'run\n');
});
