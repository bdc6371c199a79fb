// An account that is given away: its pair of tokens goes out once, and nothing of it stays.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { connectedHome } from '../support/connected.mjs';

test('what is handed over renews at the provider, and nothing of it stays here', async (context) => {
    const { home, fake } = await connectedHome(context);
    await home.serve();
    const [{ account }] = (await home.json(['list'])).accounts;
    const out = await home.run(['export', account, '--release', '--yes']);
    assert.equal(out.code, 0, out.stderr);
    const login = JSON.parse(out.stdout);
    assert.ok(login.access_token && login.refresh_token);
    assert.doesNotMatch(login.refresh_token, /^rcr_/);
    assert.ok(fake.requests?.length === undefined || fake.requests.length > 0);
    assert.doesNotMatch(out.stderr + home.log, new RegExp(login.refresh_token));
    assert.equal((await home.run(['status', account])).code, 5);
    for (const name of await readdir(home.directory, { recursive: true })) {
        const bytes = await readFile(path.join(home.directory, name)).catch(() => Buffer.alloc(0));
        assert.ok(!bytes.includes(login.refresh_token), name);
    }
});

test('raw is the six fields of the server', async (context) => {
    const { home } = await connectedHome(context);
    const [{ account }] = (await home.json(['list'])).accounts;
    const out = await home.run(['export', account, '--release', '--yes', '--format', 'raw']);
    assert.equal(out.code, 0, out.stderr);
    assert.deepEqual(Object.keys(JSON.parse(out.stdout)).sort(),
                     ['access_token', 'created_at', 'expires_in', 'refresh_token', 'scope', 'token_type']);
});

test('without agreement, or without --release, everything stays as it is', async (context) => {
    const { home } = await connectedHome(context);
    const [{ account }] = (await home.json(['list'])).accounts;
    for (const args of [[], ['--release'], ['--release', '--yes', '--format', 'twurple']]) {
        const refused = await home.run(['export', account, ...args]);
        assert.equal(refused.code, 2, refused.stderr);
        assert.equal(refused.stdout, '');
    }
    assert.equal((await home.json(['status', account])).status, 'connected');
});

test('over the network nobody is given a refresh token', async (context) => {
    const { home } = await connectedHome(context);
    await home.serve();
    const [{ account }] = (await home.json(['list'])).accounts;
    const key = (await home.run(['key', 'create', 'planted', '--account', '*'])).stdout.trim();
    const refused = await fetch(`${home.url}/api/v1/accounts/${account}/release`,
                                { method: 'POST', headers: { 'X-API-Key': key } });
    assert.equal(refused.status, 403);
    assert.equal((await home.json(['status', account])).status, 'connected');
});
