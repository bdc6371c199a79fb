// A request for a token may wait: for another token than the one it has, or for a person.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Home, request } from '../support/roadcase.mjs';
import { RotatingProvider } from '../support/rotating_provider.mjs';

async function connected(context, options = {}) {
    const provider = await RotatingProvider.start(options);
    const home = await Home.create(provider.config());
    context.after(async () => { await home.remove(); await provider.stop(); });
    await home.serve();
    await home.signIn('fake');
    const { stdout } = await home.run(['key', 'create', 'bot', '--account', 'fake']);
    const key = stdout.trim();
    const token = (query = '', headers = {}) =>
        request(`${home.url}/api/v1/token/fake${query}`, { headers: { 'X-API-Key': key, ...headers } });
    return { home, provider, token };
}

/** A request on its way: whether it is answered yet, and the answer. */
function pending(promise) {
    const one = { answered: false };
    one.answer = promise.then((answer) => { one.answered = true; return answer; });
    return one;
}

/** So long that an answer that does not wait would be there. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 300));

test('an entity tag stands for the token and tells nothing of it', async (context) => {
    const { home, token } = await connected(context);
    const first = await token();
    const tag = first.headers.etag;
    assert.match(tag, /^"t-[0-9a-f]{16}"$/);
    assert.equal((await token()).headers.etag, tag);
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
        const same = await token('', { 'If-None-Match': known });
        assert.equal(same.status, 304);
        assert.equal(same.body, '');
        assert.equal(same.headers.etag, tag);
    }
    assert.equal((await token('', { 'If-None-Match': '"t-0000000000000000"' })).status, 200);
    await home.run(['refresh', 'fake']);
    const next = await token('', { 'If-None-Match': tag });
    assert.equal(next.status, 200);
    assert.notEqual(next.headers.etag, tag);
});

test('Prefer: wait holds the request until there is another token', async (context) => {
    const { home, provider, token } = await connected(context);
    const { etag } = (await token()).headers;
    const waiting = pending(token('', { 'If-None-Match': etag, Prefer: 'wait=60' }));
    await aMoment();
    assert.equal(waiting.answered, false);
    await home.run(['refresh', 'fake']);
    const answer = await waiting.answer;
    assert.equal(answer.status, 200);
    assert.ok(provider.lives(JSON.parse(answer.body).access_token));
    assert.notEqual(answer.headers.etag, etag);
});

test('Prefer: wait ends with 304 when nothing changed', async (context) => {
    const { token } = await connected(context);
    const { etag } = (await token()).headers;
    const answer = await token('', { 'If-None-Match': etag, Prefer: 'respond-async, wait=1' });
    assert.equal(answer.status, 304);
    assert.equal(answer.headers['preference-applied'], 'wait=1');
    for (const odd of ['wait', 'wait=', 'wait=soon', 'wait=-1', 'nothing'])
        assert.equal((await token('', { 'If-None-Match': etag, Prefer: odd })).status, 304);
});

/** A short token, and nobody who could renew it. */
async function disconnected(context) {
    const world = await connected(context, { lifetime: 3 });
    assert.equal((await world.token('?wait=60')).status, 200, 'nobody needs to wait');
    world.provider.revoke('person-1');
    await world.home.run(['refresh', 'fake']);
    for (const end = Date.now() + 15_000; (await world.token()).status !== 409;) {
        assert.ok(Date.now() < end, 'a person must sign in');
        await new Promise((resolve) => setTimeout(resolve, 50)); // a key has its pace
    }
    return world;
}

test('wait= holds the request until a person has signed in', async (context) => {
    const { home, provider, token } = await disconnected(context);
    const waiting = pending(token('?wait=60&format=plain'));
    await aMoment();
    assert.equal(waiting.answered, false);
    provider.nextPerson = 'person-1';
    await home.signIn('fake');
    const answer = await waiting.answer;
    assert.equal(answer.status, 200);
    assert.ok(provider.lives(answer.body));
    assert.match(answer.headers['content-type'], /^text\/plain/);
});

test('wait= ends with what is the matter, and has a bound', async (context) => {
    const { token } = await disconnected(context);
    const began = Date.now();
    const answer = await token('?wait=1');
    assert.equal(answer.status, 409);
    assert.ok(Date.now() - began >= 900);
    assert.match(JSON.parse(answer.body).action_url, /\/auth\/fake\?account=/);
    for (const wrong of ['601', '-1', 'soon', '1.5', '']) {
        const refused = await token(`?wait=${wrong}`);
        assert.equal(refused.status, 400, wrong);
        assert.match(JSON.parse(refused.body).title, /at most 600/);
    }
});

test('wait= also waits for the first sign-in of a client', async (context) => {
    const { home, token } = await connected(context);
    assert.equal((await home.run(['remove', 'fake'])).code, 0);
    assert.equal((await token()).status, 409);
    const waiting = pending(token('?wait=60&format=plain'));
    await aMoment();
    assert.equal(waiting.answered, false);
    await home.signIn('fake');
    assert.equal((await waiting.answer).status, 200);
});

test('stopping answers who waits', async (context) => {
    const { home, token } = await connected(context);
    const { etag } = (await token()).headers;
    const waiting = pending(token('', { 'If-None-Match': etag, Prefer: 'wait=60' }));
    await aMoment();
    assert.equal(waiting.answered, false);
    await home.stop();
    const answer = await waiting.answer;
    assert.equal(answer.status, 503);
    assert.match(JSON.parse(answer.body).title, /stopping/);
});

test('formats, by the query and by Accept', async (context) => {
    const { provider, token } = await connected(context);
    const access = JSON.parse((await token()).body).access_token;
    assert.ok(provider.lives(access));
    for (const [query, headers, body] of [
        ['?format=json', {}, /^\{"version":1,"access_token"/], ['?format=plain', {}, new RegExp(`^${access}$`)],
        ['', { Accept: 'text/plain' }, new RegExp(`^${access}$`)],
        ['', { Accept: 'application/json, text/plain, */*' }, /^\{/], ['', { Accept: '*/*' }, /^\{/],
        ['?format=header', {}, new RegExp(`^Authorization: Bearer ${access}\n$`)],
        ['?format=irc', {}, new RegExp(`^oauth:${access}\n$`)]]) {
        const answer = await token(query, headers);
        assert.equal(answer.status, 200, query);
        assert.match(answer.body, body);
    }
    for (const wrong of ['?format=xml', '?format=', '?format=raw']) {
        const refused = await token(wrong);
        assert.equal(refused.status, 400, wrong);
        assert.match(JSON.parse(refused.body).next, /plain, json/);
        assert.ok(!refused.body.includes(access));
    }
});

test('a wish that no token can keep is refused without a renewal', async (context) => {
    const { provider, token } = await connected(context, { lifetime: 900 });
    const asked = provider.asked;
    for (let i = 0; i < 3; ++i) {
        const answer = await token('?min_ttl=901');
        assert.equal(answer.status, 422);
        const problem = JSON.parse(answer.body);
        assert.equal(problem.type, 'urn:roadcase:problem:min-ttl-too-long');
        assert.equal(problem.max, 900);
    }
    assert.equal(provider.asked, asked);
    assert.equal((await token('?min_ttl=400')).status, 200);
});
