// `roadcase curl`: the real curl with the account's headers, which reach nobody else.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Browser, Home } from '../support/roadcase.mjs';
import { countingTokens, startFakeProvider } from '../support/fake_provider.mjs';

let home;
let fake;
let stranger;

const echo = (req) => ({ status: 200, body: `${req.method} ${req.headers.authorization ?? 'nothing'}` });

before(async () => {
    fake = await startFakeProvider({ token: countingTokens(), userinfo: echo });
    stranger = await startFakeProvider({ userinfo: echo });
    home = await Home.create(fake.config());
    await home.serve();
    for (const name of ['', 'alone']) await new Browser().open(`${home.url}/auth/fake${name && `?name=${name}`}`);
});

after(async () => {
    await home?.remove();
    await fake?.stop();
    await stranger?.stop();
});

function everywhere(where, refused401) {
    test(`the headers are sent, and curl's options are curl's, ${where}`, async () => {
        const got = await home.run(['curl', 'fake', `${fake.url}/me`, '-sS', '-X', 'PUT']);
        assert.equal(got.code, 0, got.stderr);
        assert.match(got.stdout, /^PUT Bearer planted-access-\d+$/);
        const other = await home.run(['curl', 'fake', '-s', '-d', '@-', `${fake.url}/post`], { input: 'typed' });
        assert.match(other.stdout, /^POST Bearer planted-access-\d+$/);
        assert.equal(fake.requests.at(-1).body, 'typed');
    });

    test(`no command line holds the token, ${where}`, async () => {
        let lines = [];
        fake.userinfo = (req) => {
            for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
                try { lines.push(readFileSync(`/proc/${pid}/cmdline`, 'utf8')); } catch { /* it has ended */ }
            return echo(req);
        };
        const got = await home.run(['curl', 'fake', `${fake.url}/seen`, '-s']);
        fake.userinfo = echo;
        assert.match(got.stdout, /planted-access/);
        assert.ok(lines.some((line) => line.startsWith('curl\0') && line.includes('/seen')));
        assert.ok(!lines.some((line) => line.includes('planted-access')));
    });

    test(`a host that is not the provider's gets nothing, ${where}`, async () => {
        const before = stranger.requests.length;
        for (const words of [[`${stranger.url}/`], [`${fake.url}/`, '-s', `${stranger.url}/`],
                             [`${fake.url}/`, '--next', `${stranger.url}/`], ['http://example.com/'],
                             [`${fake.url}/`, '--connect-to', `::${new URL(stranger.url).host}`]]) {
            const got = await home.run(['curl', 'fake', ...words]);
            assert.equal(got.code, 9, `${words}\n${got.stdout}${got.stderr}`);
            assert.match(got.stderr, /Nothing was sent/);
            assert.equal(got.stdout, '');
        }
        assert.equal(stranger.requests.length, before);
        const meant = await home.run(['curl', '--any-host', 'fake', `${stranger.url}/`, '-s']);
        assert.match(meant.stdout, /^GET Bearer planted-access/);
    });

    test(`a 401 is told to the server, and the next call has another token, ${where}`, async () => {
        const refused = (await home.run(['token', refused401])).stdout.trim();
        fake.userinfo = (req) => (req.headers.authorization === `Bearer ${refused}` ? { status: 401, body: 'no' } : echo(req));
        const got = await home.run(['curl', refused401, `${fake.url}/me`, '-s', '-f']);
        assert.equal(got.code, 22, got.stderr);
        assert.match(got.stderr, /The answer was 401: that token was dead.*run the same command again/);
        const again = await home.run(['curl', refused401, `${fake.url}/me`, '-s']);
        fake.userinfo = echo;
        assert.match(again.stdout, /^GET Bearer planted-access-\d+$/);
        assert.doesNotMatch(again.stdout, new RegExp(`${refused}$`));
    });
}

describe('beside a server', () => everywhere('beside a server', 'fake'));
describe('without a server', () => {
    before(() => home.stop());
    everywhere('without a server', 'fake/alone');

    test("curl's own exit code is ours", async () => {
        const got = await home.run(['curl', 'fake', `${fake.url}/`, '-s', '-o', '/nowhere/at/all']);
        assert.equal(got.code, 23);
        assert.equal((await home.run(['curl', 'nobody', `${fake.url}/`])).code, 5);
        assert.equal((await home.run(['curl', 'fake'])).code, 2);
        assert.equal((await home.run(['curl', 'fake', `${fake.url}/`, '--no-such-option'])).code, 2);
    });

    test('neither ~/.curlrc nor a proxy gets the token', async () => {
        await writeFile(path.join(home.directory, '.curlrc'), `url = "${stranger.url}/rc"\n`);
        const before = stranger.requests.length;
        const got = await home.run(['curl', 'fake', `${fake.url}/me`, '-s'], { env: { http_proxy: stranger.url } });
        assert.match(got.stdout, /^GET Bearer planted-access-\d+$/);
        assert.equal(stranger.requests.length, before);
    });

    test('a redirect to another host does not take the token along', async () => {
        fake.userinfo = () => ({ status: 302, body: '', headers: { Location: `http://localhost:${new URL(stranger.url).port}/` } });
        const got = await home.run(['curl', 'fake', `${fake.url}/me`, '-s', '-L']);
        assert.equal(got.stdout, 'GET nothing');
        fake.userinfo = echo;
    });

    test('what would print the token on a terminal needs a yes', async () => {
        const typed = (words) => home.run(['-qec', words, '/dev/null'], { as: 'script', env: { SHELL: '/bin/sh' } });
        const roadcase = `${process.env.ROADCASE ?? 'build/release/roadcase'} curl fake ${fake.url}/me`;
        const refused = await typed(`${roadcase} -v`);
        assert.equal(refused.code, 9);
        assert.match(refused.stdout, /--verbose would show the token/);
        assert.match((await typed(`${roadcase} -sv --reveal`)).stdout, /> Authorization: Bearer planted-access/);
    });
});
