// The grants that need no browser here, against the npm package oidc-provider: a code for another device (RFC 8628),
// an app's own token (RFC 6749 §4.4), a refresh token taken over from another program.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import Provider from 'oidc-provider';
import { Browser, Home, freePort, request } from '../support/roadcase.mjs';

const secret = 'fake-app-secret-of-a-test';
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

const tv = { client_id: 'tv-client', token_endpoint_auth_method: 'none', application_type: 'native', redirect_uris: [],
             response_types: [], grant_types: [deviceGrant, 'refresh_token'], scope: 'openid offline_access' };
const app = { client_id: 'app-client', client_secret: secret, token_endpoint_auth_method: 'client_secret_basic',
              redirect_uris: [], response_types: [], grant_types: ['client_credentials'] };

function configuration(issuer) {
    return `
[provider.interop]
display_name = "Interop"
issuer = "${issuer}"
authorization_endpoint = "${issuer}/auth"
token_endpoint = "${issuer}/token"
device_authorization_endpoint = "${issuer}/device/auth"
revocation_endpoint = "${issuer}/token/revocation"
userinfo_endpoint = "${issuer}/me"
[provider.interop.device]
params = { prompt = "consent" }
[client.tv]
provider = "interop"
client_id = "tv-client"
token_endpoint_auth_method = "none"
scopes = ["openid", "offline_access"]
[client.app]
provider = "interop"
client_id = "app-client"
client_secret = "${secret}"
token_endpoint_auth_method = "client_secret_basic"
`;
}

let home;
let issuer;
let server;
const asked = [];

before(async () => {
    const port = await freePort();
    issuer = `http://127.0.0.1:${port}`;
    const provider = new Provider(issuer, {
        clients: [tv, app],
        cookies: { keys: ['cookie-key-of-a-test'] },
        features: { devInteractions: { enabled: true }, deviceFlow: { enabled: true },
                    clientCredentials: { enabled: true }, revocation: { enabled: true } },
        rotateRefreshToken: true,
        ttl: { AccessToken: 3600, ClientCredentials: 600, DeviceCode: 600, RefreshToken: 86400, Grant: 86400,
               Session: 3600, Interaction: 600, IdToken: 3600 },
        findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: `${id}_live` }) }),
        claims: { openid: ['sub', 'preferred_username'] },
    });
    const handle = provider.callback();
    server = http.createServer((req, res) => {
        asked.push(`${req.method} ${req.url.split('?')[0]}`);
        handle(req, res);
    });
    await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
    home = await Home.create(configuration(issuer));
    await home.serve();
});

after(async () => {
    await home?.remove();
    if (server) await new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); });
});

/** The person with their phone: enters the code, signs in and allows it. */
async function enter(address, code, login) {
    const browser = new Browser();
    let page = await browser.submit(await browser.open(address), { user_code: code });
    page = await browser.submit(page);
    page = await browser.submit(page, { prompt: 'login', login, password: 'any' });
    page = await browser.submit(page, { prompt: 'consent' });
    assert.match(page.body, /Sign-in Success/i, page.body);
}

async function until(check) {
    for (let tries = 0; tries < 150; ++tries) {
        const value = await check();
        if (value) return value;
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('it did not come');
}

test('a code that is entered on a phone connects the account', async () => {
    const started = (await home.api('POST', 'flows', { client: 'tv', method: 'device' })).json;
    assert.equal(started.method, 'device');
    assert.equal(started.verification_uri, `${issuer}/device`);
    assert.equal((await home.api('GET', `flows/${started.id}`)).json.status, 'pending');
    await until(() => asked.includes('POST /token'));
    assert.equal((await home.api('GET', `flows/${started.id}`)).json.status, 'pending', 'nobody has entered it');
    await enter(started.verification_uri, started.user_code, 'nova');
    const flow = await until(async () => {
        const { json } = await home.api('GET', `flows/${started.id}`);
        return json.status === 'pending' ? null : json;
    });
    assert.equal(flow.status, 'done', JSON.stringify(flow));
    assert.equal(flow.display_name, 'nova_live');
    assert.equal((await home.json(['status', 'tv'])).grant_type, deviceGrant);
    assert.equal((await home.run(['refresh', 'tv'])).code, 0, 'it renews as any other');
});

test('an app token comes, is renewed and is revoked', async () => {
    const added = await home.run(['add', 'app', '--app']);
    assert.equal(added.code, 0, added.stderr);
    assert.match(added.stdout, /as the app itself \(app\/app\)/);
    const first = (await home.run(['token', 'app/app'])).stdout;
    assert.equal((await home.run(['refresh', 'app/app'])).code, 0);
    assert.notEqual((await home.run(['token', 'app/app'])).stdout, first);
    assert.match((await home.run(['list'])).stdout, /app\/app +app token +connected/);
    const revoked = await home.run(['revoke', 'app/app', '--yes']);
    assert.equal(revoked.code, 0, revoked.stderr);
    assert.ok(asked.includes('POST /token/revocation'));
});

test('a refresh token of another program is taken over', async () => {
    // The other program: its own device sign-in, by hand.
    const form = (fields) => new URLSearchParams(fields).toString();
    const post = async (path, fields) => {
        const body = form(fields);
        const answer = await request(issuer + path, { method: 'POST', body, headers: {
            'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body) } });
        return JSON.parse(answer.body);
    };
    const code = await post('/device/auth', { client_id: 'tv-client', scope: 'openid offline_access', prompt: 'consent' });
    await enter(code.verification_uri, code.user_code, 'bot');
    const theirs = await post('/token', { client_id: 'tv-client', grant_type: deviceGrant, device_code: code.device_code });
    assert.ok(theirs.refresh_token, JSON.stringify(theirs));

    const brought = await home.run(['add', 'tv', '--name', 'bot', '--refresh-token'],
                                   { input: `${theirs.refresh_token}\n` });
    assert.equal(brought.code, 0, brought.stderr);
    assert.match(brought.stdout, /as bot_live/);
    assert.equal((await home.run(['refresh', 'tv/bot'])).code, 0, 'it is ours now');
    const again = await home.run(['add', 'tv', '--name', 'other', '--refresh-token'],
                                 { input: `${theirs.refresh_token}\n` });
    assert.equal(again.code, 4, again.stderr);
    assert.match(again.stderr, /refused that refresh token/);
    assert.doesNotMatch(again.stderr + home.log, new RegExp(theirs.refresh_token));
});
