// The server as a hostile network sees it.
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { Browser, Home, request } from '../support/roadcase.mjs';
import { servedHome } from '../support/connected.mjs';

let home;
let fake;

before(async () => {
    ({ home, fake } = await servedHome([]));
});

after(() => home?.remove());

const status = async (path, options) => (await request(home.url + path, options)).status;

/** Sends bytes as they are and gives everything that comes back. */
function raw(text, host = '127.0.0.1') {
    return new Promise((resolve, reject) => {
        let answer = '';
        const socket = net.connect(home.port, host, () => socket.write(text));
        socket.setTimeout(15_000, () => socket.destroy(new Error('no answer')));
        socket.on('data', (part) => (answer += part));
        socket.on('close', () => resolve(answer));
        socket.on('error', reject);
    });
}

test('both loopbacks answer', async () => {
    const ask = `GET /healthz HTTP/1.1\r\nHost: localhost:${home.port}\r\nConnection: close\r\n\r\n`;
    assert.match(await raw(ask, '127.0.0.1'), /^HTTP\/1\.1 200/);
    assert.match(await raw(ask, '::1'), /^HTTP\/1\.1 200/);
});

test('/auth sends the browser to the provider', async () => {
    const answer = await request(`${home.url}/auth`);
    assert.equal(answer.status, 307);
    const url = new URL(answer.headers.location);
    assert.deepEqual([...url.searchParams.keys()].slice(0, 3), ['response_type', 'client_id', 'redirect_uri']);
    assert.equal(url.searchParams.get('redirect_uri'), `${home.url}/success`);
    assert.equal(Buffer.from(url.searchParams.get('state'), 'base64url').length, 32);
    assert.equal(url.searchParams.get('code_challenge_method'), 'S256');
    const [cookie] = answer.headers['set-cookie'];
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/success']) assert.ok(cookie.includes(part), part);
    const post = { 'Content-Length': 0, Origin: home.url };
    assert.equal(await status('/auth', { method: 'POST', headers: post }), 405);
});

test('foreign names, origins and pages get nothing', async () => {
    const foreign = [{ Host: 'evil.example' }, { Host: `localhost:${home.port}.evil.example` }, { Host: '0.0.0.0' },
                     { Origin: 'http://evil.example' }, { Origin: 'null' }, { 'Sec-Fetch-Site': 'cross-site' },
                     { 'Sec-Fetch-Site': 'same-site' }, { Origin: `http://localhost:${home.port + 1}` }];
    for (const headers of foreign)
        for (const path of ['/', '/api/v1/accounts', '/healthz'])
            assert.equal(await status(path, { headers }), 403, JSON.stringify(headers) + path);
    const preflight = await request(`${home.url}/api/v1/accounts`, {
        method: 'OPTIONS', headers: { Origin: home.url, 'Access-Control-Request-Method': 'POST' } });
    assert.equal(preflight.status, 405);
    assert.ok(!Object.keys(preflight.headers).some((name) => name.startsWith('access-control')));
});

test('a browser that went astray sees a page with a way on, a program one line', async () => {
    const browser = { Accept: 'text/html,*/*;q=0.8', 'Sec-Fetch-Site': 'none', 'Sec-Fetch-Mode': 'navigate',
                      'Sec-Fetch-Dest': 'document' };
    const get = (path, headers) => request(home.url + path, { headers });
    for (const [path, headers, expected] of [['/canary', browser, 404], ['/', { ...browser, Host: 'evil.example' }, 403],
                                             ['/scripts/keys', { ...browser, 'Sec-Fetch-Site': 'cross-site' }, 403]]) {
        const answer = await get(path, headers);
        assert.equal(answer.status, expected, path);
        assert.match(answer.headers['content-type'], /^text\/html/);
        assert.match(answer.body, /<h1>[^<]+<\/h1>[^]*Go to Roadcase/);
        assert.doesNotMatch(answer.body, /canary|evil|csrf/);
    }
    const long = await request(`${home.url}/keys/allow`, { method: 'POST', body: 'x'.repeat(20_000),
        headers: { ...browser, 'Sec-Fetch-Site': 'same-origin', Origin: home.url, 'Content-Length': 20_000 } });
    assert.equal(long.status, 413);
    assert.match(long.body, /Go to Roadcase/);
    for (const path of ['/on-air', '/accounts/revoke', '/dock/open', '/keys/allow']) {
        const answer = await get(path, browser);
        assert.deepEqual([answer.status, answer.headers.location], [303, '/'], path);
        assert.equal((await get(path, {})).status, 405);
    }
    assert.equal((await get('/canary', {})).body,
                 'There is no such page. The address may be mistyped. Open / for the accounts.\n');
    assert.match((await get('/api/v1/canary', browser)).headers['content-type'], /problem\+json/);
});

test('a callback is believed once, from the browser that started it', async () => {
    const before = fake.tokenRequests().length;
    const browser = new Browser();
    const start = await browser.once(`${home.url}/auth`);
    const back = (await request(start.headers.location)).headers.location;
    const stranger = await new Browser().open(back);
    assert.equal(stranger.status, 400, 'another browser');
    assert.equal(fake.tokenRequests().length, before);
    const altered = back.replace(/state=(.)/, (_, first) => `state=${first === 'x' ? 'y' : 'x'}`);
    assert.equal((await browser.open(altered)).status, 400, 'an altered state');
    assert.equal((await browser.open(`${back}&code=again`)).status, 400, 'a repeated parameter');
    const both = await Promise.all(Array.from({ length: 8 }, () => browser.open(back)));
    assert.equal(both.filter((page) => page.status === 200).length, 1);
    assert.equal(fake.tokenRequests().length, before + 1);
    const replay = await browser.open(back);
    assert.equal(replay.status, 400);
    const state = new URL(back).searchParams.get('state');
    for (const page of [stranger, replay]) assert.ok(!/code-\d/.test(page.body) && !page.body.includes(state));
});

test('six hundred abandoned sign-ins stop nobody', async () => {
    const browser = new Browser();
    for (let i = 0; i < 600; ++i) assert.equal((await browser.once(`${home.url}/auth`)).status, 307);
    assert.match((await browser.open(`${home.url}/auth`)).url, /\/done\//);
});

test('malformed requests are refused and the server lives on', async () => {
    const host = `Host: localhost:${home.port}\r\n`;
    const bad = { '400 two hosts': `GET / HTTP/1.1\r\n${host}${host}\r\n`,
                  '400 no host': 'GET / HTTP/1.1\r\n\r\n',
                  '400 absolute form': `GET http://localhost:${home.port}/ HTTP/1.1\r\n${host}\r\n`,
                  '400 body on GET': `GET / HTTP/1.1\r\n${host}Content-Length: 3\r\n\r\nabc`,
                  '4 chunked': `POST /api/v1/keys HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
                  '431 many headers': `GET / HTTP/1.1\r\n${host}${'X: y\r\n'.repeat(65)}\r\n`,
                  '431 huge head': `GET / HTTP/1.1\r\n${host}X: ${'y'.repeat(9000)}\r\n\r\n`,
                  '413 huge body': `POST /api/v1/keys HTTP/1.1\r\n${host}Content-Length: 20000\r\n\r\n`,
                  '400 bare newline': `GET / HTTP/1.1\n${host}\r\n`,
                  '505 version': `GET / HTTP/3.0\r\n${host}\r\n` };
    for (const [expected, text] of Object.entries(bad))
        assert.match(await raw(text), new RegExp(`^HTTP/1\\.1 ${expected.split(' ')[0]}`), expected);
    assert.equal(await status('/healthz'), 200);
});

test('500 idle and 64 dripping connections keep nobody waiting', async (context) => {
    const sockets = Array.from({ length: 564 }, () => net.connect(home.port, '127.0.0.1').on('error', () => null));
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    const drips = sockets.slice(0, 64);
    for (const socket of drips) socket.write(`GET / HTTP/1.1\r\nHost: localhost:${home.port}\r\nX-A: `);
    const slowest = {};
    for (const path of ['/healthz', '/auth', '/success?state=x&code=y'])
        for (let i = 0; i < 20; ++i) {
            for (const socket of drips) socket.write('a');
            const start = performance.now();
            assert.ok([200, 303, 307].includes(await status(path)));
            slowest[path] = Math.max(slowest[path] ?? 0, performance.now() - start);
        }
    for (const socket of sockets) socket.destroy();
    context.diagnostic(Object.entries(slowest).map(([path, ms]) => `${path} at most ${ms.toFixed(1)} ms`).join(', '));
});

test('a second server says who is there and ends', async () => {
    const second = await home.run(['serve']);
    assert.notEqual(second.code, 0);
    assert.match(second.stderr, /already running/);
});

for (const [name, address] of [['IPv4', '127.0.0.1'], ['IPv6', '::1']])
    test(`a port taken on ${name} is named and nothing stays bound`, async () => {
        const other = await Home.create();
        const squatter = net.createServer();
        await new Promise((resolve) => squatter.listen(other.port, address, resolve));
        const { code, stderr } = await other.run(['serve']);
        assert.notEqual(code, 0);
        assert.match(stderr, new RegExp(`${other.port}`));
        assert.match(stderr, /node/, 'names the program');
        squatter.close();
        await other.remove();
    });
