// Every example of the documentation is run as it stands there, against the running server, and must reach the
// provider's API as the account. PowerShell is not among Debian's packages; its example is read by people only.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Home, program } from '../support/roadcase.mjs';

const execute = promisify(execFile);
const examples = path.resolve('docs/examples');
const notRun = ['README.md', 'powershell.ps1'];
const ran = new Set();

let home;
let key;
let work;

before(async () => {
    home = await (await Home.create()).serve();
    work = await mkdtemp(path.join(os.tmpdir(), 'roadcase-examples-'));
    assert.equal((await home.run(['demo'])).code, 0);
    key = (await home.run(['key', 'create', 'example', '--account', 'practice'])).stdout.trim();
    assert.match(key, /^rck_/);
});

after(async () => {
    await home?.remove();
    if (work) await rm(work, { recursive: true, force: true });
});

const api = () => `http://127.0.0.1:${home.port}/practice/userinfo`;

/** Runs a program as a bot author would, with nothing but the address and the key in its environment. */
async function run(file, args, env = {}) {
    const environment = { PATH: process.env.PATH, LANG: 'C.UTF-8', HOME: work, ROADCASE_URL: home.url,
                          ROADCASE_KEY: key, ...env };
    return execute(file, args, { env: environment, timeout: 60_000 })
        .then(({ stdout, stderr }) => ({ code: 0, stdout, stderr }))
        .catch((error) => ({ code: error.code, stdout: error.stdout ?? '', stderr: error.stderr ?? String(error) }));
}

/** Works with an account that is there; says what is wrong with one that is not, and no secret. */
function example(name, start) {
    test(`${name} reaches the provider as the account`, async () => {
        ran.add(name);
        const done = await start(['practice', api()]);
        assert.equal(done.code, 0, done.stderr);
        assert.match(done.stdout, /nova_practice/);
    });
    test(`${name} says what is wrong and ends with a failure`, async () => {
        const failed = await start(['nobody', api()]);
        assert.notEqual(failed.code, 0, failed.stdout);
        assert.notEqual(failed.stdout + failed.stderr, '');
        assert.doesNotMatch(failed.stdout + failed.stderr, /rck_/);
    });
}

const file = (name) => path.join(examples, name);
example('python.py', (args) => run('/usr/bin/python3', [file('python.py'), ...args]));
example('node.mjs', (args) => run(process.execPath, [file('node.mjs'), ...args]));
example('bash.sh', (args) => run('bash', [file('bash.sh'), ...args]));

let compiled;
example('csharp.cs', async (args) => {
    const exe = path.join(work, 'example.exe');
    compiled ??= run('mcs', ['-langversion:7', '-r:System.Net.Http.dll', `-out:${exe}`, file('csharp.cs')]);
    assert.equal((await compiled).code, 0, (await compiled).stderr);
    return run('mono', [exe, ...args]);
});

/** The library, installed as a package would be, into a place of its own. */
let installed;
function prefix() {
    const place = path.join(work, 'prefix');
    installed ??= run('cmake', ['--install', path.dirname(path.resolve(program)), '--component', 'client', '--prefix', place]);
    return installed.then((done) => {
        assert.equal(done.code, 0, done.stderr);
        return place;
    });
}

/** What the C++ example prints is what curl reads. */
async function withCurl(consumer, args, env) {
    const headers = await run(consumer, args.slice(0, 1), env);
    if (headers.code !== 0) return headers;
    return run('bash', ['-c', 'curl -sS -K - "$0" <<<"$1"', args[1], headers.stdout]);
}

let builtByCmake;
example('cpp.cpp', async (args) => {
    const place = await prefix();
    const build = path.join(work, 'build');
    builtByCmake ??= run('cmake', ['-S', path.resolve('tests/examples/consumer'), '-B', build, `-DCMAKE_PREFIX_PATH=${place}`,
                                   `-DEXAMPLE=${file('cpp.cpp')}`])
        .then((done) => (done.code === 0 ? run('cmake', ['--build', build]) : done));
    assert.equal((await builtByCmake).code, 0, (await builtByCmake).stderr + (await builtByCmake).stdout);
    return withCurl(path.join(build, 'consumer'), args);
});

test('cpp.cpp is built with pkg-config, too, and finds this user over the socket without a key', async () => {
    const place = await prefix();
    const moved = path.join(work, 'moved');
    await cp(place, moved, { recursive: true, verbatimSymlinks: true });
    const libraries = (await readdir(path.join(moved, 'lib'), { recursive: true })).filter((name) => name.endsWith('roadcase.pc'));
    const pkg = path.join(moved, 'lib', path.dirname(libraries[0]));
    const flags = await run('pkg-config', ['--cflags', '--libs', 'roadcase'], { PKG_CONFIG_PATH: pkg });
    assert.equal(flags.code, 0, flags.stderr);
    const consumer = path.join(work, 'consumer');
    const built = await run('g++', ['-std=c++17', file('cpp.cpp'), '-o', consumer, ...flags.stdout.trim().split(/\s+/),
                                    `-Wl,-rpath,${path.dirname(pkg)}`]);
    assert.equal(built.code, 0, built.stderr);
    const done = await withCurl(consumer, ['practice', api()], { ROADCASE_KEY: '', ROADCASE_HOME: home.directory });
    assert.match(done.stdout, /nova_practice/, done.stderr);
    const nobody = await run(consumer, ['practice'], { ROADCASE_KEY: '', ROADCASE_HOME: '/nonexistent' });
    assert.equal(nobody.code, 1);
    assert.match(nobody.stderr, /does not answer at \/nonexistent\/run\/roadcase.sock.*roadcase serve/);
});

test('obs.lua reads the file that Roadcase keeps fresh', async () => {
    ran.add('obs.lua');
    const runtime = path.join(work, 'runtime');
    await mkdir(path.join(runtime, 'roadcase', 'token'), { recursive: true, mode: 0o700 });
    const link = path.join(runtime, 'roadcase', 'token', 'twitch');
    // The example's account is called twitch; here the practice account stands behind that file.
    const linked = await home.run(['link', 'practice', link]);
    assert.equal(linked.code, 0, linked.stderr);
    const check = `dofile(arg[1]); script_load(); io.stdout:write(token())`;
    const told = await run('lua5.4', ['-e', check.replace('arg[1]', `"${file('obs.lua')}"`)], { XDG_RUNTIME_DIR: runtime });
    assert.equal(told.code, 0, told.stderr);
    const [sentence, token] = told.stdout.split('\n');
    assert.match(sentence, /There is a token of \d+ characters/);
    assert.equal(token, (await home.json(['token', 'practice'])).access_token);
    const none = await run('lua5.4', ['-e', `dofile("${file('obs.lua')}"); script_load()`], { XDG_RUNTIME_DIR: work });
    assert.match(none.stdout, /roadcase link twitch/);
});

test('no example is left out', async () => {
    const there = (await readdir(examples)).filter((name) => !notRun.includes(name));
    assert.deepEqual(there.sort(), [...ran].sort());
});
