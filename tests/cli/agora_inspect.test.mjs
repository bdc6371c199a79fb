// roadcase agora inspect: what an Agora token opens, for how long, and whether its signature is right.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { Home, program } from '../support/roadcase.mjs';

const appId = '2ec0d84c41c4442d88ba6f5a2beb828b';
const certificate = 'c0ffee00c0ffee00c0ffee00c0ffee00';
const other = 'deadbeefdeadbeefdeadbeefdeadbeef';
const env = { AGORA_APP_CERTIFICATE: certificate };
const vectors = (version) =>
    JSON.parse(readFileSync(new URL(`../vectors/agora-${version}.json`, import.meta.url), 'utf8'));

/** A token of right now, by the product's own code. */
function mint(wish) {
    const line = { do: 'mint', app_id: appId, certificate, now: Math.floor(Date.now() / 1000), channel: 'test', user: '1',
        numeric: true, publisher: true, ttl: 3600, version: '007', kind: 'rtc', ...wish };
    const lines = path.join(path.dirname(path.resolve(program)), 'agora_lines');
    return JSON.parse(execFileSync(lines, { input: `${JSON.stringify(line)}\n` })).token;
}

let home;
before(async () => {
    home = await Home.create();
});
after(() => home?.remove());

const inspect = (words, options) => home.run(['agora', 'inspect', ...words], options);
async function json(words, options) {
    const { code, stdout, stderr } = await inspect([...words, '--json'], options);
    return { code, stderr, ...JSON.parse(stdout) };
}

describe('a 007 token', () => {
    test('is told in words', async () => {
        const { code, stdout } = await inspect(['-'], { input: `${mint()}\n`, env });
        assert.equal(code, 0);
        assert.match(stdout, /^format +007$/m);
        assert.match(stdout, new RegExp(`^app +${appId}$`, 'm'));
        assert.match(stdout, /^made +\d s ago$/m);
        assert.match(stdout, /^token +ends in (59 min|1 h) \(20\d\d-/m);
        assert.match(stdout, /^signature +valid$/m);
        assert.match(stdout, /^ {2}channel +test$/m);
        assert.match(stdout, /^ {2}publish video +ends in (59 min|1 h)$/m);
        assert.ok(!stdout.includes(certificate));
    });

    test('of the past has ended', async () => {
        const { stdout } = await inspect([mint({ now: Math.floor(Date.now() / 1000) - 3 * 3600 - 1800, ttl: 1800 })]);
        assert.match(stdout, /^token +ended 3 h ago /m);
    });

    test('is an object with --json', async () => {
        const token = mint({ kind: 'rtc+rtm', user: 'alice', numeric: false, publisher: false });
        const told = await json([token], { env });
        assert.equal(told.code, 0);
        assert.deepEqual([told.version, told.format, told.app_id, told.ended], [1, '007', appId, false]);
        assert.equal(Date.parse(told.ends_at) - Date.parse(told.made_at), 3_600_000);
        assert.deepEqual([told.signature_valid, told.signature_note, told.unknown_service], [true, '', null]);
        assert.deepEqual(told.services, [
            { name: 'rtc', channel: 'test', user: 'alice',
              privileges: [{ number: 1, words: 'join the channel', ends_at: told.ends_at }] },
            { name: 'rtm', user: 'alice', privileges: [{ number: 1, words: 'log in', ends_at: told.ends_at }] },
        ]);
    });

    test('of each published vector is decoded, whatever packed it', async () => {
        const told = vectors('007').filter((each) => each.kind === 'build');
        const one = told.find((each) => each.name === 'official-streaming-fcdn-rtm2');
        const spellings = [one.token, ...Object.values(one.alternate_tokens)];
        for (const token of spellings) {
            const known = { AGORA_APP_CERTIFICATE: one.input.appCertificate };
            const { signature_valid, services } = await json([token], { env: known });
            assert.equal(signature_valid, true);
            assert.deepEqual(services.map((each) => each.name), ['streaming', 'fcdn', 'rtm2']);
            assert.deepEqual(services[2].permissions.map((each) => [each.words, each.names]), [
                ['read message channels', ['message-a', 'message-b']],
                ['write stream channels', ['stream-a']],
                ['read users', ['user-a']],
            ]);
        }
    });

    test('without a known certificate is not judged', async () => {
        const told = await json([mint()]);
        assert.deepEqual([told.code, told.signature_valid], [0, null]);
        assert.match(told.signature_note, /AGORA_APP_CERTIFICATE/);
        const odd = await json([mint()], { env: { AGORA_APP_CERTIFICATE: 'planted-nonsense' } });
        assert.equal(odd.signature_valid, null);
        assert.ok(!odd.signature_note.includes('planted'));
    });

    test('of another certificate fails', async () => {
        const { code, stdout } = await inspect([mint()], { env: { AGORA_APP_CERTIFICATE: other } });
        assert.equal(code, 1);
        assert.match(stdout, /^signature +not valid: /m);
        assert.equal((await json([mint()], { env: { AGORA_APP_CERTIFICATE: other } })).signature_valid, false);
    });

    test('with a service that nobody knows is read up to there', async () => {
        const u16 = (value) => Buffer.from([value & 255, value >> 8]);
        const text = (value) => Buffer.concat([u16(value.length), Buffer.from(value)]);
        const payload = Buffer.concat([text('s'.repeat(32)), text(appId), Buffer.alloc(12, 1), u16(2), u16(4), u16(0), u16(77)]);
        const told = await json([`007${deflateSync(payload).toString('base64')}`]);
        assert.deepEqual([told.services.map((each) => each.name), told.unknown_service], [['fpa'], 77]);
    });

    test('cannot play with the terminal', async () => {
        const line = { do: 'sign', app_id: appId, certificate, issued_at: 1, lasts: 2, salt: 3,
            services: [{ type: 1, privileges: [], channel: 'a\u001b[2Jb\nsignature  valid', user: '\u0007' }] };
        const lines = path.join(path.dirname(path.resolve(program)), 'agora_lines');
        const { token } = JSON.parse(execFileSync(lines, { input: `${JSON.stringify(line)}\n` }));
        const { stdout } = await inspect([token]);
        assert.ok(!/[\u001b\u0007]/.test(stdout), stdout);
        assert.match(stdout, /^signature +not checked/m);
        assert.ok(!/^signature +valid/m.test(stdout));
    });
});

describe('a 006 token', () => {
    test('needs to be told for whom it is', async () => {
        const token = mint({ version: '006', user: '7' });
        const alone = await json([token], { env });
        assert.deepEqual([alone.code, alone.signature_valid, alone.made_at], [0, null, null]);
        assert.match(alone.signature_note, /--channel and --uid/);
        const right = await json([token, '--channel', 'test', '--uid', '7'], { env });
        assert.deepEqual([right.code, right.signature_valid], [0, true]);
        assert.deepEqual(right.services[0].privileges.map((each) => each.number), [1, 2, 3, 4]);
        const wrong = await json([token, '--channel', 'test', '--uid', '8'], { env });
        assert.deepEqual([wrong.code, wrong.signature_valid], [1, false]);
        assert.match(wrong.signature_note, /another channel or uid/);
        const forged = await json([token, '--channel', 'test', '--uid', '7'], { env: { AGORA_APP_CERTIFICATE: other } });
        assert.deepEqual([forged.code, forged.signature_valid], [1, false]);
        const unknown = await json([token, '--channel', 'test', '--uid', '7']);
        assert.deepEqual([unknown.code, unknown.signature_valid], [0, null]);
    });

    test('for any uid, and for the text "0", are both 0', async () => {
        for (const [user, numeric] of [['', true], ['0', false]]) {
            const told = await json([mint({ version: '006', user, numeric }), '--channel', 'test', '--uid', '0'], { env });
            assert.equal(told.signature_valid, true, user);
        }
    });

    test('for messages has a user alone', async () => {
        const token = mint({ version: '006', kind: 'rtm', channel: '', user: 'alice' });
        for (const flag of ['--uid', '--channel'])
            assert.equal((await json([token, flag, 'alice'], { env })).signature_valid, true, flag);
        const { stdout } = await inspect([token]);
        assert.match(stdout, /log in to RTM +ends in/);
    });

    test('of each published vector is valid', async () => {
        for (const one of vectors('006').filter((_, i) => i % 6 === 0)) {
            const told = await json(['-', '--channel', one.fields.channel, '--uid', one.fields.uid], {
                input: one.token, env: { AGORA_APP_CERTIFICATE: one.input.appCertificate } });
            assert.equal(told.signature_valid, true, one.name);
        }
    });
});

test('a broker of the app knows the certificate, and no other', async () => {
    const live = await Home.create(`[broker.live]\nkind = "agora"\napp_id = "${appId}"\napp_certificate = "${certificate}"\n`);
    try {
        const { code, stdout } = await live.run(['agora', 'inspect', mint(), '--json']);
        assert.deepEqual([code, JSON.parse(stdout).signature_valid], [0, true]);
        // The broker says whose certificate it is; the environment does not.
        const env = { AGORA_APP_CERTIFICATE: other };
        assert.equal(JSON.parse((await live.run(['agora', 'inspect', mint(), '--json'], { env })).stdout).signature_valid, true);
        const foreign = JSON.parse((await live.run(['agora', 'inspect', mint({ app_id: other }), '--json'])).stdout);
        assert.equal(foreign.signature_valid, null);
    } finally {
        await live.remove();
    }
});

test('what is no token is wrong use, and is not shown', async () => {
    for (const token of ['planted', '007planted', '006planted', `${mint().slice(0, -8)}`, '008abcd', 'x'.repeat(140_000)]) {
        const { code, stdout, stderr } = await inspect(['-'], { input: token });
        assert.equal(code, 2, token.slice(0, 40));
        assert.equal(stdout, '');
        assert.ok(!stderr.includes('planted'), stderr);
        assert.match(stderr, /Next: /);
    }
    assert.equal((await inspect(['-'], { input: '' })).code, 2);
    assert.equal((await inspect([])).code, 2);
    const { stdout } = await inspect(['-', '--json'], { input: 'planted' });
    assert.equal(JSON.parse(stdout).error.kind, 'invalid-request');
});

test('it needs no server, makes no data, and has help', async () => {
    assert.equal((await inspect([mint()])).code, 0);
    assert.ok(!existsSync(path.join(home.directory, 'data')), String(readdirSync(home.directory)));
    const { stdout } = await inspect(['--help']);
    assert.match(stdout, /roadcase agora inspect TOKEN \[flags\]/);
    assert.ok(stdout.split('\n').every((line) => line.length <= 80), stdout);
});
