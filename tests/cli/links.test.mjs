// Files that are kept fresh: written whole at every renewal, for tools that only read a file.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import * as util from 'node:util';
import { Home, hookedProgram } from '../support/roadcase.mjs';
import { countingTokens, startFakeProvider } from '../support/fake_provider.mjs';
import { until } from '../support/scene.mjs';

/** A home with the account "fake" and a server; `link` puts its file into a directory of its own. */
async function withAccount(context, { more = '', serve = true } = {}) {
    const fake = await startFakeProvider({ token: countingTokens(3600) });
    const home = await Home.create(fake.config());
    context.after(async () => { await home.stop('SIGKILL'); await home.remove(); await fake.stop(); });
    await home.serve();
    await home.signIn('fake');
    if (!serve) await home.stop();
    const place = path.join(home.directory, 'bots');
    await mkdir(place);
    return { fake, home, place, file: path.join(place, 'token') };
}

const read = (file) => readFile(file, 'utf8');
const there = (file) => stat(file).then(() => true, () => false);
const token = async (home) => (await home.run(['token', 'fake'])).stdout;
const link = (home, ...words) => home.run(['link', 'fake', ...words]);
const freshWith = (home, file) =>
    until('the file holds the token of today', async () => (await there(file)) && (await read(file)) === (await token(home)));

test('a file is written at once, for its owner alone, and again at every renewal', async (context) => {
    const { home, file, place } = await withAccount(context);
    const made = await link(home, file);
    assert.equal(made.code, 0, made.stderr);
    assert.match(made.stdout, /Kept fresh for fake: .*token \(plain\)/);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal(await read(file), 'planted-access-1\n');
    await home.run(['refresh', 'fake']);
    await until('the renewal is in the file', async () => (await read(file)) === 'planted-access-2\n');
    assert.deepEqual(await readdir(place), ['token']);
    const { links } = await home.json(['links']);
    assert.equal(links[0].status, 'fresh');
    assert.equal(links[0].mode, '0600');
    assert.doesNotMatch(JSON.stringify(links) + made.stdout + made.stderr + home.log, /planted-access|planted-refresh/);
    const listed = await home.run(['links']);
    assert.match(listed.stdout, /bots\/token +fake +plain +written/);
});

test('a command without a server writes it, too', async (context) => {
    const { home, file } = await withAccount(context, { serve: false });
    assert.equal((await link(home, file)).code, 0);
    assert.equal((await home.run(['refresh', 'fake'])).code, 0);
    assert.equal(await read(file), 'planted-access-2\n');
    await rm(file);
    await home.serve();
    await freshWith(home, file);
});

test('without a place of its own it is in the runtime directory', async (context) => {
    const { home } = await withAccount(context);
    assert.equal((await home.run(['link', 'fake'])).code, 0);
    assert.equal(await read(path.join(home.directory, 'run', 'token', 'fake')), await token(home));
});

test('a relative path is where the person stands', async (context) => {
    const { home, place } = await withAccount(context);
    const { stdout } = await new Promise((resolve) =>
        resolve({ stdout: execFileSync(process.env.ROADCASE ?? 'build/release/roadcase',
                                       ['link', 'fake', '../bots/./x.json', '--format', 'raw'],
                                       { cwd: place, env: home.environment(), encoding: 'utf8' }) }));
    assert.match(stdout, /bots\/x\.json \(raw\)/);
    assert.deepEqual(Object.keys(JSON.parse(await read(path.join(place, 'x.json')))),
                     ['access_token', 'created_at', 'expires_in', 'refresh_token', 'scope', 'token_type']);
});

test('a reader that never rests sees whole files only', async (context) => {
    const { home, file } = await withAccount(context);
    await link(home, file, '--format', 'twurple');
    let reading = true;
    const seen = new Set();
    const reader = (async () => {
        while (reading) seen.add(JSON.parse(await read(file)).accessToken);
    })();
    for (let i = 0; i < 20; ++i) await home.api('POST', 'accounts/fake/refresh');
    await until('the last one is there', async () => JSON.parse(await read(file)).accessToken === 'planted-access-21');
    reading = false;
    await reader;
    assert.ok(seen.size > 2, `${seen.size} tokens seen`);
    for (const each of seen) assert.match(each, /^planted-access-\d+$/);
});

test('killed between the new file and its name, the old one stays and the next start goes on', async (context) => {
    const { home, file, place } = await withAccount(context);
    await link(home, file);
    await home.stop();
    await home.serve({ as: hookedProgram, env: { ROADCASE_CRASH_AT: 'kept_file.written' } });
    await home.api('POST', 'accounts/fake/refresh').catch(() => null);
    await home.server.ended;
    assert.equal(home.server.signalCode, 'SIGKILL', home.log);
    assert.equal(await read(file), 'planted-access-1\n');
    assert.deepEqual((await readdir(place)).sort(), ['.token.roadcase', 'token']);
    await home.serve();
    await freshWith(home, file);
    assert.deepEqual(await readdir(place), ['token']);
    assert.equal((await home.json(['links'])).links[0].status, 'fresh');
});

test('what another program wrote is reported everywhere and left until somebody says so', async (context) => {
    const { home, file } = await withAccount(context);
    await link(home, file);
    await writeFile(file, 'theirs\n');
    await home.run(['refresh', 'fake']);
    await until('it is noticed', async () => /link\.changed/.test(home.log));
    assert.equal(await read(file), 'theirs\n');
    const { links } = await home.json(['links']);
    assert.equal(links[0].status, 'changed');
    assert.equal(links[0].problem.code, 'E601');
    assert.ok((await home.json(['status'])).problems.some((each) => each.code === 'E601'));
    const { activity } = (await home.api('GET', 'activity')).json;
    assert.ok(activity.some((each) => each.kind === 'link.changed'));
    assert.equal((await link(home, file)).code, 2);
    const again = await link(home, file, '--overwrite');
    assert.equal(again.code, 0, again.stderr);
    assert.equal(await read(file), await token(home));
    assert.equal((await home.json(['links'])).links[0].status, 'fresh');
});

test('a removed account takes its file along', async (context) => {
    const { home, file } = await withAccount(context);
    await link(home, file);
    await home.run(['remove', 'fake']);
    await until('the file is gone', async () => !(await there(file)));
    assert.equal((await home.json(['links'])).links[0].status, 'waiting');
    await home.signIn('fake');
    await freshWith(home, file);
});

test('unlink takes the file away, unless it is to stay', async (context) => {
    const { home, file } = await withAccount(context);
    await link(home, file);
    assert.equal((await home.run(['unlink', file, '--keep'])).code, 0);
    assert.ok(await there(file));
    assert.equal((await home.run(['unlink', file])).code, 5);
    await link(home, file, '--overwrite');
    const gone = await home.run(['unlink', file]);
    assert.match(gone.stdout, /bots\/token is gone\./);
    assert.ok(!(await there(file)));
    assert.deepEqual((await home.json(['links'])).links, []);
});

test('a bad place is refused with the reason, and nothing is kept', async (context) => {
    const { home, place, file } = await withAccount(context);
    await writeFile(path.join(place, 'real'), 'theirs\n');
    await symlink(path.join(place, 'real'), file);
    await mkdir(path.join(place, 'open'), { mode: 0o777 });
    execFileSync('chmod', ['777', path.join(place, 'open')]);
    const cases = [
        [[file], 2, /is a symbolic link[^]*bots\/real/],
        [[place], 2, /is a directory/],
        [[path.join(place, 'real')], 2, /is there already[^]*--overwrite/],
        [[path.join(place, 'no/such/place')], 2, /mkdir -p/],
        [[path.join(place, 'open', 'x')], 10, /can be changed by other users/],
        [[path.join(place, 'x'), '--mode', '0644'], 2, /no mode/],
        [[path.join(place, 'x'), '--format', 'xml'], 2, /the formats are|The formats are/],
    ];
    for (const [words, code, says] of cases) {
        const refused = await link(home, ...words);
        assert.equal(refused.code, code, words.join(' ') + refused.stderr);
        assert.match(refused.stderr, says);
    }
    assert.equal((await home.run(['link', 'nobody', path.join(place, 'x')])).code, 5);
    assert.equal(await read(path.join(place, 'real')), 'theirs\n');
    assert.deepEqual((await home.json(['links'])).links, []);
    const warned = await link(home, path.join(place, 'y'), '--mode', '0640');
    assert.equal(warned.code, 0, warned.stderr);
    assert.match(warned.stderr, /group can read/);
    assert.equal((await stat(path.join(place, 'y'))).mode & 0o777, 0o640);
});

test('a file that Git would take is refused', async (context) => {
    const { home, place, file } = await withAccount(context);
    execFileSync('git', ['init', '-q', place]);
    const refused = await link(home, file);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /inside a Git repository and not ignored\. \(E602\)[^]*echo token >> /);
    assert.ok(!(await there(file)));
    await writeFile(path.join(place, '.gitignore'), 'token\n');
    assert.equal((await link(home, file)).code, 0);
    assert.equal((await link(home, path.join(place, 'other'), '--force')).code, 0);
});

test('[[link]] of config.toml is applied at the start and when it is read anew', async (context) => {
    const { fake, home, place, file } = await withAccount(context, { serve: false });
    const wanted = (format) => `${fake.config()}\n[[link]]\naccount = "fake"\npath = "~/bots/token"\nformat = "${format}"\n`;
    await home.configure(wanted('plain'));
    await home.serve();
    await freshWith(home, file);
    assert.equal((await home.run(['unlink', file])).code, 2);
    await home.configure(wanted('twurple'));
    home.server.kill('SIGHUP');
    await until('the format changes', async () => /accessToken/.test(await read(file)));
    await home.configure(fake.config());
    home.server.kill('SIGHUP');
    await until('the file goes', async () => !(await there(file)));
    await home.configure(wanted('spotify'));
    const check = await home.run(['config', 'check']);
    assert.equal(check.code, 10);
    assert.match(check.stdout + check.stderr, /link\.format[^]*Did you mean spotipy/);
    assert.deepEqual(await readdir(place), []);
});

test('a directory that is gone is the problem of its link alone', async (context) => {
    const { home, place, file } = await withAccount(context);
    await link(home, file);
    await rm(place, { recursive: true });
    assert.equal((await home.run(['refresh', 'fake'])).code, 0);
    await until('it is said', async () => /link\.failed/.test(home.log));
    assert.equal((await home.json(['links'])).links[0].status, 'failed');
    await mkdir(place);
    await home.run(['refresh', 'fake']);
    await freshWith(home, file);
    assert.equal((await home.json(['links'])).links[0].status, 'fresh');
});

const mayMount = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { stdio: 'ignore' }).status === 0;

test('a disk that takes nothing is the problem of its link alone', { skip: !mayMount && 'only root may mount' }, async (context) => {
    const { home, place, file } = await withAccount(context);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=700', 'tmpfs', place]);
    home.mounts.push(place);
    await link(home, file);
    for (const [spoil, mend, says] of [
        [() => execFileSync('mount', ['-o', 'remount,ro', place]), () => execFileSync('mount', ['-o', 'remount,rw', place]),
         /read-only disk/],
        [() => execFileSync('sh', ['-c', 'cat /dev/zero > "$0/ballast" || true', place], { stdio: 'ignore' }),
         () => rm(path.join(place, 'ballast')), /disk full/],
    ]) {
        const before = await read(file);
        await spoil();
        assert.equal((await home.run(['refresh', 'fake'])).code, 0);
        await until('it is said', async () => says.test((await home.json(['links'])).links[0].problem?.title));
        assert.equal(await read(file), before, 'the old one is whole');
        await mend();
        await home.run(['refresh', 'fake']);
        await freshWith(home, file);
        assert.equal((await home.json(['links'])).links[0].problem, null);
    }
});

test('the routes answer on the socket only', async (context) => {
    const { home, file } = await withAccount(context);
    const { stdout } = await home.run(['key', 'create', 'bot', '--account', '*']);
    const answer = await fetch(`${home.url}/api/v1/links`, { headers: { 'X-API-Key': stdout.trim() } });
    assert.equal(answer.status, 403);
    for (const body of [{ account: 'fake', path: 'token' }, { account: 'fake', path: 7 }, { account: 'fake', path: file, mode: '0777' },
                        { account: 'fake', path: file, force: 'yes' }, { account: 'fake', path: `${file}\0` }, {}]) {
        const refused = await home.api('POST', 'links', body);
        assert.equal(refused.status, 400, JSON.stringify(body) + refused.body);
    }
    assert.equal((await home.api('DELETE', 'links')).status, 400);
    assert.equal((await home.api('DELETE', `links?path=${encodeURIComponent(file)}`)).status, 404);
    assert.ok(!(await there(file)));
});

test('a .env file is read alike by Node and by a shell', { skip: !util.parseEnv && 'this Node reads no .env files' }, async (context) => {
    const { home, place } = await withAccount(context);
    const file = path.join(place, '.env');
    assert.equal((await link(home, file, '--format', 'dotenv')).code, 0);
    const values = util.parseEnv(await read(file));
    assert.equal(values.FAKE_ACCESS_TOKEN, (await token(home)).trim());
    assert.equal(values.FAKE_CLIENT_ID, 'fake-client');
    const said = execFileSync('sh', ['-c', `. "${file}" && echo "$FAKE_ACCESS_TOKEN $FAKE_EXPIRES_AT"`], { encoding: 'utf8' });
    assert.equal(said.trim(), `${values.FAKE_ACCESS_TOKEN} ${values.FAKE_EXPIRES_AT}`);
});

test('formats with a refresh token hold a local handle that ends with the link', async (context) => {
    const { home, place } = await withAccount(context);
    const file = path.join(place, 'user_token.json');
    assert.equal((await link(home, file, '--format', 'pytwitchapi')).code, 0);
    const { refresh } = JSON.parse(await read(file));
    assert.match(refresh, /^rcr_[0-9A-Za-z]{36}$/);
    const ask = () => fetch(`${home.url}/oauth2/fake/token`, {
        method: 'POST', body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refresh }) });
    const answer = await ask();
    assert.equal(answer.status, 200);
    assert.equal((await answer.json()).access_token, (await token(home)).trim());
    await home.run(['refresh', 'fake']);
    await until('the renewal is in the file', async () => /planted-access-2/.test(await read(file)));
    assert.equal(JSON.parse(await read(file)).refresh, refresh);
    assert.equal((await home.run(['unlink', file])).code, 0);
    assert.equal((await ask()).status, 400);
});
