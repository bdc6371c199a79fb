// A file for twurple, read by twurple (npm @twurple/auth) itself.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Home } from '../support/roadcase.mjs';
import { countingTokens, startFakeProvider } from '../support/fake_provider.mjs';

const twurple = await import('@twurple/auth').catch(() => null);

let fake;
let home;
let file;

before(async () => {
    fake = await startFakeProvider({ token: countingTokens(14_400) });
    home = await Home.create(fake.config());
    await home.serve();
    await home.signIn('fake');
    file = path.join(home.directory, 'tokens.json');
    const linked = await home.run(['link', 'fake', file, '--format', 'twurple']);
    assert.equal(linked.code, 0, linked.stderr);
});

after(async () => {
    await home?.remove();
    await fake?.stop();
});

test('StaticAuthProvider takes the file as it is', { skip: !twurple && 'npm ci in tests/' }, async () => {
    const data = JSON.parse(await readFile(file, 'utf8'));
    assert.equal(twurple.accessTokenIsExpired(data), false);
    const left = twurple.getExpiryDateOfAccessToken(data) - Date.now();
    assert.ok(left > 14_000_000 && left < 14_400_000, `${left} ms`);
    const provider = new twurple.StaticAuthProvider('fake-client', data, data.scope);
    assert.deepEqual(provider.getCurrentScopesForUser(), ['chat']);
    // As its Twitch client does it before each request, with the person it was told of.
    provider._userId = '125328655';
    assert.equal((await provider.getAnyAccessToken()).accessToken, 'planted-access-1');
});
