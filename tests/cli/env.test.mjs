// `roadcase env`, `inject`, `scopes` and `snippet`: what accounts hand out, as other programs read it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Browser, Home, program } from '../support/roadcase.mjs';
import { startFakeProvider } from '../support/fake_provider.mjs';

// A token that is text for a shell, for PowerShell and for a .env file alike only when it is quoted right.
const hostile = `planted $HOME \`id\` "q" 'q' \\ # ; & |`;
let home;
let fake;
let token;

before(async () => {
    token = 'planted-access-1';
    fake = await startFakeProvider({ token: () => ({ access_token: token, refresh_token: 'planted-refresh', token_type: 'bearer',
                                                     expires_in: 3600, scope: 'chat' }) });
    home = await Home.create(fake.config('fake', 'scopes = ["chat", "moderate"]\n'));
    await home.serve();
    await new Browser().open(`${home.url}/auth`);
    token = hostile;
    await new Browser().open(`${home.url}/auth/fake?name=odd`);
});

after(async () => {
    await home?.remove();
    await fake?.stop();
});

const onTerminal = (words) => home.run(['-qec', `${program} ${words}`, '/dev/null'], { as: 'script', env: { SHELL: '/bin/sh' } });

describe('env', () => {
    test('sh reads back what was said, whatever it is', async () => {
        const { code, stdout, stderr } = await home.run(['env', 'fake/odd', 'fake']);
        assert.equal(code, 0, stderr);
        assert.match(stdout, /^export FAKE_ODD_ACCESS_TOKEN='planted /);
        const read = execFileSync('sh', ['-c', `${stdout}\nprintf '%s|%s|%s' "$FAKE_ODD_ACCESS_TOKEN" "$FAKE_ACCESS_TOKEN" "$FAKE_CLIENT_ID"`]);
        assert.equal(read.toString(), `${hostile}|planted-access-1|fake-client`);
    });

    test('the other formats are what their readers take', async () => {
        const { variables } = JSON.parse((await home.run(['env', '--format', 'json'])).stdout);
        assert.equal(variables.FAKE_ODD_ACCESS_TOKEN, hostile);
        assert.equal(variables.FAKE_ACCESS_TOKEN, 'planted-access-1');
        assert.equal((await home.run(['env', 'fake', '--format', 'dotenv'])).stdout, 'FAKE_ACCESS_TOKEN=planted-access-1\nFAKE_CLIENT_ID=fake-client\n');
        const refused = await home.run(['env', 'fake/odd', '--format', 'dotenv']);
        assert.equal(refused.code, 10);
        assert.equal(refused.stdout, '');
        assert.match((await home.run(['env', 'fake/odd', '--format', 'powershell'])).stdout, /^\$env:FAKE_ODD_ACCESS_TOKEN = 'planted \$HOME `id` "q" ''q'' /);
        assert.equal((await home.run(['env', 'fake', '--format', 'xml'])).code, 2);
    });

    test('a terminal sees none of it', async () => {
        const { code, stdout } = await onTerminal('env fake');
        assert.equal(code, 0);
        assert.doesNotMatch(stdout, /planted/);
        assert.match(stdout, /Not shown, because this is a terminal/);
        assert.match((await onTerminal('env fake --reveal')).stdout, /planted-access-1/);
    });
});

describe('inject', () => {
    const template = 'user: roadcase://fake/client_id\ntoken: "roadcase://fake/irc"\n';

    test('a file is filled in, for its owner only', async () => {
        const input = path.join(home.directory, 'bot.tmpl');
        const output = path.join(home.directory, 'bot.yml');
        await writeFile(input, template);
        const { code, stderr } = await home.run(['inject', '-i', input, '-o', output]);
        assert.equal(code, 0, stderr);
        assert.equal(await readFile(output, 'utf8'), 'user: fake-client\ntoken: "oauth:planted-access-1"\n');
        assert.equal((await stat(output)).mode & 0o777, 0o600);
        assert.ok(!(await readdir(home.directory)).some((name) => name.startsWith('.bot.yml')));
    });

    test('it works between pipes, and shows nothing on a terminal', async () => {
        assert.equal((await home.run(['inject', '-i', '-'], { input: template })).stdout, 'user: fake-client\ntoken: "oauth:planted-access-1"\n');
        assert.doesNotMatch((await onTerminal(`inject -i ${path.join(home.directory, 'bot.tmpl')}`)).stdout, /planted/);
    });

    test('a broken reference names its line, and nothing is written', async () => {
        const output = path.join(home.directory, 'never');
        for (const [text, pattern, exit] of [['a\nroadcase://nobody/irc', /Line 2, roadcase:\/\/nobody\/irc: No account/, 5],
                                             ['roadcase://fake/refresh_token', /Line 1.*There is no field refresh_token/, 2]]) {
            const got = await home.run(['inject', '-i', '-', '-o', output], { input: text });
            assert.equal(got.code, exit);
            assert.match(got.stderr, pattern);
            await assert.rejects(stat(output));
        }
    });

    test('a place that Git would take is refused before anybody is asked', async () => {
        const work = path.join(home.directory, 'work');
        await mkdir(work);
        execFileSync('git', ['init', '-q', work]);
        const output = path.join(work, 'bot.yml');
        const refused = await home.run(['inject', '-i', '-', '-o', output], { input: template });
        assert.equal(refused.code, 2);
        assert.match(refused.stderr, /E602/);
        await assert.rejects(stat(output));
        await writeFile(path.join(work, '.gitignore'), 'bot.yml\n');
        assert.equal((await home.run(['inject', '-i', '-', '-o', output], { input: template })).code, 0);
        const input = path.join(home.directory, 'bot.tmpl');
        assert.equal((await home.run(['inject', '-i', input, '-o', input])).code, 2, 'the template stays');
        assert.equal(await readFile(input, 'utf8'), template);
    });
});

describe('scopes and snippets', () => {
    test('scopes says what is granted and what is missing', async () => {
        const { stdout, stderr } = await home.run(['scopes', 'fake', '--explain']);
        assert.match(stdout, /^chat +granted\nmoderate +missing: asked for and not granted\n/);
        assert.match(stderr, /roadcase scopes fake --add moderate/);
        const { granted, requested, missing } = await home.json(['scopes', 'fake']);
        assert.deepEqual([granted, requested, missing], [['chat'], ['chat', 'moderate'], ['moderate']]);
    });

    test('scopes --add asks for the union', async () => {
        let asked;
        let said = '';
        let child;
        const ended = home.run(['scopes', 'fake', '--add', 'polls', '--no-browser'], { input: null, started: (it) => (child = it) });
        await new Promise((resolve) => child.stderr.on('data', (part) => {
            asked = /http:\S+(?=\s)/.exec(said += part)?.[0];
            if (asked) resolve();
        }));
        token = 'planted-access-2';
        await new Browser().open(asked);
        const { code, stdout } = await ended;
        assert.equal(code, 0);
        assert.match(stdout, /Signed in to Fake again/);
        const authorize = fake.requests.findLast((each) => each.path === '/authorize');
        assert.equal(new URLSearchParams(authorize.query).get('scope'), 'chat moderate polls');
        assert.match((await home.run(['scopes', 'fake', '--add', 'chat'])).stdout, /is allowed that already/);
    });

    test('a snippet is whole and runs as it is printed', async () => {
        fake.userinfo = (req) => ({ status: 200, body: JSON.stringify({ heard: req.headers.authorization }) });
        for (const [language, file, run] of [['python', 'bot.py', 'python3'], ['node', 'bot.mjs', 'node'], ['bash', 'bot.sh', 'bash']]) {
            const { code, stdout, stderr } = await home.run(['snippet', 'fake', language]);
            assert.equal(code, 0, stderr);
            assert.doesNotMatch(stdout, /twitch|localhost:3000/);
            const place = path.join(home.directory, file);
            await writeFile(place, stdout);
            const answer = await home.run(['run', 'fake', '--', run, place]);
            assert.equal(answer.code, 0, answer.stderr);
            assert.match(answer.stdout, /Bearer planted-access-2/, language);
        }
        const unknown = await home.run(['snippet', 'fake', 'cobol']);
        assert.equal(unknown.code, 2);
        assert.match(unknown.stderr, /python, node, bash/);
    });
});
