// SIGHUP reads config.toml anew; what is wrong with it never reaches the server that runs.
import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { Browser, Home, request } from '../support/roadcase.mjs';
import { countingTokens, startFakeProvider } from '../support/fake_provider.mjs';

async function connected(context, token = countingTokens()) {
    const fake = await startFakeProvider({ token });
    const home = await Home.create(fake.config());
    context.after(async () => { await home.remove(); await fake.stop(); });
    await home.serve();
    await new Browser().open(`${home.url}/auth/fake`);
    return { fake, home };
}

async function until(what, condition) {
    const end = Date.now() + 15_000;
    while (!(await condition())) {
        assert.ok(Date.now() < end, `never came: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

/** Sends SIGHUP and gives what the log says about it. */
async function reload(home, says = /config\.reloaded|stays as it was/) {
    const before = home.log.length;
    home.server.kill('SIGHUP');
    await until(`${says} in\n${home.log.slice(before)}`, () => says.test(home.log.slice(before)));
    return home.log.slice(before);
}

const statusOf = async (home, where) => (await request(home.url + where)).status;

test('clients come and go without a restart; accounts stay', async (context) => {
    const { fake, home } = await connected(context);
    const before = await home.json(['status', 'fake']);
    assert.equal(await statusOf(home, '/auth/second'), 404);
    const second = '[client.second]\nprovider = "fake"\nclient_id = "fake-client"\n';
    await home.configure(fake.config() + second);
    await reload(home);
    assert.equal(await statusOf(home, '/auth/second'), 307);
    assert.equal((await home.json(['status', 'fake'])).generation, before.generation);
    assert.equal((await home.run(['token', 'fake'])).stdout, 'planted-access-1\n');
    await home.configure(fake.config());
    await reload(home);
    assert.equal(await statusOf(home, '/auth/second'), 404);
});

test('a sign-in that is on its way survives', async (context) => {
    const { home } = await connected(context);
    const browser = new Browser();
    const start = await browser.once(`${home.url}/auth/fake?name=bot`);
    await reload(home);
    const done = await browser.open(start.headers.location, { from: start.url });
    assert.equal(done.status, 200);
    assert.equal((await home.json(['status', 'fake/bot'])).status, 'connected');
});

test('a configuration that cannot be used changes nothing and is named', async (context) => {
    const { fake, home } = await connected(context);
    const good = fake.config();
    const file = path.join(home.directory, 'config.toml');
    const wrong = [
        ['[client.twitch]\nclient_idd = "x"\n', /config\.toml, line 4.*client_id/],
        ['[client.fake\n', /config\.toml, line 3/],
        [good + '[renew]\nfraction_left = "much"\n', /config\.toml, line \d+/],
        [good + '#'.repeat(300 * 1024), /config\.toml is too large/],
        [`a${'.a'.repeat(100_000)} = 1\n`, /config\.toml/],
        [`a = ${'['.repeat(20_000)}\n`, /config\.toml/],
        [`a = ${'{a='.repeat(2_000)}\n`, /config\.toml/],
    ];
    for (const [text, says] of wrong) {
        await home.configure(text);
        const log = await reload(home);
        assert.match(log, /error The configuration stays as it was\./);
        assert.match(log, says);
    }
    for (const [name, spoil] of Object.entries({
        empty: () => writeFile(file, ''), gone: () => rm(file), directory: () => mkdir(file) })) {
        await spoil();
        assert.match(await reload(home), /stays as it was/, name);
    }
    await rm(file, { recursive: true });
    assert.equal(await statusOf(home, '/auth/fake'), 307);
    assert.equal((await home.json(['refresh', 'fake'])).status ?? 'connected', 'connected');
    await home.configure(good);
    assert.match(await reload(home), /config\.reloaded clients: 1/);
});

test('a refused client is tried again as soon as its secret is mended', async (context) => {
    const give = countingTokens();
    const rightSecret = 'planted-rotated-secret';
    let rotated = false;
    const token = (params) => rotated && params.get('client_secret') !== rightSecret
        ? { status: 401, body: '{"error":"invalid_client"}' } : give();
    const { fake, home } = await connected(context, token);
    rotated = true;
    assert.notEqual((await home.run(['refresh', 'fake'])).code, 0);
    assert.equal((await home.json(['status', 'fake'])).problem?.code ?? 'E301', 'E301');
    await home.configure(fake.config().replace('planted-client-secret', rightSecret));
    const asked = fake.tokenRequests().length;
    await reload(home);
    await until('a renewal of its own', () => fake.tokenRequests().length > asked);
    await until('health', async () => (await home.run(['token', 'fake'])).stdout === 'planted-access-2\n');
});

test('the rules of the API change at once', async (context) => {
    const { fake, home } = await connected(context);
    assert.equal(await statusOf(home, '/api/v1/token/fake'), 401);
    await home.configure(`${fake.config()}[api]\nrequire_key = false\n`);
    await reload(home);
    assert.equal(await statusOf(home, '/api/v1/token/fake'), 200);
    await home.configure(fake.config());
    await reload(home);
    assert.equal(await statusOf(home, '/api/v1/token/fake'), 401);
});

test('the log changes its level and its form', async (context) => {
    const { fake, home } = await connected(context);
    await home.configure(`${fake.config()}[log]\nlevel = "debug"\nformat = "json"\n`);
    const lines = (await reload(home, /config\.reloaded.*\n/)).trim().split('\n');
    const { time, level, message } = JSON.parse(lines.find((line) => line.includes('config.reloaded')));
    assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal(level, 'info');
    assert.match(message, /^config\.reloaded/);
    const before = home.log.length;
    await statusOf(home, '/healthz');
    await until('a debug line', () => home.log.slice(before).includes('"message":"GET /healthz 200"'));
});

test('what needs a restart is named', async (context) => {
    const { fake, home } = await connected(context);
    const file = path.join(home.directory, 'config.toml');
    await writeFile(file, `[server]\nport = ${home.port + 1}\nsocket = "/tmp/elsewhere.sock"\n${fake.config()}`);
    const log = await reload(home, /Only a restart.*\n/);
    assert.match(log, /server\.port, server\.socket/);
    const start = await request(`${home.url}/auth/fake`);
    const back = new URL(start.headers.location).searchParams.get('redirect_uri');
    assert.equal(back, `${home.url}/success`);
});

test('signals that mean nothing, or many at once, are harmless', async (context) => {
    const { home } = await connected(context);
    for (let i = 0; i < 20; ++i) home.server.kill('SIGHUP');
    for (const signal of ['SIGPIPE', 'SIGUSR2']) home.server.kill(signal);
    home.server.kill('SIGUSR1');
    await until('the state', () => /accounts: 1 connected, next renewal in .*; connections: \d+/.test(home.log));
    assert.ok(!home.log.includes('planted-'));
    assert.equal(await statusOf(home, '/healthz'), 200);
    assert.equal(await home.stop(), 0);
});
