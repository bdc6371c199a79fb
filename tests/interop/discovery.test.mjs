// roadcase against oidc-provider, of which it is told nothing but the issuer: endpoints, ways of authentication and keys
// come from its metadata, and every sign-in is proven by an ID token. A public client and a private one.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Browser, Home, request } from '../support/roadcase.mjs';
import { authorize, startProvider } from './oidc-provider.mjs';

const secret = 'fake secret+with/odd:chars%';
const methods = { public: 'none', private: 'client_secret_basic' };

function registration([name, method], port) {
    return {
        client_id: `${name}-client`,
        ...(method === 'none' ? {} : { client_secret: secret }),
        token_endpoint_auth_method: method,
        application_type: 'native',
        redirect_uris: [`http://localhost:${port}/success`],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        scope: 'openid offline_access',
    };
}

const configuration = (issuer) => `
[provider.interop]
display_name = "Interop"
issuer = "${issuer}"
[provider.interop.authorization_params]
prompt = "consent"
${Object.entries(methods).map(([name, method]) => `
[client.${name}]
provider = "interop"
client_id = "${name}-client"
${method === 'none' ? '' : `client_secret = "${secret}"`}
scopes = ["openid", "offline_access"]`).join('\n')}`;

let home;
let provider;

const asked = (path) => provider.requests.filter((line) => line === `GET ${path}`).length;
const discovered = () => asked('/.well-known/openid-configuration');

before(async () => {
    home = await Home.create('');
    provider = await startProvider(Object.entries(methods).map((each) => registration(each, home.port)));
    await home.configure(configuration(provider.issuer));
    await home.serve();
});

after(async () => {
    await home?.remove();
    await provider?.stop();
});

for (const name of Object.keys(methods)) {
    describe(`${name} client`, () => {
        test('signs in with a nonce and a proof that holds', async () => {
            const browser = new Browser();
            const done = await authorize(browser, `${home.url}/auth/${name}`, 'nova');
            assert.match(done.url, /\/done\/[A-Za-z0-9_-]+$/);
            assert.match(done.body, /nova_live/);
            assert.match(browser.visited.find((url) => url.includes('/auth?')), /[?&]nonce=[\w-]{43}/);
            assert.equal((await home.api('GET', `accounts/${name}`)).json.subject, 'nova');
            assert.ok(asked('/jwks') >= 1, 'the keys were asked for');
        });

        test('hands out and renews at endpoints that were discovered', async () => {
            const { access_token: first, headers } = await home.json(['token', name]);
            assert.equal(JSON.parse((await request(`${provider.issuer}/me`, { headers })).body).sub, 'nova');
            assert.equal((await home.run(['refresh', name])).code, 0);
            assert.notEqual((await home.json(['token', name])).access_token, first);
        });
    });
}

test('the metadata was asked for once, and is known after a restart', async () => {
    assert.equal(discovered(), 1);
    await home.stop();
    await home.serve();
    assert.equal((await home.run(['refresh', 'private'])).code, 0);
    assert.equal(discovered(), 1);
});

test('revoking ends the grant there', async () => {
    const { headers } = await home.json(['token', 'private']);
    assert.equal((await home.run(['revoke', 'private', '--yes'])).code, 0);
    assert.equal((await request(`${provider.issuer}/me`, { headers })).status, 401);
});

test('an issuer that is written otherwise is refused in words, before anybody signs in', async (context) => {
    const other = await Home.create(configuration(`${provider.issuer}/`));
    context.after(() => other.remove());
    await other.serve();
    const page = await new Browser().open(`${other.url}/auth/public`);
    assert.equal(page.status, 502);
    assert.match(page.body, /E307/);
    assert.match(page.body, /another issuer/);
});
