// Libraries of Twitch bots with our token. What they ask of id.twitch.tv is answered by our door in Twitch's dialect.
import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import { after, before, test } from 'node:test';
import { RefreshingAuthProvider, StaticAuthProvider, getTokenInfo, refreshUserToken, revokeToken } from '@twurple/auth';
import tmi from 'tmi.js';
import { WebSocketServer } from 'ws';
import { Home, request } from '../support/roadcase.mjs';
import { countingTokens, startFakeProvider } from '../support/fake_provider.mjs';
import { until } from '../support/scene.mjs';

let fake;
let home;
let key;
const asked = []; // of id.twitch.tv
const realRequest = https.request;

before(async () => {
    fake = await startFakeProvider({ token: countingTokens(3600),
                                     userinfo: () => ({ id: '125328655', login: 'nova_bot' }) });
    home = await Home.create(fake.config('fake', `
[provider.fake.identity]
url = "${fake.url}/userinfo"
subject = "/id"
display_name = "/login"
`));
    await home.serve();
    await home.signIn('fake');
    key = (await home.run(['key', 'create', 'bot', '--account', 'fake'])).stdout.trim();
    https.request = (options, ...rest) => {
        assert.equal(options.hostname, 'id.twitch.tv');
        asked.push(`${options.method} ${options.pathname}`);
        return http.request({ method: options.method, headers: options.headers, host: 'localhost', port: home.port,
                              path: `/compat/twitch${options.path}` }, ...rest);
    };
});

after(async () => {
    https.request = realRequest;
    await home?.remove();
    await fake?.stop();
});

async function askUs(path, { method = 'GET', body } = {}) {
    const headers = { 'X-API-Key': key, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body ?? '') };
    const answer = await request(`${home.url}/api/v1/token/fake${path}`, { method, headers, body });
    assert.equal(answer.status, 200, answer.body);
    return JSON.parse(answer.body);
}

test('twurple: StaticAuthProvider with our token knows its scopes and its person', async () => {
    const token = await askUs('');
    const provider = new StaticAuthProvider(token.client_id, token.access_token);
    const given = await provider.getAccessTokenForUser('125328655', ['chat']);
    assert.deepEqual([given.accessToken, given.userId], [token.access_token, '125328655']);
    assert.deepEqual(provider.getCurrentScopesForUser('125328655'), ['chat']);
    await assert.rejects(provider.getAccessTokenForUser('125328655', ['polls']), /scopes/);
    assert.ok(asked.includes('GET /oauth2/validate'));
});

/** A dozen lines that a bot author writes once: twurple asks, we answer. */
class RoadcaseAuthProvider {
    constructor(clientId) { this.clientId = clientId; }
    getCurrentScopesForUser() { return this.scopes ?? []; }
    async getAccessTokenForUser() { return this.keep(await askUs('')); }
    async getAnyAccessToken() { return this.getAccessTokenForUser(); }
    async refreshAccessTokenForUser() {
        return this.keep(await askUs('/reject', { method: 'POST', body: JSON.stringify({ access_token: this.last }) }));
    }
    keep(token) {
        [this.last, this.scopes] = [token.access_token, token.scope.split(' ')];
        return { accessToken: token.access_token, refreshToken: null, scope: this.scopes, userId: token.subject,
                 expiresIn: token.expires_in, obtainmentTimestamp: Date.now() };
    }
}

test('twurple: an AuthProvider of its own asks our API, and gets another token after a 401', async () => {
    const provider = new RoadcaseAuthProvider('fake-client');
    const first = await provider.getAccessTokenForUser('125328655');
    assert.equal((await getTokenInfo(first.accessToken, 'fake-client')).userId, '125328655');
    const second = await provider.refreshAccessTokenForUser('125328655');
    assert.notEqual(second.accessToken, first.accessToken);
    await assert.rejects(getTokenInfo(first.accessToken), /[Ii]nvalid token/);
    assert.equal((await getTokenInfo(second.accessToken)).userName, 'nova_bot');
});

test('twurple: RefreshingAuthProvider refreshes by a handle', async () => {
    const handle = (await home.run(['handle', 'create', 'fake'])).stdout.trim();
    const provider = new RefreshingAuthProvider({ clientId: 'any', clientSecret: 'any' });
    const refreshed = [];
    provider.onRefresh((userId, token) => refreshed.push([userId, token.refreshToken]));
    const userId = await provider.addUserForToken({ accessToken: 'planted-stale', refreshToken: handle, scope: ['chat'],
                                                    expiresIn: 1, obtainmentTimestamp: 0 });
    const { accessToken } = await provider.getAccessTokenForUser(userId, ['chat']);
    assert.equal(userId, '125328655');
    assert.equal(accessToken, (await askUs('')).access_token);
    assert.ok(refreshed.every(([, refreshToken]) => refreshToken === handle));
    await revokeToken('any', accessToken);
    assert.equal((await askUs('')).access_token, accessToken, 'a token of ours is not ended by one program');
    await assert.rejects(refreshUserToken('any', 'any', 'rcr_planted'), /Invalid refresh token/);
});

/** IRC as Twitch speaks it over a WebSocket: a login with a password, and whatever was said comes back. */
function startChat(accepts) {
    const chat = { logins: [], server: new WebSocketServer({ port: 0, host: '127.0.0.1' }) };
    chat.server.on('connection', (socket) => {
        const say = (line) => socket.send(`${line}\r\n`);
        let password = '';
        socket.on('message', async (data) => {
            for (const line of data.toString().split('\r\n').filter(Boolean)) {
                const [word, ...rest] = line.split(' ');
                if (word === 'PASS') password = rest[0];
                if (word === 'PING') say(':tmi.twitch.tv PONG tmi.twitch.tv');
                if (word === 'JOIN') say(`:nova_bot!nova_bot@nova_bot.tmi.twitch.tv JOIN ${rest[0]}`);
                if (word === 'PRIVMSG') say(`:echo!echo@echo.tmi.twitch.tv ${line}`);
                if (word !== 'NICK') continue;
                chat.logins.push(password);
                if (!(await accepts(password))) say(':tmi.twitch.tv NOTICE * :Login authentication failed');
                else for (const code of ['001', '372', '376']) say(`:tmi.twitch.tv ${code} nova_bot :hello`);
            }
        });
    });
    return chat;
}

test('tmi.js: the password is a function, asked again at each reconnect', async (context) => {
    const chat = startChat(async (password) => password === `oauth:${(await askUs('')).access_token}`);
    await new Promise((resolve) => chat.server.once('listening', resolve));
    const client = new tmi.Client({
        connection: { server: '127.0.0.1', port: chat.server.address().port, reconnect: true },
        identity: { username: 'nova_bot', password: async () => `oauth:${(await askUs('')).access_token}` },
        channels: ['nova'], logger: { info() {}, warn() {}, error() {}, setLevel() {} } });
    context.after(async () => { await client.disconnect().catch(() => {}); chat.server.close(); });
    const said = new Promise((resolve) => client.on('message', (channel, tags, text) => resolve(text)));
    await client.connect();
    await client.say('#nova', 'hello there');
    assert.equal(await said, 'hello there');

    assert.equal((await home.run(['refresh', 'fake'])).code, 0);
    for (const socket of chat.server.clients) socket.close();
    await until('tmi.js is back', () => chat.logins.length === 2 && client.readyState() === 'OPEN');
    assert.notEqual(chat.logins[1], chat.logins[0]);
    assert.equal(chat.logins[1], `oauth:${(await askUs('')).access_token}`);
});
