// Killed at every named step of every walk that writes: the next start goes on as if nothing had been, or says what
// was lost and why.
import assert from 'node:assert/strict';
import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Browser, Home, hookedProgram } from '../support/roadcase.mjs';
import { newestPair, scene, signedIn, until } from '../support/scene.mjs';

const at = (milestone) => ({ as: hookedProgram, env: { ROADCASE_CRASH_AT: milestone } });

async function killedThere(home) {
    await home.server.ended;
    assert.equal(home.server.signalCode, 'SIGKILL', home.log);
}

/** After a kill the account has either a token that works, or one sentence why a person must sign in. */
async function settled(home, provider) {
    return until('the renewal is settled', async () => {
        const account = await home.json(['status', 'fake']);
        if (account.status === 'needs_authorization') return account;
        const token = (await home.run(['token', 'fake'])).stdout.trim();
        return provider.lives(token) && !account.interrupted && account;
    });
}

async function isExplained(home, provider) {
    const { code, stderr } = await home.run(['refresh', 'fake']);
    assert.equal(code, 4, stderr);
    assert.match(stderr, /Sign in to Fake again\..*interrupted/s);
    assert.match(stderr, /roadcase reconnect fake/);
    assert.equal((await home.json(['status', 'fake'])).problem.code, 'E403');
    assert.match((await home.run(['status', 'fake'])).stdout, /interrupted.*roadcase reconnect fake/s);
    const spent = provider.spends.length;
    for (const args of [['token', 'fake'], ['refresh', 'fake'], ['status'], ['token', 'fake', '--min-ttl', '3500']])
        await home.run(args);
    assert.equal(provider.spends.length, spent, 'nothing is asked again in a loop');
}

/** What the refresh token in use at the kill went through, and what must be true now. */
async function judge({ home, provider, grace, answerLost, spent }) {
    const spends = provider.spendsOf(spent);
    assert.ok(spends.length <= (answerLost ? 2 : 1), `spent ${spends.length} times`);
    if (answerLost && grace === 0) return isExplained(home, provider);
    assert.ok(spends.every(({ outcome }) => ['rotated', 'repeated'].includes(outcome)), JSON.stringify(spends));
    assert.equal((await home.json(['status', 'fake'])).status, 'connected');
    const { code, stdout, stderr } = await home.run(['refresh', 'fake']);
    assert.equal(code, 0, stderr + stdout);
    assert.equal((await home.run(['token', 'fake'])).stdout.trim(), newestPair(provider).access);
}

const renewalSteps = [['renewal.journaled', false], ['renewal.answered', true], ['account.saving', true],
                      ['account.saved', false]];

for (const grace of [0, 120]) {
    const mode = grace ? 'a provider with a grace window' : 'a provider without grace';
    for (const [milestone, answerLost] of renewalSteps) {
        test(`a command killed at ${milestone}, ${mode}: the next command goes on at once`, async (context) => {
            const { provider, home } = await signedIn(context, { grace });
            await home.stop();
            const spent = newestPair(provider).refresh;
            assert.equal((await home.run(['refresh', 'fake'], at(milestone))).signal, 'SIGKILL');
            await home.run(['refresh', 'fake']);
            await judge({ home, provider, grace, answerLost, spent });
        });

        test(`a server killed at ${milestone}, ${mode}: the next start settles it by itself`, async (context) => {
            const { provider, home } = await signedIn(context, { grace });
            await home.stop();
            await home.serve(at(milestone));
            const spent = newestPair(provider).refresh;
            await home.api('POST', 'accounts/fake/refresh').catch(() => null);
            await killedThere(home);
            await home.serve();
            if (milestone !== 'account.saved') // there is nothing left to settle
                await until('the spent token is answered for', async () =>
                    provider.spendsOf(spent).length > (answerLost ? 1 : 0));
            await settled(home, provider);
            await judge({ home, provider, grace, answerLost, spent });
        });
    }
}

test('killed twice in a row over one renewal: a grace window still brings it through', async (context) => {
    const { provider, home } = await signedIn(context, { grace: 120 });
    await home.stop();
    const spent = newestPair(provider).refresh;
    for (let kill = 0; kill < 2; ++kill)
        assert.equal((await home.run(['refresh', 'fake'], at('renewal.answered'))).signal, 'SIGKILL');
    assert.equal((await home.run(['refresh', 'fake'])).code, 0);
    assert.deepEqual(provider.spendsOf(spent).map(({ outcome }) => outcome), ['rotated', 'repeated', 'repeated']);
    assert.ok(provider.lives((await home.run(['token', 'fake'])).stdout.trim()));
});

describe('sign-ins', () => {
    for (const milestone of ['signin.taken', 'signin.exchanged', 'account.saving', 'account.saved'])
        test(`killed at ${milestone}`, async (context) => {
            const { provider, home } = await scene(context);
            await home.serve(at(milestone));
            const browser = new Browser();
            const start = await browser.once(`${home.url}/auth/fake`);
            const back = (await browser.once(start.headers.location)).headers.location;
            await browser.once(back).catch(() => null);
            await killedThere(home);
            await home.serve();
            const again = await browser.open(back);
            assert.equal(again.status, 400, 'a sign-in is finished once');
            assert.ok(provider.codeUses() <= 1, 'a code is spent once');
            const { code, stdout } = await home.run(['token', 'fake']);
            if (milestone === 'account.saved') return assert.ok(provider.lives(stdout.trim()));
            assert.equal(code, 4, 'nobody is signed in');
            await home.signIn('fake');
            assert.ok(provider.lives((await home.run(['token', 'fake'])).stdout.trim()));
        });
});

describe('a new database', () => {
    for (const milestone of ['migration.applied:1', 'migration.applied:2', 'migration.applied:3', 'database.drafted', 'database.made'])
        test(`killed at ${milestone}`, async (context) => {
            const { provider, home } = await scene(context);
            assert.equal((await home.run(['list'], at(milestone))).signal, 'SIGKILL');
            await home.serve();
            await home.signIn('fake');
            assert.ok(provider.lives((await home.run(['token', 'fake'])).stdout.trim()));
        });
});

const before = new URL('./schema-1/', import.meta.url);

/** A home as the release with schema 1 left it: one account, whose token lives until 2036. */
async function homeOfSchema1(context, database) {
    const home = await Home.create();
    context.after(() => home.remove());
    await home.configure(`[provider.fake]\nauthorization_endpoint = "http://127.0.0.1:9/a"
token_endpoint = "http://127.0.0.1:9/t"\n[client.fake]\nclient_id = "fake-client"\n`);
    await writeFile(path.join(home.directory, 'roadcase.db'), database, { mode: 0o600 });
    const key = path.join(home.directory, 'roadcase.key');
    await copyFile(new URL('roadcase.key', before), key);
    await chmod(key, 0o600);
    await mkdir(path.join(home.directory, 'run'), { mode: 0o700 });
    return home;
}

describe('a database of schema 1', () => {
    for (const milestone of ['migration.copying', 'migration.copied', 'migration.applied'])
        test(`killed at ${milestone}: the next start finishes, and the copy is whole`, async (context) => {
            const home = await homeOfSchema1(context, gunzipSync(await readFile(new URL('roadcase.db.gz', before))));
            assert.equal((await home.run(['token', 'fake'], at(milestone))).signal, 'SIGKILL');
            const { stdout, stderr } = await home.run(['token', 'fake']);
            assert.equal(stdout, 'planted-access-of-schema-1\n', stderr);
            const copy = await readFile(path.join(home.directory, 'roadcase.db.schema-1'));
            const other = await homeOfSchema1(context, copy);
            assert.equal((await other.run(['token', 'fake'])).stdout, 'planted-access-of-schema-1\n');
        });
});
