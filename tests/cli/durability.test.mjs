// What must survive: a kill at any moment, a full disk, a restart.
import assert from 'node:assert/strict';
import { chmod, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { Browser, Home } from '../support/roadcase.mjs';
import { countingTokens, startFakeProvider } from '../support/fake_provider.mjs';

/** A home with one connected account; everything ends with the test, however it ends. */
async function connected(context, lifetime = 3600) {
    const fake = await startFakeProvider({ token: countingTokens(lifetime) });
    const home = await Home.create(fake.config());
    context.after(async () => { await home.remove(); await fake.stop(); });
    await home.serve();
    await new Browser().open(`${home.url}/auth`);
    return { fake, home };
}

async function everythingIn(directory) {
    const entries = await readdir(directory, { withFileTypes: true });
    const below = await Promise.all(entries.map((entry) => {
        const full = path.join(directory, entry.name);
        return entry.isDirectory() ? everythingIn(full).then((inside) => [full, ...inside]) : [full];
    }));
    return below.flat();
}

test('killed while the provider answers: the next start uses the newest pair it has', async (context) => {
    const { fake, home } = await connected(context);
    const give = fake.token;
    let asked;
    const reached = new Promise((resolve) => (asked = resolve));
    fake.token = () => { asked(); return new Promise(() => null); }; // the answer never comes
    const hanging = home.run(['refresh', 'fake']);
    await reached;
    await home.stop('SIGKILL');
    await hanging;
    fake.token = give;
    await home.serve();
    const token = await home.json(['token', 'fake']);
    assert.match(token.access_token, /^planted-access-\d+$/);
    assert.equal((await home.json(['status', 'fake'])).status, 'connected');
});

test('killed again and again: the token that was handed out last is never lost', async (context) => {
    const { home } = await connected(context);
    for (let round = 0; round < 5; ++round) {
        await home.run(['refresh', 'fake']);
        const before = await home.json(['status', 'fake']);
        await home.stop('SIGKILL');
        await home.serve();
        const after = await home.json(['status', 'fake']);
        assert.equal(after.generation, before.generation);
        assert.equal(after.expires_at, before.expires_at);
    }
});

test('SIGTERM during a renewal waits for the answer and keeps it', async (context) => {
    const { fake, home } = await connected(context);
    const give = fake.token;
    let release;
    let asked;
    const reached = new Promise((resolve) => (asked = resolve));
    const gate = new Promise((resolve) => (release = resolve));
    fake.token = async (...args) => { asked(); await gate; return give(...args); };
    const refreshing = home.run(['refresh', 'fake']);
    await reached;
    const ended = home.stop('SIGTERM');
    release();
    await ended;
    await refreshing;
    fake.token = give;
    assert.equal((await home.run(['token', 'fake'])).stdout, 'planted-access-2\n');
});

test('everything in the home is private and holds no secret in clear', async (context) => {
    const { home } = await connected(context);
    const words = ['planted-access-1', 'planted-refresh-1'].flatMap((word) => [
        word, Buffer.from(word).toString('hex'), Buffer.from(word).toString('base64').replace(/=+$/, '')]);
    for (const file of await everythingIn(home.directory)) {
        const name = path.relative(home.directory, file);
        const facts = await stat(file);
        if (name !== 'config.toml') assert.equal(facts.mode & 0o077, 0, name);
        if (!facts.isFile()) continue;
        const bytes = await readFile(file);
        for (const word of words) assert.ok(!bytes.includes(word), `${name} holds ${word}`);
    }
});

test('a home that others can read is refused with the command that mends it', async (context) => {
    const home = await Home.create();
    context.after(() => home.remove());
    await chmod(home.directory, 0o755);
    const { code, stderr } = await home.run(['serve']);
    assert.notEqual(code, 0);
    assert.match(stderr, /chmod 700/);
    await chmod(home.directory, 0o700);
});

test('a wrong configuration names file, line and fix', async (context) => {
    const home = await Home.create('redirect_url = "x"\n');
    context.after(() => home.remove());
    const { code, stderr } = await home.run(['config', 'check']);
    assert.equal(code, 10);
    assert.match(stderr, /config\.toml, line 3/);
    assert.match(stderr, /redirect_uri/);
});

test('a secret file that others can read is found by config check', async (context) => {
    const home = await Home.create('[client.twitch]\nclient_id = "x"\nclient_secret_file = "twitch.secret"\n');
    context.after(() => home.remove());
    const file = path.join(home.directory, 'twitch.secret');
    await writeFile(file, 'planted-secret\n');
    await chmod(file, 0o644);
    const { code, stderr } = await home.run(['config', 'check']);
    assert.equal(code, 10);
    assert.match(stderr, /chmod 600/);
    await chmod(file, 0o600);
    assert.equal((await home.run(['config', 'check'])).code, 0);
});
