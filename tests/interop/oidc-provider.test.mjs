// roadcase against the npm package oidc-provider, a certified server. Three clients: public with PKCE, confidential
// with client_secret_basic, confidential with client_secret_post.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Browser, Home, request } from '../support/roadcase.mjs';
import { authorize, deny, startProvider } from './oidc-provider.mjs';

// Characters that show whether Basic credentials are percent-encoded as RFC 6749 §2.3.1 asks.
const secret = 'fake secret+with/odd:chars%';
const methods = { public: 'none', basic: 'client_secret_basic', post: 'client_secret_post' };

function registration(name, port) {
    return {
        client_id: `${name}-client`,
        ...(methods[name] === 'none' ? {} : { client_secret: secret }),
        token_endpoint_auth_method: methods[name],
        application_type: 'native',
        redirect_uris: [`http://localhost:${port}/success`],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        scope: 'openid offline_access',
    };
}

function configuration(issuer) {
    const clients = Object.entries(methods).map(([name, method]) => `
[client.${name}]
provider = "interop"
client_id = "${name}-client"
scopes = ["openid", "offline_access"]
token_endpoint_auth_method = "${method}"
${method === 'none' ? '' : `client_secret = "${secret}"`}`);
    return `
[provider.interop]
display_name = "Interop"
issuer = "${issuer}"
authorization_endpoint = "${issuer}/auth"
token_endpoint = "${issuer}/token"
revocation_endpoint = "${issuer}/token/revocation"
introspection_endpoint = "${issuer}/token/introspection"
userinfo_endpoint = "${issuer}/me"
authorization_response_iss_parameter_supported = true
[provider.interop.authorization_params]
prompt = "consent"
${clients.join('\n')}`;
}

let home;
let provider;

before(async () => {
    home = await Home.create('');
    provider = await startProvider(Object.keys(methods).map((name) => registration(name, home.port)));
    await home.configure(configuration(provider.issuer));
    await home.serve();
});

after(async () => {
    await home?.remove();
    await provider?.stop();
});

async function isActive(token) {
    const credentials = Buffer.from(`basic-client:${encodeURIComponent(secret)}`).toString('base64');
    const body = new URLSearchParams({ token }).toString();
    const answer = await request(`${provider.issuer}/token/introspection`, {
        method: 'POST', body,
        headers: { Authorization: `Basic ${credentials}`, 'Content-Type': 'application/x-www-form-urlencoded',
                   'Content-Length': Buffer.byteLength(body) },
    });
    return JSON.parse(answer.body).active;
}

for (const name of Object.keys(methods)) {
    describe(`${name} client`, () => {
        test('signs in and lands on a page without the code', async () => {
            const browser = new Browser();
            const done = await authorize(browser, `${home.url}/auth/${name}`, 'nova');
            assert.equal(done.status, 200);
            assert.match(done.url, /\/done\/[A-Za-z0-9_-]+$/);
            assert.match(done.body, /nova_live/);
            assert.match(browser.visited.find((url) => url.includes('/success')), /iss=/);
        });

        test('hands out a token that the provider accepts', async () => {
            const token = await home.json(['token', name]);
            assert.equal(token.version, 1);
            const me = await request(`${provider.issuer}/me`, { headers: token.headers });
            assert.equal(JSON.parse(me.body).sub, 'nova');
        });

        test('renews with rotation', async () => {
            const old = await home.json(['token', name]);
            const { code } = await home.run(['refresh', name]);
            assert.equal(code, 0);
            const renewed = await home.json(['token', name]);
            assert.notEqual(renewed.access_token, old.access_token);
            assert.equal((await home.run(['refresh', name])).code, 0, 'the rotated refresh token works too');
        });
    });
}

test('a refused token is replaced, the same report twice costs one renewal', async () => {
    const { access_token: refused } = await home.json(['token', 'post']);
    const first = await home.run(['reject', 'post'], { input: `${refused}\n` });
    const second = await home.run(['reject', 'post'], { input: `${refused}\n` });
    assert.equal(first.code, 0, first.stderr);
    assert.notEqual(first.stdout.trim(), refused);
    assert.equal(second.stdout, first.stdout);
});

test('revoking ends the grant at the provider', async () => {
    const { access_token: token } = await home.json(['token', 'basic']);
    assert.equal(await isActive(token), true);
    const { code, stdout, stderr } = await home.run(['revoke', 'basic', '--yes']);
    assert.equal(code, 0, stdout + stderr);
    assert.equal(await isActive(token), false);
    assert.equal((await home.run(['token', 'basic'])).code, 4, 'a person must sign in');
});

test('cancel is told in words and changes nothing', async () => {
    const before = await home.json(['list']);
    const page = await deny(new Browser(), `${home.url}/auth/public`);
    assert.match(page.url, /\/done\//);
    assert.match(page.body, /Cancel/);
    assert.deepEqual((await home.json(['list'])).accounts.map((each) => each.generation),
                     before.accounts.map((each) => each.generation));
});

test('a second person is not put over the first', async () => {
    const page = await authorize(new Browser(), `${home.url}/auth/public`, 'somebody_else');
    assert.match(page.body, /somebody_else_live/);
    assert.match(page.body, /nova_live/);
    assert.equal((await home.json(['status', 'public'])).display_name, 'nova_live');
});

test('no secret is in the log', async () => {
    const { access_token: token } = await home.json(['token', 'public']);
    for (const word of [secret, encodeURIComponent(secret), token, 'code=', 'state='])
        assert.ok(!home.log.includes(word), `the log holds ${word.slice(0, 12)}`);
});
