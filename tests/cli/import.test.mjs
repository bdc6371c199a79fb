// roadcase import: a login that another program kept is taken over, once, and its person is told what died.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { Home } from '../support/roadcase.mjs';
import { startFakeProvider } from '../support/fake_provider.mjs';

/** A provider that knows some refresh tokens, each good for one use. */
async function scene(context, known = ['planted-brought']) {
    let count = 0;
    const alive = new Set(known);
    const token = (params) => {
        if (!alive.delete(params.get('refresh_token')))
            return { status: 400, body: JSON.stringify({ error: 'invalid_grant' }) };
        const next = `planted-next-${++count}`;
        alive.add(next);
        return { access_token: `planted-access-${count}`, refresh_token: next, token_type: 'bearer', expires_in: 3600,
                 scope: 'chat' };
    };
    const fake = await startFakeProvider({ token });
    const home = await Home.create(fake.config());
    context.after(async () => { await home.remove(); await fake.stop(); });
    const file = async (name, content) => {
        const full = path.join(home.directory, name);
        await writeFile(full, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 });
        return full;
    };
    return { fake, home, file };
}

const bring = (home, file, ...more) => home.run(['import', file, '--client', 'fake', ...more]);

const files = {
    'twitch-cli': 'ACCESSTOKEN=planted-old\nCLIENTID=fake-client\nREFRESHTOKEN=planted-brought\nTOKENSCOPES=[chat]\n',
    twurple: { accessToken: 'planted-old', refreshToken: 'planted-brought', scope: ['chat'], expiresIn: 0, obtainmentTimestamp: 0 },
    twitchio: { 125328655: { user_id: '125328655', token: 'planted-old', refresh: 'planted-brought', last_validated: '' } },
    pytwitchapi: { token: 'planted-old', refresh: 'planted-brought' },
    spotipy: { access_token: 'planted-old', token_type: 'Bearer', expires_in: 3600, expires_at: 1, scope: 'chat',
               refresh_token: 'planted-brought' },
    dotenv: 'BOT_ACCESS_TOKEN=planted-old\nBOT_REFRESH_TOKEN="planted-brought"\nBOT_CLIENT_ID=fake-client\n',
    raw: { access_token: 'planted-old', created_at: '2021-09-02T12:34:56', expires_in: 86400,
           refresh_token: 'planted-brought', scope: 'chat', token_type: 'bearer' },
    json: { access_token: 'planted-old', token_type: 'bearer', refresh_token: 'planted-brought' },
};

for (const [format, content] of Object.entries(files))
    test(`a login in the format ${format} is taken over by one use of its refresh token`, async (context) => {
        const { fake, home, file } = await scene(context);
        const old = await file('old', content);
        const { code, stdout, stderr } = await bring(home, old);
        assert.equal(code, 0, stderr);
        assert.match(stdout, /Connected Fake as fake/);
        assert.match(stderr, /Take .*old for dead/);
        assert.doesNotMatch(stdout + stderr, /planted/);
        assert.equal(fake.tokenRequests().length, 1);
        assert.equal((await home.run(['token', 'fake'])).stdout, 'planted-access-1\n');
        assert.equal((await home.run(['refresh', 'fake'])).code, 0);
        if (format === 'dotenv') return assert.match(stderr, /Take it out there/);
        // What the person is told to type keeps the old tool going.
        assert.match(stderr, new RegExp(`roadcase link fake .*old --format ${format} --overwrite`));
        if (format === 'twitchio') return; // nobody's user id is known at this provider
        const kept = await home.run(['link', 'fake', old, '--format', format, '--overwrite']);
        assert.equal(kept.code, 0, kept.stderr);
        assert.match(await readFile(old, 'utf8'), /planted-access-2/);
        assert.doesNotMatch(await readFile(old, 'utf8'), /planted-brought|planted-next/);
    });

test('several logins are taken over in turn, or the one that is named', async (context) => {
    const { home, file } = await scene(context, ['planted-one', 'planted-two', 'planted-three']);
    const old = await file('.tio.tokens.json', { 1: { token: 'a', refresh: 'planted-one' }, 2: { token: 'b', refresh: 'planted-two' },
                                                 3: { token: 'c', refresh: 'planted-three' } });
    assert.equal((await bring(home, old, '--name', 'bot')).code, 2);
    const one = await bring(home, old, '--subject', '2', '--name', 'bot');
    assert.equal(one.code, 0, one.stderr);
    assert.equal((await home.run(['token', 'fake/bot'])).stdout, 'planted-access-1\n');
    assert.equal((await bring(home, old, '--subject', '9')).code, 5);
    const rest = await file('rest.json', { 1: { token: 'a', refresh: 'planted-one' }, 3: { token: 'c', refresh: 'planted-three' } });
    const { accounts, format } = await home.json(['import', rest, '--client', 'fake']);
    assert.equal(format, 'twitchio');
    assert.deepEqual(accounts.map((each) => each.account), ['fake/1', 'fake/3']);
});

test('a file of another app, of nobody, or of ours changes nothing and is not sent', async (context) => {
    const { fake, home, file } = await scene(context);
    const cases = [
        [{ refresh_token: 'planted-brought', client_id: 'other-client' }, 2, /other-client[^]*fake-client/],
        [{ refresh_token: null }, 2, /no refresh token/],
        [{ refresh_token: 'rcr_planted' }, 2, /Roadcase's own/],
        ['planted-brought', 2, /Line 1/],
        ['', 2, /empty/],
        ['x'.repeat(70_000), 1, /too large/],
    ];
    for (const [content, code, says] of cases) {
        const refused = await bring(home, await file('old', content));
        assert.match(refused.stderr, says);
        assert.ok(refused.code !== 0 && (code === refused.code || code === 1), `${refused.code} ${refused.stderr}`);
        assert.doesNotMatch(refused.stdout + refused.stderr, /planted/);
    }
    assert.equal((await bring(home, path.join(home.directory, 'nothing'))).code, 5);
    assert.equal((await bring(home, home.directory)).code !== 0, true);
    assert.equal((await home.run(['import', await file('old', files.json), '--client', 'nobody'])).code, 5);
    assert.equal((await bring(home, await file('old', files.json), '--format', 'xml')).code, 2);
    assert.equal(fake.tokenRequests().length, 0);
    assert.deepEqual((await home.json(['list'])).accounts, []);
});

test('a dead login is said to be dead', async (context) => {
    const { home, file } = await scene(context, []);
    const refused = await bring(home, await file('old', files.raw));
    assert.notEqual(refused.code, 0);
    assert.doesNotMatch(refused.stderr, /Take .* for dead|planted/);
    assert.deepEqual((await home.json(['list'])).accounts, []);
});

test('standard input is a file, too; one in a Git repository is a warning', async (context) => {
    const { home, file } = await scene(context, ['planted-brought', 'planted-second']);
    const piped = await home.run(['import', '-', '--client', 'fake', '--name', 'one'], { input: JSON.stringify(files.json) });
    assert.equal(piped.code, 0, piped.stderr);
    assert.doesNotMatch(piped.stderr, /roadcase link/);
    const old = await file('old', { refresh_token: 'planted-second' });
    execFileSync('git', ['init', '-q', home.directory]);
    const warned = await bring(home, old, '--name', 'two');
    assert.equal(warned.code, 0, warned.stderr);
    assert.match(warned.stderr, /inside a Git repository and not ignored/);
});
