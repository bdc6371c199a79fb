// How the program ends: in time, whatever runs, and with nothing lost.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import net from 'node:net';
import { test } from 'node:test';
import { Browser, Home, program, request } from '../support/roadcase.mjs';
import { countingTokens, startFakeProvider } from '../support/fake_provider.mjs';

const IN_TIME = 2000;

/** A home with one connected account and a server; everything ends with the test, however it ends. */
async function connected(context) {
    const fake = await startFakeProvider({ token: countingTokens() });
    const home = await Home.create(fake.config());
    context.after(async () => { await home.remove(); await fake.stop(); });
    await home.serve();
    await new Browser().open(`${home.url}/auth`);
    return { fake, home };
}

/** Token requests are answered after `delay` milliseconds, or never; `asked` resolves with the first. */
function slow(fake, delay) {
    const give = fake.token;
    const asked = new Promise((resolve) => {
        fake.token = async (...args) => {
            resolve();
            await new Promise((go) => delay !== undefined && setTimeout(go, delay));
            return give(...args);
        };
    });
    return { asked, mend: () => (fake.token = give) };
}

async function until(what, condition) {
    const end = Date.now() + 15_000;
    while (!(await condition())) {
        assert.ok(Date.now() < end, `never came: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

/** Starts a command; `ended` resolves with its exit code or signal. */
function start(home, args) {
    const child = spawn(program, args, { env: home.environment(), stdio: ['ignore', 'pipe', 'pipe'] });
    const result = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr']) child[stream].on('data', (part) => (result[stream] += part));
    const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, ...result })));
    return { child, ended };
}

/** Sends SIGTERM to the server and gives its exit code; fails when that takes too long. */
async function endsInTime(home, limit = IN_TIME) {
    const began = Date.now();
    const code = await home.stop('SIGTERM');
    const took = Date.now() - began;
    assert.ok(took < limit, `took ${took} ms:\n${home.log}`);
    assert.ok(!home.log.includes('Stopped before everything had ended'), home.log);
    return code;
}

test('SIGTERM while the provider hangs: ends in time, and the next start goes on', async (context) => {
    const { fake, home } = await connected(context);
    const { asked, mend } = slow(fake);
    const hanging = home.run(['refresh', 'fake']);
    await asked;
    assert.equal(await endsInTime(home), 0);
    assert.equal((await hanging).code, 6);
    mend();
    await home.serve();
    assert.match((await home.json(['token', 'fake'])).access_token, /^planted-access-\d+$/);
    assert.equal((await home.run(['refresh', 'fake'])).code, 0);
    assert.equal((await home.json(['status', 'fake'])).status, 'connected');
});

test('SIGTERM with many renewals at a provider that hangs', async (context) => {
    const { fake, home } = await connected(context);
    const browser = new Browser();
    for (const name of ['one', 'two', 'three', 'four']) await browser.open(`${home.url}/auth?name=${name}`);
    const before = fake.tokenRequests().length;
    const { mend } = slow(fake);
    const waiting = ['fake', 'fake/one', 'fake/two', 'fake/three', 'fake', 'fake/one'].map((name) =>
        home.run(['refresh', name]));
    await until('all four requests', () => fake.tokenRequests().length === before + 4);
    assert.equal(await endsInTime(home), 0);
    mend(); // for a command that came too late for the server
    const ends = (await Promise.all(waiting)).map((each) => each.code);
    assert.ok(ends.filter((code) => code === 6).length >= 4, `${ends}`);
});

test('SIGTERM while the answer is on its way: the new token is kept and handed out', async (context) => {
    const { fake, home } = await connected(context);
    const { asked, mend } = slow(fake, 800);
    const refreshing = home.run(['refresh', 'fake']);
    await asked;
    assert.equal(await endsInTime(home), 0);
    assert.equal((await refreshing).code, 0);
    mend();
    assert.equal((await home.run(['token', 'fake'])).stdout, 'planted-access-2\n');
    assert.equal(fake.tokenRequests().length, 2);
});

test('SIGTERM with idle and dripping connections', async (context) => {
    const { home } = await connected(context);
    const sockets = [];
    let dripping = true;
    context.after(() => { dripping = false; for (const socket of sockets) socket.destroy(); });
    const line = 'GET /healthz HTTP/1.1\r\nX-Slow: ';
    for (let i = 0; i < 64; ++i) {
        const socket = net.connect(home.port, '127.0.0.1');
        socket.on('error', () => null);
        await new Promise((resolve) => socket.once('connect', resolve));
        if (i % 2) socket.write(line);
        sockets.push(socket);
    }
    const drip = () => {
        for (const [i, socket] of sockets.entries()) if (i % 2 && !socket.destroyed) socket.write('x');
        if (dripping) setTimeout(drip, 20);
    };
    drip();
    assert.equal(await endsInTime(home), 0);
});

test('a second SIGTERM waits for nothing', async (context) => {
    const { fake, home } = await connected(context);
    const { asked, mend } = slow(fake);
    const hanging = home.run(['refresh', 'fake']);
    await asked;
    const began = Date.now();
    home.server.kill('SIGTERM');
    await until('Stopping.', () => home.log.includes('Stopping.'));
    home.server.kill('SIGTERM');
    assert.equal(await home.server.ended, 128 + 15);
    assert.ok(Date.now() - began < 1200, `took ${Date.now() - began} ms`);
    await hanging;
    mend();
    await home.serve();
    assert.equal((await home.run(['refresh', 'fake'])).code, 0);
});

test('Ctrl-C on a command leaves nothing half done', async (context) => {
    const { fake, home } = await connected(context);
    await home.stop();
    const { asked, mend } = slow(fake);
    const { child, ended } = start(home, ['refresh', 'fake']);
    await asked;
    const began = Date.now();
    child.kill('SIGINT');
    assert.equal((await ended).code, 130);
    assert.ok(Date.now() - began < IN_TIME, `took ${Date.now() - began} ms`);
    mend();
    const again = await home.run(['refresh', 'fake']);
    assert.equal(again.code, 0, again.stderr);
});

test('Ctrl-C on a command whose answer is on its way: the new token is kept', async (context) => {
    const { fake, home } = await connected(context);
    await home.stop();
    const { asked, mend } = slow(fake, 500);
    const { child, ended } = start(home, ['refresh', 'fake']);
    await asked;
    child.kill('SIGINT');
    assert.equal((await ended).code, 130);
    mend();
    assert.equal((await home.run(['token', 'fake'])).stdout, 'planted-access-2\n');
    assert.equal(fake.tokenRequests().length, 2);
});

test('--timeout bounds a command, with a server and without', async (context) => {
    const { fake, home } = await connected(context);
    for (const withServer of [true, false]) {
        if (!withServer) await home.stop();
        const { asked, mend } = slow(fake);
        const began = Date.now();
        const { code, stderr } = await home.run(['refresh', 'fake', '--timeout', '500ms']);
        await asked;
        assert.equal(code, 8, stderr);
        assert.match(stderr, /no answer in time/);
        assert.ok(Date.now() - began < 4000, `took ${Date.now() - began} ms`);
        mend();
    }
});

test('--timeout bounds a command that asks a stopped server', async (context) => {
    const { home } = await connected(context);
    home.server.kill('SIGSTOP');
    context.after(() => home.server.kill('SIGCONT'));
    const began = Date.now();
    assert.equal((await home.run(['status', '--timeout', '1s'])).code, 8);
    assert.ok(Date.now() - began < 4000, `took ${Date.now() - began} ms`);
    home.server.kill('SIGCONT');
    assert.equal((await request(`${home.url}/healthz`)).status, 200);
});

test('with every descriptor in use the server still answers and renews', async (context) => {
    const fake = await startFakeProvider({ token: countingTokens() });
    const home = await Home.create(fake.config());
    const sockets = [];
    context.after(async () => {
        for (const socket of sockets) socket.destroy();
        await home.remove();
        await fake.stop();
    });
    await home.serve({ under: ['sh', '-c', 'ulimit -n 64; exec "$@"', 'sh'] });
    await new Browser().open(`${home.url}/auth`);
    for (let i = 0; i < 200; ++i) {
        const socket = net.connect(home.port, '127.0.0.1');
        socket.on('error', () => null);
        await new Promise((resolve) => socket.once('connect', resolve));
        socket.write('GET /healthz HTTP/1.1\r\n');
        sockets.push(socket);
    }
    for (let i = 2; i < 6; ++i) {
        assert.equal((await home.run(['refresh', 'fake'])).code, 0, home.log);
        assert.equal((await home.run(['token', 'fake'])).stdout, `planted-access-${i}\n`);
    }
    assert.equal((await request(`${home.url}/healthz`)).status, 200);
    assert.equal(await endsInTime(home), 0);
});
