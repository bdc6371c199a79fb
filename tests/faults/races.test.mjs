// Several processes and one expired token; a process that dies with the lock in its hands.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newestPair, signedIn, until } from '../support/scene.mjs';

const crowd = 8;

/** An account whose token has ended, and no server. */
async function withEndedToken(context) {
    const both = await signedIn(context, { lifetime: 1 });
    await both.home.stop();
    await until('the token has ended', () => !both.provider.lives(newestPair(both.provider).access));
    both.provider.lifetime = 3600;
    both.provider.spends = [];
    return both;
}

function allTheSame(provider, runs) {
    for (const { code, stderr } of runs) assert.equal(code, 0, stderr);
    assert.equal(new Set(runs.map((each) => each.stdout)).size, 1);
    assert.equal(runs[0].stdout.trim(), newestPair(provider).access);
    assert.deepEqual(provider.spends.map(({ outcome }) => outcome), ['rotated']);
}

test('eight commands without a server share one renewal', async (context) => {
    const { provider, home } = await withEndedToken(context);
    provider.latency = () => 100;
    allTheSame(provider, await Promise.all(Array.from({ length: crowd }, () => home.run(['token', 'fake']))));
});

test('commands that race a starting server share one renewal with it', async (context) => {
    const { provider, home } = await withEndedToken(context);
    provider.latency = () => 100;
    const early = Array.from({ length: crowd / 2 }, () => home.run(['token', 'fake']));
    const [, ...runs] = await Promise.all([home.serve(), ...early,
                                           ...Array.from({ length: crowd / 2 }, () => home.run(['token', 'fake']))]);
    allTheSame(provider, runs);
});

test('commands that race a server that stops share one renewal with it', async (context) => {
    const { provider, home } = await signedIn(context, { lifetime: 3600, latency: () => 100 });
    const { refresh } = newestPair(provider);
    const renewing = home.run(['refresh', 'fake']);
    await until('the renewal is on its way', () => provider.asked > 1);
    const stopping = home.stop();
    const runs = await Promise.all(Array.from({ length: crowd }, () => home.run(['token', 'fake'])));
    await Promise.all([renewing, stopping]);
    for (const { code, stdout, stderr } of runs) {
        assert.equal(code, 0, stderr);
        assert.ok(provider.lives(stdout.trim()));
    }
    assert.equal(provider.spendsOf(refresh).length, 1);
});

test('a command killed in the middle of a renewal frees its lock; the next one goes on at once', async (context) => {
    const { provider, home } = await withEndedToken(context);
    provider.grace = 60;
    provider.latency = () => 200;
    let child;
    const dying = home.run(['refresh', 'fake'], { started: (started) => (child = started) });
    const asked = provider.asked;
    await until('the provider was asked', () => provider.asked > asked);
    const waiting = home.run(['token', 'fake']); // it waits for the lock of the one that dies
    child.kill('SIGKILL');
    assert.equal((await dying).signal, 'SIGKILL');
    const start = performance.now();
    const { code, stdout, stderr } = await waiting;
    assert.equal(code, 0, stderr);
    assert.ok(provider.lives(stdout.trim()));
    assert.ok(performance.now() - start < 3000, 'no lease of the dead is waited for');
    assert.deepEqual(provider.spends.map(({ outcome }) => outcome), ['rotated', 'repeated']);
});
