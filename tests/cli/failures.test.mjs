// What a command says and does when it cannot do what it was asked for.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { Browser, Home, program } from '../support/roadcase.mjs';
import { countingTokens, startFakeProvider } from '../support/fake_provider.mjs';

/** A home with one connected account and no server. */
async function connected(context) {
    const fake = await startFakeProvider({ token: countingTokens(3600) });
    const home = await Home.create(fake.config());
    context.after(async () => { await home.remove(); await fake.stop(); });
    await home.serve();
    await new Browser().open(`${home.url}/auth`);
    await home.stop();
    return { fake, home };
}

for (const [signal, code] of [['SIGHUP', 129], ['SIGINT', 130], ['SIGQUIT', 131]])
    test(`${signal} ends a command at the provider in words of its own`, async (context) => {
        const { fake, home } = await connected(context);
        const give = fake.token;
        const asked = new Promise((resolve) => {
            fake.token = () => { resolve(); return new Promise(() => null); };
        });
        let child;
        const ended = home.run(['refresh', 'fake'], { started: (one) => (child = one) });
        await asked;
        child.kill(signal);
        const result = await ended;
        assert.equal(result.code, code, result.stderr);
        assert.equal(result.stderr,
                     'Stopped. Nothing was lost; what was sent is taken up by the next command.\n');
        fake.token = give;
        const again = await home.run(['refresh', 'fake']);
        assert.equal(again.code, 0, again.stderr);
    });

test('output that nobody can have is no success', async (context) => {
    const { home } = await connected(context);
    for (const shell of ['"$0" token fake > /dev/full', '"$0" token fake >&-', '"$0" list > /dev/full']) {
        const { status, stderr } = spawnSync('sh', ['-c', shell, program],
                                             { env: home.environment(), encoding: 'utf8' });
        assert.equal(status, 1, shell);
        assert.match(stderr, /The output could not be written/);
    }
    const key = spawnSync('sh', ['-c', '"$0" key create lost --account fake > /dev/full', program],
                          { env: home.environment(), encoding: 'utf8' });
    assert.equal(key.status, 1);
    assert.match(key.stderr, /The new key was taken back/);
    assert.deepEqual((await home.json(['key', 'list'])).keys, []);
});

test('a passphrase file that is missing, unnamed, empty, short or wrong is named', async (context) => {
    const { home } = await connected(context);
    const file = path.join(home.directory, 'passphrase');
    await writeFile(file, 'planted correct horse', { mode: 0o600 });
    const sealed = await home.run(['vault', 'rekey', '--to', 'passphrase', '--passphrase-file', file]);
    assert.equal(sealed.code, 0, sealed.stderr);
    const tried = (name) => home.run(['token', 'fake'], { env: { ROADCASE_PASSPHRASE_FILE: name } });
    for (const text of ['', 'planted', 'planted wrong horse']) {
        await writeFile(file, text);
        const { code, stderr } = await tried(file);
        assert.equal(code, 1, stderr);
        assert.match(stderr, /Wrong passphrase.*E603/);
        assert.ok(stderr.includes(file), stderr);
    }
    for (const name of ['', path.join(home.directory, 'none')]) {
        const { code, stderr } = await tried(name);
        assert.equal(code, 10, stderr);
        assert.match(stderr, /ROADCASE_PASSPHRASE_FILE[\s\S]*Next: /);
    }
});

test('a configuration or a socket that is named and not there is said', async (context) => {
    const home = await Home.create();
    context.after(() => home.remove());
    for (const args of [['list'], ['serve'], ['config', 'check']]) {
        const { code, stderr } = await home.run(['--config', '/nowhere/none.toml', ...args]);
        assert.equal(code, 10, stderr);
        assert.match(stderr, /There is no \/nowhere\/none\.toml\. \(E104\)[\s\S]*Next: /);
    }
    await home.serve();
    const { code, stderr } = await home.run(['--socket', '/nowhere/sock', 'list']);
    assert.equal(code, 3);
    assert.match(stderr, /Nobody answers at \/nowhere\/sock\.[\s\S]*--socket[\s\S]*ROADCASE_SOCKET/);
});

test('a log of JSON holds nothing else, and warns of what needs a person', async (context) => {
    const { fake, home } = await connected(context);
    await home.configure(`${fake.config()}[log]\nformat = "json"\n`);
    home.log = '';
    await home.serve();
    fake.token = () => ({ status: 400, body: '{"error":"invalid_grant"}' });
    assert.equal((await home.run(['refresh', 'fake'])).code, 4);
    const second = await home.run(['serve']);
    assert.equal(second.code, 3, second.stderr);
    await home.stop();
    const lines = home.log.trim().split('\n').map((line) => JSON.parse(line));
    const level = (text) => lines.find((line) => line.message.startsWith(text))?.level;
    assert.equal(level('Roadcase is at'), 'info');
    assert.equal(level('Stopping.'), 'info');
    assert.match(level('account.needs_authorization'), /^warn/);
});
