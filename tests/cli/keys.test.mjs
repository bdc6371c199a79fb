// Keys as scripts and their owner meet them: over TCP with a key, over the command line without.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser, Home, request } from '../support/roadcase.mjs';
import { servedHome } from '../support/connected.mjs';

let fake;
let home;

before(async () => {
    ({ home, fake } = await servedHome());
});

after(() => home?.remove());

/** A new key, as `key create` prints it. */
async function create(name, ...flags) {
    const made = await home.run(['key', 'create', name, ...flags]);
    assert.equal(made.code, 0, made.stderr);
    return made.stdout.trim();
}

function ask(key, account = 'fake', more = '') {
    return request(`${home.url}/api/v1/token/${account}${more}`, { headers: { 'X-API-Key': key } });
}

/** What the owner can read of refusals. */
async function refusals() {
    const { activity } = (await home.api('GET', 'activity?limit=100')).json;
    return activity.filter((each) => each.kind === 'key.refused').map((each) => each.text);
}

test('a key gets the token of its accounts', async () => {
    const answer = await ask(await create('plain', '--account', 'fake'));
    assert.equal(answer.status, 200);
    assert.match(JSON.parse(answer.body).access_token, /^planted-access-/);
});

test('wrong, unknown, ended, paused and not-for-that-account are one answer; the owner is told which', async () => {
    const wrongAccount = await create('elsewhere', '--account', 'fake/bot');
    const paused = await create('paused', '--account', 'fake');
    const revoked = await create('revoked', '--account', 'fake');
    const narrow = await create('narrow', '--account', '*', '--scope', 'other');
    const brief = await create('brief', '--account', 'fake', '--expires', '1s');
    assert.equal((await home.run(['key', 'pause', 'paused'])).code, 0);
    assert.equal((await home.run(['key', 'revoke', 'revoked'])).code, 0);
    // Not as fast as it goes: a key has a pace, too.
    for (const end = Date.now() + 10_000; (await ask(brief)).status !== 401; await new Promise((r) => setTimeout(r, 50)))
        assert.ok(Date.now() < end, 'the key never ended');
    const mistyped = paused.slice(0, -1) + (paused.endsWith('0') ? '1' : '0');
    const answers = [];
    for (const [key, account] of [[wrongAccount], [wrongAccount, 'nobody'], [paused], [revoked], [narrow], [brief],
                                  [mistyped], ['rck_planted'], [narrow, 'nobody/here']]) {
        const { status, headers, body } = await ask(key, account);
        answers.push(JSON.stringify([status, headers['www-authenticate'], headers['content-type'], body]));
    }
    assert.deepEqual([...new Set(answers)], [answers[0]]);
    assert.match(answers[0], /^\[401,"Bearer","application\/problem\+json",.*bad-key.*E503/);

    const told = (await refusals()).join('\n');
    for (const words of ['elsewhere asked for fake, which it may not', 'paused was used and is paused',
                         'brief was used and has ended', 'narrow asked for fake', 'nobody knows'])
        assert.match(told, new RegExp(words));
    const list = await home.json(['key', 'list']);
    const { status, refused } = list.keys.find((key) => key.name === 'paused');
    assert.deepEqual({ status, refused }, { status: 'paused', refused: 1 });
});

test('a missing scope is said: that is no secret of the account', async () => {
    const key = await create('scopes', '--account', 'fake');
    const answer = await ask(key, 'fake', '?scope=polls');
    assert.equal(answer.status, 403);
    assert.match(JSON.parse(answer.body).type, /insufficient-scope$/);
});

test('a pause stops a key at once, one or all, and resume brings it back', async () => {
    const key = await create('switched', '--account', 'fake');
    for (const which of ['switched', '--all']) {
        assert.equal((await ask(key)).status, 200);
        assert.equal((await home.run(['key', 'pause', which])).code, 0);
        assert.equal((await ask(key)).status, 401);
        assert.equal((await home.run(['key', 'resume', which])).code, 0);
    }
    assert.equal((await ask(key)).status, 200);
    assert.equal((await home.run(['key', 'pause'])).code, 2);
});

test('a key that asks too often is told to slow down, and others are not', async () => {
    const hasty = await create('hasty', '--account', 'fake', '--per-minute', '2');
    const calm = await create('calm', '--account', 'fake');
    assert.equal((await ask(hasty)).status, 200);
    assert.equal((await ask(hasty)).status, 200);
    const refused = await ask(hasty);
    assert.equal(refused.status, 429);
    assert.match(JSON.parse(refused.body).type, /slow-down$/);
    assert.ok(Number(refused.headers['retry-after']) >= 1);
    assert.equal((await ask(calm)).status, 200);
});

test('the API changes a key, and refuses what it does not know', async () => {
    const key = await create('shaped', '--account', 'fake');
    const changed = await home.api('PATCH', 'keys/shaped', { accounts: ['fake/bot'], per_minute: 5 });
    assert.equal(changed.status, 200);
    assert.deepEqual([changed.json.accounts, changed.json.per_minute], [['fake/bot'], 5]);
    assert.equal((await ask(key)).status, 401);
    for (const body of [{}, { pasued: true }, { paused: 'yes' }, { per_minute: -1 }, { expires_in: 0 }, { accounts: [] }])
        assert.equal((await home.api('PATCH', 'keys/shaped', body)).status, 400, JSON.stringify(body));
    assert.equal((await home.api('PATCH', 'keys/nobody', { paused: true })).status, 404);
    assert.deepEqual((await home.api('GET', 'keys/shaped')).json.accounts, ['fake/bot']);
});

test('keys are managed over the socket only', async () => {
    const key = await create('nosy', '--account', '*');
    for (const [method, path] of [['GET', 'keys'], ['GET', 'keys/nosy'], ['PATCH', 'keys/nosy'], ['DELETE', 'keys'],
                                  ['GET', 'handles'], ['POST', 'handles']]) {
        const answer = await request(`${home.url}/api/v1/${path}`, { method, headers: { 'X-API-Key': key } });
        assert.equal(answer.status, 403, `${method} ${path}`);
    }
});

test('a new key waits for a yes on the dashboard or the command line', async (context) => {
    const strict = await Home.create(`${fake.config()}\n[api]\nconfirm_first_use = true\n`);
    context.after(() => strict.remove());
    await strict.serve();
    await strict.signIn('fake');
    const made = await strict.run(['key', 'create', 'new-bot', '--account', 'fake']);
    assert.match(made.stderr, /roadcase key allow new-bot/);
    const url = `${strict.url}/api/v1/token/fake`;
    const headers = { Authorization: `Bearer ${made.stdout.trim()}` };

    const refused = await request(url, { headers });
    assert.equal(refused.status, 403);
    const problem = JSON.parse(refused.body);
    assert.deepEqual([problem.code, new URL(problem.action_url).origin], ['E509', new URL(strict.url).origin]);
    assert.match((await strict.run(['status'])).stderr, /new-bot/);

    const browser = new Browser();
    const page = await browser.open(strict.url);
    assert.match(page.body, /new-bot<\/code> was used for the first time/);
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.body)[1];
    const press = (button, token = csrf) => browser.once(`${strict.url}/keys/${button}`, {
        method: 'POST', form: { csrf: token, key: 'new-bot' }, from: strict.url });
    assert.equal((await press('allow', 'guessed')).status, 403);
    assert.equal((await request(url, { headers })).status, 403);
    assert.equal((await press('deny')).status, 303);
    assert.equal((await request(url, { headers })).status, 401);
    assert.equal((await strict.run(['key', 'resume', 'new-bot'])).code, 0);
    assert.equal((await press('allow')).status, 303);
    assert.equal((await request(url, { headers })).status, 200);
});
