// What must survive: a kill at any moment, a full disk, a restart.
import assert from 'node:assert/strict';
import { chmod, readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { Browser, Home } from '../support/roadcase.mjs';
import { countingTokens, startFakeProvider } from '../support/fake_provider.mjs';

async function connected(lifetime = 3600) {
    const fake = await startFakeProvider({ token: countingTokens(lifetime) });
    const home = await Home.create(fake.config());
    await home.serve();
    await new Browser().open(`${home.url}/auth`);
    const end = async () => { await home.remove(); await fake.stop(); };
    return { fake, home, end };
}

test('killed while the provider answers: the next start uses the newest pair it has', async () => {
    const { fake, home, end } = await connected();
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
    await end();
});

test('killed again and again: the token that was handed out last is never lost', async () => {
    const { home, end } = await connected();
    for (let round = 0; round < 5; ++round) {
        await home.run(['refresh', 'fake']);
        const before = await home.json(['status', 'fake']);
        await home.stop('SIGKILL');
        await home.serve();
        const after = await home.json(['status', 'fake']);
        assert.equal(after.generation, before.generation);
        assert.equal(after.expires_at, before.expires_at);
    }
    await end();
});

test('SIGTERM during a renewal waits for the answer and keeps it', async () => {
    const { fake, home, end } = await connected();
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
    await end();
});

test('everything in the home is private and holds no secret in clear', async () => {
    const { home, end } = await connected();
    const words = ['planted-access-1', 'planted-refresh-1'].flatMap((word) => [
        word, Buffer.from(word).toString('hex'), Buffer.from(word).toString('base64').replace(/=+$/, '')]);
    for (const name of await readdir(home.directory, { recursive: true })) {
        const file = path.join(home.directory, name);
        const facts = await stat(file);
        if (name !== 'config.toml') assert.equal(facts.mode & 0o077, 0, name);
        if (!facts.isFile()) continue;
        const bytes = await readFile(file);
        for (const word of words) assert.ok(!bytes.includes(word), `${name} holds ${word}`);
    }
    await end();
});

test('a home that others can read is refused with the command that mends it', async () => {
    const home = await Home.create();
    await chmod(home.directory, 0o755);
    const { code, stderr } = await home.run(['serve']);
    assert.notEqual(code, 0);
    assert.match(stderr, /chmod 700/);
    await chmod(home.directory, 0o700);
    await home.remove();
});

test('a wrong configuration names file, line and fix', async () => {
    const home = await Home.create('redirect_url = "x"\n');
    const { code, stderr } = await home.run(['config', 'check']);
    assert.equal(code, 10);
    assert.match(stderr, /config\.toml, line 3/);
    assert.match(stderr, /redirect_uri/);
    await home.remove();
});
