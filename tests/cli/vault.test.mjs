// How the saved data is sealed: where its key is, how it is changed, and what is said when it is not there.
import assert from 'node:assert/strict';
import { access, chmod, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { Browser, Home, program, request } from '../support/roadcase.mjs';
import { countingTokens, startFakeProvider } from '../support/fake_provider.mjs';

const fakeLibsecret = path.join(path.dirname(program), 'fake_libsecret');
const there = (file) => access(file).then(() => true, () => false);

/** A home with one connected account and no server. */
async function connected(context) {
    const fake = await startFakeProvider({ token: countingTokens(3600) });
    const home = await Home.create(fake.config());
    context.after(async () => { await home.remove(); await fake.stop(); });
    await home.serve();
    await new Browser().open(`${home.url}/auth`);
    await home.stop();
    home.fake = fake;
    home.keyFile = path.join(home.directory, 'data', 'roadcase.key');
    if (!(await there(home.keyFile))) home.keyFile = path.join(home.directory, 'roadcase.key');
    assert.ok(await there(home.keyFile), 'the key file of a new home');
    return home;
}

async function secretFile(home, name, text) {
    const file = path.join(home.directory, name);
    await writeFile(file, text, { mode: 0o600 });
    return file;
}

/** Everything the home's processes see beside what they always see. */
function withEnvironment(home, more) {
    const plain = Home.prototype.environment.bind(home);
    home.environment = (also) => plain({ ...more, ...also });
}

async function token(home) {
    const { code, stdout, stderr } = await home.run(['token', 'fake']);
    assert.equal(code, 0, stderr);
    return stdout.trim();
}

async function done(home, args, options) {
    const result = await home.run(args, options);
    assert.equal(result.code, 0, result.stderr);
    return result;
}

test('status says where the key is and never the key', async (context) => {
    const home = await connected(context);
    const status = await home.json(['vault', 'status']);
    assert.equal(status.source, 'file');
    assert.equal(status.place, home.keyFile);
    assert.equal(status.accounts, 1);
    assert.ok(status.schema >= 1);
    assert.ok(Math.abs(Date.parse(status.data_key_made_at) - Date.now()) < 600_000, status.data_key_made_at);
    const { stdout } = await done(home, ['vault', 'status']);
    const key = (await readFile(home.keyFile, 'utf8')).trim().split(' ')[1];
    assert.match(stdout, /roadcase\.key/);
    assert.ok(!stdout.includes(key) && !JSON.stringify(status).includes(key));
});

test('from a key file to a passphrase and back, without a server', async (context) => {
    const home = await connected(context);
    const before = await token(home);
    const given = await secretFile(home, 'passphrase', 'planted correct horse\n');
    const rekeyed = await done(home, ['vault', 'rekey', '--to', 'passphrase', '--passphrase-file', given]);
    assert.match(rekeyed.stdout, /fresh key: passphrase/);
    assert.match(rekeyed.stderr, /ROADCASE_PASSPHRASE_FILE/);
    assert.equal(await there(home.keyFile), false, 'the old key opens nothing and is gone');

    const nobody = await home.run(['token', 'fake']);
    assert.equal(nobody.code, 10, nobody.stderr);
    assert.match(nobody.stderr, /needs its passphrase[\s\S]*ROADCASE_PASSPHRASE_FILE/);
    const other = await secretFile(home, 'other', 'planted wrong horse\n');
    const wrong = await home.run(['token', 'fake'], { env: { ROADCASE_PASSPHRASE_FILE: other } });
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /Wrong passphrase.*E603/);
    assert.ok(!wrong.stderr.includes('horse'));

    withEnvironment(home, { ROADCASE_PASSPHRASE_FILE: given });
    assert.equal(await token(home), before);
    assert.equal((await home.json(['vault', 'status'])).source, 'passphrase');
    await done(home, ['vault', 'rekey', '--to', 'file']);
    withEnvironment(home, {});
    assert.equal(await token(home), before);
    assert.ok(await there(home.keyFile));
});

test('rekey and rotate beside a running server, which goes on and starts again', async (context) => {
    const home = await connected(context);
    await home.serve();
    const before = await token(home);
    const oldKey = await readFile(home.keyFile, 'utf8');
    const made = (await home.json(['vault', 'status'])).data_key_made_at;
    assert.match((await done(home, ['vault', 'rotate'])).stdout, /sealed anew/);
    await done(home, ['vault', 'rekey']);
    assert.notEqual(await readFile(home.keyFile, 'utf8'), oldKey);
    assert.equal(await token(home), before);
    assert.ok((await home.json(['vault', 'status'])).data_key_made_at >= made);
    await done(home, ['refresh', 'fake']);
    const renewed = await token(home);
    assert.notEqual(renewed, before);
    await home.stop('SIGKILL');
    await home.serve();
    assert.equal(await token(home), renewed);
    assert.equal((await readdir(path.dirname(home.keyFile))).filter((name) => name.endsWith('.new')).length, 0);
});

test('a new passphrase for a running server, which never logs it', async (context) => {
    const home = await connected(context);
    const first = await secretFile(home, 'first', 'planted first horse');
    const second = await secretFile(home, 'second', 'planted second horse');
    await done(home, ['vault', 'rekey', '--to', 'passphrase', '--passphrase-file', first]);
    withEnvironment(home, { ROADCASE_PASSPHRASE_FILE: first, ROADCASE_LOG: 'debug' });
    await home.serve();
    const before = await token(home);
    await done(home, ['vault', 'rekey', '--passphrase-file', second]);
    await home.stop();
    assert.ok(!home.log.includes('horse'));
    assert.equal((await home.run(['token', 'fake'])).code, 1, 'the first one opens nothing any more');
    withEnvironment(home, { ROADCASE_PASSPHRASE_FILE: second });
    assert.equal(await token(home), before);
});

test('too short a passphrase, an open file and a missing one change nothing', async (context) => {
    const home = await connected(context);
    const before = await readFile(home.keyFile, 'utf8');
    const rekey = ['vault', 'rekey', '--to', 'passphrase'];
    const short = await home.run([...rekey, '--passphrase-file', await secretFile(home, 'short', 'planted')]);
    assert.equal(short.code, 2);
    assert.match(short.stderr, /too short/);
    const open = await secretFile(home, 'open', 'planted open horse');
    await chmod(open, 0o644);
    assert.match((await home.run([...rekey, '--passphrase-file', open])).stderr, /E105/);
    const nobody = await home.run(rekey);
    assert.equal(nobody.code, 2);
    assert.match(nobody.stderr, /--passphrase-file/);
    assert.equal(await readFile(home.keyFile, 'utf8'), before);
    await token(home);
});

test('a key of another home, a damaged one and a missing one are named', async (context) => {
    const home = await connected(context);
    const key = await readFile(home.keyFile, 'utf8');
    for (const [text, said] of [[`roadcase-key-1 ${'A'.repeat(43)}\n`, /is not the key of/],
                                [key.slice(0, 30), /is not a key file/], [null, /is not there/]]) {
        if (text === null) await rm(home.keyFile);
        else await writeFile(home.keyFile, text);
        const { code, stderr } = await home.run(['token', 'fake']);
        assert.equal(code, 1);
        assert.match(stderr, said);
        assert.ok(stderr.includes(home.keyFile), stderr);
    }
    await writeFile(home.keyFile, key, { mode: 0o600 });
    await token(home);
});

test('a command and a systemd credential give the key', async (context) => {
    const home = await connected(context);
    const before = await token(home);
    const config = home.fake.config();
    const plain = typeof config === 'function' ? config(home) : config;
    await home.configure(`${plain}\n[store]\nencryption_key_command = ["echo", "planted-text-of-a-command"]\n`);
    await done(home, ['vault', 'rekey', '--to', 'command']);
    assert.equal(await token(home), before);
    assert.equal((await home.json(['vault', 'status'])).source, 'command');

    const credentials = path.join(home.directory, 'credentials');
    await mkdir(credentials, { mode: 0o700 });
    await writeFile(path.join(credentials, 'roadcase-key'), 'planted-credential', { mode: 0o400 });
    const without = await home.run(['vault', 'rekey', '--to', 'systemd']);
    assert.equal(without.code, 10);
    assert.match(without.stderr, /LoadCredentialEncrypted=roadcase-key/);
    withEnvironment(home, { CREDENTIALS_DIRECTORY: credentials });
    await done(home, ['vault', 'rekey', '--to', 'systemd']);
    await home.configure(plain);
    assert.equal(await token(home), before);
    withEnvironment(home, {});
    assert.equal((await home.run(['token', 'fake'])).code, 10);
});

test('a keyring that is locked or missing is said, and nothing else is tried', async (context) => {
    const home = await connected(context);
    const before = await token(home);
    const keyring = path.join(home.directory, 'keyring');
    await mkdir(keyring);
    const unlocked = { LD_LIBRARY_PATH: fakeLibsecret, FAKE_KEYRING: keyring };
    await done(home, ['vault', 'rekey', '--to', 'keyring'], { env: unlocked });
    assert.equal((await readdir(keyring)).length, 1);
    assert.equal(await there(home.keyFile), false);
    const locked = await home.run(['token', 'fake'], { env: { ...unlocked, FAKE_KEYRING_LOCKED: 'planted reason' } });
    assert.equal(locked.code, 1);
    assert.match(locked.stderr, /E108[\s\S]*planted reason/);
    const empty = path.join(home.directory, 'empty');
    await mkdir(empty);
    const other = await home.run(['token', 'fake'], { env: { ...unlocked, FAKE_KEYRING: empty } });
    assert.match(other.stderr, /not in the desktop keyring.*E108/);
    assert.equal((await readdir(empty)).length, 0, 'no fresh key was made');
    assert.equal(await there(home.keyFile), false);
    const open = await home.run(['token', 'fake'], { env: unlocked });
    assert.equal(open.stdout.trim(), before);
    await done(home, ['vault', 'rekey', '--to', 'file'], { env: unlocked });
    assert.equal((await readdir(keyring)).length, 0);
    assert.equal(await token(home), before);
});

test('a configuration that names another source is refused with the way out', async (context) => {
    const home = await connected(context);
    const config = home.fake.config();
    const plain = typeof config === 'function' ? config(home) : config;
    await home.configure(`${plain}\n[store]\nencryption_key = "keyring"\n`);
    const { code, stderr } = await home.run(['token', 'fake']);
    assert.equal(code, 10);
    assert.match(stderr, /sealed with a key file, but config.toml asks for the desktop keyring/);
    assert.match(stderr, /vault rekey --to keyring/);
    await home.configure(`${plain}\n[store]\nencryption_key = "file"\n`);
    const given = await secretFile(home, 'passphrase', 'planted correct horse');
    const rekeyed = await done(home, ['vault', 'rekey', '--to', 'passphrase', '--passphrase-file', given]);
    assert.match(rekeyed.stderr, /encryption_key = "passphrase"/);
});

test('over TCP the seal is not to be seen, whatever the configuration', async (context) => {
    const home = await Home.create('[api]\nrequire_key = false\n');
    context.after(() => home.remove());
    await home.serve();
    assert.equal((await request(`${home.url}/api/v1/vault`)).status, 403);
    for (const verb of ['rekey', 'rotate'])
        assert.equal((await request(`${home.url}/api/v1/vault/${verb}`, { method: 'POST',
            headers: { 'Content-Length': 0 } })).status, 403);
    const socketPath = path.join(home.directory, 'run', 'roadcase.sock');
    assert.equal((await request('http://localhost/api/v1/vault', { socketPath })).status, 200);
});
