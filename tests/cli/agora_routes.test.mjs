// Agora's token servers as a program of the user meets them: the addresses of the published ones at the real server, its
// tokens read by the published packages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Home, request } from '../support/roadcase.mjs';
import { agoraSection, certificate, read006, read007 } from '../support/agora.mjs';

let home;
let key;
const all = (seconds) => ({ 1: seconds, 2: seconds, 3: seconds, 4: seconds });

before(async () => {
    home = await Home.create([
        agoraSection('live'),
        agoraSection('open', { path: '/open', version: '006', require_key: false, per_minute: 100_000 }),
        agoraSection('go', { path: '/go', routes: 'go', require_key: false, per_minute: 100_000, max_ttl: '2h' }),
        agoraSection('api', { routes: 'none' }),
        '[log]\nlevel = "debug"\n',
    ].join('\n'));
    await home.serve();
    key = await newKey('all', "*");
});

after(() => home?.remove());

async function newKey(name, grant, ...more) {
    const { stdout, stderr } = await home.run(['key', 'create', name, '--broker', grant, ...more]);
    assert.match(stdout, /^rck_/, stderr);
    return stdout.trim();
}

function ask(path, { with: shown = key, ...options } = {}) {
    const headers = { ...(shown ? { 'X-API-Key': shown } : {}), ...options.headers };
    if (options.body !== undefined) headers['Content-Length'] = Buffer.byteLength(options.body);
    return request(`http://localhost:${home.port}${path}`, { ...options, headers });
}
const post = (path, body, options = {}) => ask(path, { method: 'POST', body: JSON.stringify(body), ...options,
                                                      headers: { 'Content-Type': 'application/json' } });

async function tokens(path, options) {
    const answer = await ask(path, options);
    assert.equal(answer.status, 200, `${path}: ${answer.body}`);
    return JSON.parse(answer.body);
}

test('the addresses of the Node tutorial, as printed', async () => {
    for (const { prefix, shown, read } of [
        { prefix: '', shown: key, read: (token) => read007(token).services[0].privileges },
        { prefix: '/open', shown: null, read: (token, uid) => {
            const { ts, privileges } = read006(token, 'test', uid);
            return Object.fromEntries(Object.entries(privileges).map(([right, end]) => [right, end - (ts - 86_400)]));
        } },
    ]) {
        const rtc = async (path, uid) => read((await tokens(prefix + path, { with: shown })).rtcToken, uid);
        assert.deepEqual(await rtc('/rtc/test/publisher/uid/1', '1'), all(3600));
        assert.deepEqual(await rtc('/rtc/test/publisher/uid/1?expiry=1000', '1'), all(1000));
        assert.deepEqual(await rtc('/rtc/test/subscriber/userAccount/ekaansh', 'ekaansh'), { 1: 3600 });
        assert.ok((await tokens(`${prefix}/rtm/1`, { with: shown })).rtmToken);
    }
});

test('what is in the tokens', async () => {
    const { rtcToken, rtmToken } = await tokens('/rte/test/audience/uid/0?expiry=60');
    assert.deepEqual(read007(rtcToken).services, [{ type: 1, channel: 'test', user: '', privileges: { 1: 60 } }]);
    assert.deepEqual(read007(rtmToken).services, [{ type: 2, channel: undefined, user: '0', privileges: { 1: 60 } }]);
    const now = Date.now() / 1000;
    const { issuedAt, lasts } = read007(rtcToken);
    assert.ok(Math.abs(issuedAt - now) < 30 && lasts === 60);
    const old = read006((await tokens('/open/rtm/bob', { with: null })).rtmToken, 'bob', '');
    assert.deepEqual(Object.keys(old.privileges), ['1000']);
    assert.equal(old.privileges[1000] - old.ts, 3600 - 86_400);
    const { chatToken } = await tokens('/chat/account/bob/');
    assert.deepEqual(read007(chatToken).services, [{ type: 5, channel: undefined, user: 'bob', privileges: { 1: 3600 } }]);
});

test('no token is kept by anybody, and no two are the same', async () => {
    const answers = [await ask('/rtc/test/publisher/uid/1'), await ask('/RTC/test/publisher/uid/1/')];
    for (const { headers } of answers) {
        assert.equal(headers['cache-control'], 'private, no-cache, no-store, must-revalidate');
        assert.equal(headers.expires, '-1');
        assert.equal(headers.pragma, 'no-cache');
        assert.equal(headers['content-type'], 'application/json; charset=utf-8');
        assert.equal(headers['access-control-allow-origin'], undefined);
    }
    assert.notEqual(answers[0].body, answers[1].body);
    const head = await ask('/rtc/test/publisher/uid/1', { method: 'HEAD' });
    assert.deepEqual([head.status, head.body], [200, '']);
    assert.equal(head.headers['content-type'], 'application/json; charset=utf-8');
});

test('errors in the words of each server', async () => {
    for (const [path, error] of [['/rtc/test/boss/uid/1', 'role is incorrect'],
                                 ['/rtc/test/publisher/name/1', 'token type is invalid']]) {
        const answer = await ask(path);
        assert.deepEqual([answer.status, JSON.parse(answer.body)], [400, { error }]);
    }
    const go = await ask('/go/rtc/test/publisher/uid/bob/', { with: null });
    assert.deepEqual([go.status, JSON.parse(go.body).status], [400, 400]);
    assert.match(JSON.parse(go.body).error, /^Error Generating RTC token - failed to parse uidStr: bob, /);
    for (const expiry of ['abc', '-1', '0', '1e3', '86401', '60,70', '99999999999999999999'])
        for (const path of ['/rtc/test/publisher/uid/1', '/open/rtc/test/publisher/uid/1', '/go/rtm/1', '/chat/app'])
            assert.equal((await ask(`${path}?expiry=${expiry}`)).status, 400, `${path} ${expiry}`);
    const plain = await post('/go/getToken', { tokenType: 'fpa' }, { with: null });
    assert.deepEqual([plain.status, plain.body, plain.headers['content-type']],
                     [400, 'Unsupported tokenType\n', 'text/plain; charset=utf-8']);
});

test('the Go service, with and without the last slash', async () => {
    for (const end of ['', '/']) {
        const { rtcToken, rtmToken } = await tokens(`/go/rte/test/publisher/uid/7${end}?expiry=9000`, { with: null });
        assert.deepEqual(read007(rtcToken).services[0].privileges, all(7200), 'cut to the broker\'s longest');
        assert.deepEqual(read007(rtmToken).services.map((each) => [each.type, each.user]), [[1, '7'], [2, '7']]);
    }
    const made = await post('/go/getToken', { tokenType: 'rtc', channel: 'test', role: 'publisher', uid: '0' }, { with: null });
    assert.equal(read007(JSON.parse(made.body).token).services[0].user, '');
    assert.equal(JSON.parse((await ask('/go/ping', { with: null })).body).message, 'pong');
});

test('wrong verbs, and addresses that are none', async () => {
    for (const [method, path, status] of [['POST', '/rtc/test/publisher/uid/1', 404], ['DELETE', '/rtm/1', 404],
                                          ['GET', '/getToken', 404], ['PUT', '/rtc/test/publisher/uid/1', 405]]) {
        const answer = await ask(path, { method, body: method === 'POST' ? '' : undefined });
        assert.equal(answer.status, status, `${method} ${path}`);
    }
    for (const path of ['/rtc/test/publisher/uid', '/rtc', '/rtm', '/getNew', '/go/PING', '/open'])
        assert.equal((await ask(path)).status, 404, path);
    for (const path of ['/rtc/te%2Fst/publisher/uid/1', '/rtc//publisher/uid/1', '/rtc/%zz/publisher/uid/1'])
        assert.equal((await ask(path)).status, 400, path);
});

test('a key opens what its grants name', async () => {
    const stage = await newKey('stage', 'live/stage-*/subscriber', '--max-ttl', '10m');
    const { rtcToken } = await tokens('/rtc/stage-1/audience/uid/1', { with: stage });
    assert.equal(read007(rtcToken).lasts, 600);
    assert.equal(read007((await tokens('/rtc/stage-1/audience/uid/1?expiry=60', { with: stage })).rtcToken).lasts, 60);
    for (const path of ['/rtc/stage-1/publisher/uid/1', '/rtc/other/audience/uid/1', '/rtm/1', '/chat/app',
                        '/rte/stage-1/audience/uid/1']) {
        const { status, body } = await ask(path, { with: stage });
        assert.equal(status, 403, path);
        assert.deepEqual(Object.keys(JSON.parse(body)), ['error']);
    }
    for (const shown of [null, 'rck_planted', await newKey('elsewhere', 'go/*/*')]) {
        const { status, headers, body } = await ask('/rtc/test/publisher/uid/1', { with: shown });
        assert.deepEqual([status, headers['www-authenticate']], [401, 'Bearer']);
        assert.ok(JSON.parse(body).error);
    }
});

test('a field that the service ignores opens nothing to a narrow key', async () => {
    const chat = await newKey('chat', 'live/alice/chat');
    const status = async (query) => (await ask(`/api/v1/brokers/live/token?${query}`, { with: chat })).status;
    assert.equal(await status('service=chat&account=alice'), 200);
    assert.equal(await status('service=chat&account=victim'), 403);
    assert.equal(await status('service=chat&account=victim&channel=alice'), 400);
    assert.equal(await status('service=chat-app&channel=alice'), 400);
});

test('the same through our own API', async () => {
    const query = await tokens('/api/v1/brokers/live/token?channel=test&uid=1&role=publisher&ttl=60');
    assert.deepEqual(read007(query.token).services[0], { type: 1, channel: 'test', user: '1', privileges: all(60) });
    assert.deepEqual({ ...query, token: '', expires_at: '' },
                     { version: 1, token: '', token_version: '007', service: 'rtc', channel: 'test', uid: 1, role: 'publisher', expires_in: 60,
                       expires_at: '', broker: 'live' });
    const left = Date.parse(query.expires_at) - Date.now();
    assert.ok(left > 30_000 && left <= 60_000, query.expires_at);
    const body = { service: 'rtc+rtm', channel: 'test', account: 'bob', rtm_user: 'bob-2', ttl: 90 };
    const made = JSON.parse((await post('/api/v1/brokers/api/token', body)).body);
    assert.deepEqual(read007(made.token).services.map((each) => [each.type, each.user]), [[1, 'bob'], [2, 'bob-2']]);
    const wrong = await ask('/api/v1/brokers/live/token?chanel=test&uid=1');
    assert.equal(wrong.headers['content-type'], 'application/problem+json');
    assert.match(JSON.parse(wrong.body).next, /"channel"/);
    assert.equal((await ask('/rtc/test/publisher/uid/1/none')).status, 404);
    const owner = await home.api('POST', 'brokers/open/token', { channel: 'test', uid: 5 });
    assert.deepEqual(Object.keys(read006(owner.json.token, 'test', '5').privileges), ['1']);
});

test('everything is in the activity log, the certificate and the tokens nowhere', async () => {
    const { rtcToken } = await tokens('/rtc/logged/publisher/uid/77');
    const end = Date.now() + 15_000;
    let told;
    do {
        told = (await home.api('GET', 'activity?limit=100')).body;
        await new Promise((resolve) => setTimeout(resolve, 50));
    } while (!/channel logged as publisher, uid 77/.test(told) && Date.now() < end);
    assert.match(told, /channel logged as publisher, uid 77/);
    const brokers = await home.api('GET', 'brokers');
    assert.equal(brokers.status, 200);
    for (const text of [told, brokers.body, home.log])
        for (const secret of [certificate, rtcToken, key]) assert.ok(!text.includes(secret));
});
