// Libraries that insist on refreshing by themselves: they get a local handle and our token endpoint, and believe that it
// is any OAuth server. What they call an API refuses every token but the newest.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, beforeEach, test } from 'node:test';
import { promisify } from 'node:util';
import { Issuer } from 'openid-client';
import { AuthorizationCode } from 'simple-oauth2';
import { Home } from '../support/roadcase.mjs';
import { countingTokens, startFakeProvider } from '../support/fake_provider.mjs';

let fake;
let home;
let handle;
let endpoint;

before(async () => {
    fake = await startFakeProvider({ token: countingTokens(3600), userinfo: async (req) => {
        const works = req.headers.authorization === `Bearer ${await newest()}`;
        return { status: works ? 200 : 401, body: JSON.stringify({ works }) };
    } });
    home = await Home.create(fake.config());
    await home.serve();
    await home.signIn('fake');
    endpoint = `${home.url}/oauth2/fake`;
});

after(async () => {
    await home?.remove();
    await fake?.stop();
});

beforeEach(async () => { handle = (await home.run(['handle', 'create', 'fake'])).stdout.trim(); });

const newest = async () => (await home.json(['token', 'fake'])).access_token;
const handles = async () => (await home.json(['handle', 'list'])).handles.map((each) => each.name);

test('openid-client refreshes, asks about its token, and revokes', async () => {
    const key = (await home.run(['key', 'create', 'openid-client', '--account', 'fake'])).stdout.trim();
    const issuer = new Issuer({ issuer: endpoint, token_endpoint: `${endpoint}/token`,
        revocation_endpoint: `${endpoint}/revoke`, introspection_endpoint: `${endpoint}/introspect` });
    for (const token_endpoint_auth_method of ['client_secret_basic', 'client_secret_post', 'none']) {
        const client = new issuer.Client({ client_id: 'any', client_secret: key, token_endpoint_auth_method });
        const tokens = await client.refresh(handle);
        assert.deepEqual([tokens.access_token, tokens.refresh_token, tokens.scope], [await newest(), handle, 'chat']);
        assert.ok(tokens.expires_in > 3000);
        if (token_endpoint_auth_method === 'none') continue;
        assert.equal((await client.introspect(tokens.access_token)).active, true);
        assert.equal((await client.introspect('planted-unknown')).active, false);
    }
    const client = new issuer.Client({ client_id: 'any', client_secret: key });
    await client.revoke(handle, 'refresh_token');
    await assert.rejects(client.refresh(handle), { error: 'invalid_grant' });
});

test('simple-oauth2 refreshes a token that ended, and revokes', async () => {
    const client = new AuthorizationCode({ client: { id: 'any', secret: 'any' },
        auth: { tokenHost: home.url, tokenPath: '/oauth2/fake/token', revokePath: '/oauth2/fake/revoke' } });
    const stale = client.createToken({ access_token: 'planted-stale', refresh_token: handle, expires_in: -1 });
    assert.equal(stale.expired(), true);
    const fresh = await stale.refresh();
    assert.equal(fresh.token.access_token, await newest());
    assert.equal(fresh.expired(300), false, 'good for longer than its margin');
    const known = await handles();
    await fresh.revoke('refresh_token');
    assert.equal((await handles()).length, known.length - 1);
    await assert.rejects(fresh.refresh(), (error) => error.data.payload.error === 'invalid_grant');
});

/** Runs a Python program with the Debian package of a library; its last line is what it says. */
async function python(program, ...args) {
    const env = { ...process.env, OAUTHLIB_INSECURE_TRANSPORT: '1', AUTHLIB_INSECURE_TRANSPORT: '1' };
    const { stdout } = await promisify(execFile)('/usr/bin/python3', ['-c', program, ...args], { env, timeout: 60_000 });
    return JSON.parse(stdout.trim().split('\n').at(-1));
}

test('requests-oauthlib refreshes by itself and calls its API', async () => {
    const told = await python(`
import json, sys
from requests_oauthlib import OAuth2Session
endpoint, handle, api = sys.argv[1:]
kept = {}
session = OAuth2Session("any", token={"access_token": "planted-stale", "refresh_token": handle, "token_type": "bearer",
                        "expires_in": -30}, auto_refresh_url=endpoint + "/token",
                        auto_refresh_kwargs={"client_id": "any", "client_secret": "any"}, token_updater=kept.update)
answers = [session.get(api).status_code for each in range(2)]
print(json.dumps({"answers": answers, "token": kept["access_token"], "refresh": kept["refresh_token"]}))
`, endpoint, handle, `${fake.url}/api`);
    assert.deepEqual(told, { answers: [200, 200], token: await newest(), refresh: handle });
});

test('Authlib refreshes by itself, calls its API, and revokes', async () => {
    const told = await python(`
import json, sys, time
from authlib.integrations.requests_client import OAuth2Session
endpoint, handle, api = sys.argv[1:]
kept = {}
session = OAuth2Session("any", "any", token={"access_token": "planted-stale", "refresh_token": handle,
                        "token_type": "bearer", "expires_at": int(time.time()) - 30}, token_endpoint=endpoint + "/token",
                        update_token=lambda token, refresh_token=None, access_token=None: kept.update(token))
answers = [session.get(api).status_code for each in range(2)]
revoked = session.revoke_token(endpoint + "/revoke", token=handle, token_type_hint="refresh_token").status_code
try:
    session.refresh_token(endpoint + "/token", refresh_token=handle)
    after = ""
except Exception as error:
    after = error.error
print(json.dumps({"answers": answers, "token": kept["access_token"], "revoked": revoked, "after": after}))
`, endpoint, handle, `${fake.url}/api`);
    assert.deepEqual(told, { answers: [200, 200], token: await newest(), revoked: 200, after: 'invalid_grant' });
});
