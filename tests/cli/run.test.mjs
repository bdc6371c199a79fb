// `roadcase run`: a program with tokens in its environment, as if it had been started without us.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { program, request } from '../support/roadcase.mjs';
import { servedHome } from '../support/connected.mjs';

let home;

before(async () => {
    ({ home } = await servedHome(['', 'bot']));
});

after(() => home?.remove());

const sh = (script, { accounts = ['fake'], flags = [] } = {}) => ['run', ...accounts, ...flags, '--', 'sh', '-c', script];

async function until(condition, what) {
    for (let tries = 0; tries < 400; ++tries) {
        const value = await condition();
        if (value) return value;
        await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`in vain: ${what}`);
}

const content = (file) => readFile(file, 'utf8').catch(() => '');

function everywhere(where) {
    test(`the environment holds the token, and a key that ends with the program, ${where}`, async () => {
        const { code, stdout, stderr } = await home.run(sh('echo $FAKE_ACCESS_TOKEN $FAKE_CLIENT_ID $ROADCASE_URL $ROADCASE_KEY; ' +
            'curl -s -H "X-API-Key: $ROADCASE_KEY" "$ROADCASE_URL/api/v1/token/fake?format=plain"; echo; ' +
            'curl -s -o /dev/null -w "%{http_code}" -H "X-API-Key: $ROADCASE_KEY" "$ROADCASE_URL/api/v1/token/fake/bot"'));
        assert.equal(code, 0, stderr);
        const [line, asked, other] = stdout.split('\n');
        const [token, client, url, key] = line.split(' ');
        assert.match(token, /^planted-access-\d+$/);
        assert.equal(client, 'fake-client');
        assert.match(url, /^http:\/\/localhost:\d+$/);
        assert.match(key, /^rck_/);
        assert.equal(asked, token);
        assert.ok(['401', '403'].includes(other), 'the key is for the named account only');
        assert.match(stderr, /^roadcase: FAKE_ACCESS_TOKEN, FAKE_CLIENT_ID, ROADCASE_URL, ROADCASE_KEY set for this command\.$/m);
        assert.match(stderr, /the token in the environment ends in/);
        assert.doesNotMatch(stderr, /planted|rck_/);
        assert.deepEqual((await home.json(['key', 'list'])).keys, []);
    });

    test(`a roadcase inside reaches the same accounts, ${where}`, async () => {
        const { code, stdout, stderr } = await home.run(sh(`echo $ROADCASE_SOCKET; ${program} token fake`));
        assert.equal(code, 0, stderr);
        assert.match(stdout, /^\S+roadcase\.sock\nplanted-access-\d+\n$/);
    });

    test(`the exit code is the program's, ${where}`, async () => {
        assert.equal((await home.run(sh('exit 7'))).code, 7);
        assert.equal((await home.run(sh('kill -TERM $$'))).code, 143);
        const missing = await home.run(['run', 'fake', '--', 'no-such-program']);
        assert.equal(missing.code, 127);
        assert.match(missing.stderr, /There is no program "no-such-program"/);
        assert.equal((await home.run(['run', 'fake', '--', '/etc/passwd'])).code, 126);
        assert.equal((await home.run(['run', 'fake', '--'])).code, 2);
        assert.equal((await home.run(['run', 'fake', 'true'])).code, 2);
        assert.equal((await home.run(['run', '--', 'true'])).code, 2);
        assert.equal((await home.run(['run', 'nobody', '--', 'true'])).code, 5);
        assert.deepEqual((await home.json(['key', 'list'])).keys, []);
    });

    test(`signals reach the program, once, ${where}`, async () => {
        for (const [signal, number] of [['SIGTERM', 15], ['SIGINT', 2], ['SIGHUP', 1], ['SIGUSR1', 10], ['SIGUSR2', 12]]) {
            let child;
            const name = signal.slice(3);
            const ended = home.run(sh(`trap 'echo ${name}; n=$((n+1))' ${name}; echo ready; ` +
                                      'while [ -z "$n" ]; do sleep 0.05; done; exit $n'),
                                   { started: (it) => (child = it) });
            await new Promise((resolve) => child.stdout.on('data', (part) => /ready/.test(part) && resolve()));
            child.kill(signal);
            const got = await ended;
            assert.equal(got.code, 1, `${signal} (${number}): ${got.stdout}${got.stderr}`);
            assert.equal(got.stdout, `ready\n${name}\n`);
        }
    });

    test(`the program runs as if we were not there, ${where}`, async () => {
        const look = 'umask; ulimit -c; ls /proc/self/fd; grep -E "^Sig(Blk|Ign)" /proc/self/status';
        const plain = await home.run(['-c', look], { as: 'sh' });
        const ours = await home.run(sh(look));
        assert.equal(ours.stdout, plain.stdout);
    });
}

describe('beside a server', () => everywhere('beside a server'));

describe('without a server', () => {
    before(() => home.stop());
    everywhere('without a server');

    test('references in .env files, in --env and in what is inherited are filled in', async () => {
        const file = path.join(home.directory, 'bot.env');
        await writeFile(file, 'export TOKEN="Bearer roadcase://fake/bot/access_token"\nPLAIN=\'a b\'\nFAKE_CLIENT_ID=mine\n');
        const { code, stdout, stderr } = await home.run(
            sh('echo "$TOKEN|$PLAIN|$FAKE_CLIENT_ID|$IRC|$INHERITED"; env | grep -c ^FAKE_ACCESS',
               { flags: ['--env-file', file, '--env', 'IRC=fake/irc'] }),
            { env: { INHERITED: 'roadcase://fake/token_type' } });
        assert.equal(code, 0, stderr);
        assert.match(stdout, /^Bearer planted-access-\d+\|a b\|mine\|oauth:planted-access-\d+\|bearer\n1\n$/);
    });

    test('a reference that cannot be says where it stands, and nothing is started', async () => {
        const file = path.join(home.directory, 'broken.env');
        const started = path.join(home.directory, 'started');
        const attempt = (more) => home.run(sh(`touch ${started}`, { flags: ['--env-file', file] }), more);
        for (const [text, pattern, exit] of [['A=1\nB=roadcase://nobody/irc\n', /broken\.env, line 2, roadcase:\/\/nobody\/irc: No account/, 5],
                                             ['A=roadcase://fake/refresh_token\n', /line 1.*There is no field refresh_token/, 2],
                                             ['A=roadcase://fake\n', /line 1.*names no field/, 2], ['planted-line\n', /line 1: there is no "="/, 2]]) {
            await writeFile(file, text);
            const got = await attempt();
            assert.equal(got.code, exit, got.stderr);
            assert.match(got.stderr, pattern);
            assert.doesNotMatch(got.stderr, /planted-/);
        }
        await writeFile(file, 'A=1\n');
        const inherited = await attempt({ env: { HERE: 'roadcase://fake/nothing' } });
        assert.match(inherited.stderr, /The variable HERE, roadcase:\/\/fake\/nothing: There is no field/);
        assert.equal(await content(started), '');
        assert.deepEqual((await home.json(['key', 'list'])).keys, []);
    });

    test('--restart-on-renew starts the program again with the new token', async () => {
        const file = path.join(home.directory, 'tokens');
        let child;
        const ended = home.run(sh(`trap 'exit 9' TERM; echo $FAKE_ACCESS_TOKEN >> ${file}; while :; do sleep 0.05; done`,
                                  { flags: ['--restart-on-renew'] }), { started: (it) => (child = it) });
        const first = await until(() => content(file), 'the first start');
        assert.equal((await home.run(['refresh', 'fake'])).code, 0);
        const both = await until(async () => {
            const text = await content(file);
            return text.split('\n').length === 3 && text;
        }, 'the second start');
        const [before, now] = both.trim().split('\n');
        assert.equal(`${before}\n`, first);
        assert.notEqual(before, now);
        child.kill('SIGTERM');
        const got = await ended;
        assert.equal(got.code, 9, got.stderr);
        assert.equal((await content(file)).trim().split('\n').length, 2, 'not started a third time');
    });

    test('a token that is renewed meanwhile is served at ROADCASE_URL', async () => {
        let child;
        const ended = home.run(sh('echo "$ROADCASE_URL $ROADCASE_KEY"; read line'), { input: null, started: (it) => (child = it) });
        const line = await new Promise((resolve) => child.stdout.once('data', (part) => resolve(part.toString())));
        const [url, key] = line.trim().split(' ');
        const ask = () => request(`${url}/api/v1/token/fake?format=plain`, { headers: { 'X-API-Key': key } });
        const first = (await ask()).body;
        assert.equal((await home.run(['refresh', 'fake'])).code, 0);
        assert.notEqual((await ask()).body, first);
        child.stdin.end('\n');
        assert.equal((await ended).code, 0);
        await assert.rejects(ask(), 'its own front closes with it');
    });
});
