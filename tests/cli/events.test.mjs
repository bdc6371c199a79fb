// What happens is told as it happens: to streams and to `roadcase watch`, and never with a secret in it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { Home, program, request } from '../support/roadcase.mjs';
import { Listener } from '../support/listener.mjs';
import { RotatingProvider } from '../support/rotating_provider.mjs';

/** A server with one connected account, "fake". */
async function connected(context, more = '') {
    const provider = await RotatingProvider.start();
    const home = await Home.create(provider.config('fake', more));
    context.after(async () => { await home.remove(); await provider.stop(); });
    await home.serve();
    await home.signIn('fake');
    return { home, provider };
}

async function keyFor(home, name, account) {
    const { code, stdout, stderr } = await home.run(['key', 'create', name, '--account', account]);
    assert.equal(code, 0, stderr);
    return stdout.trim();
}

async function renew(home, account = 'fake') {
    const { code, stderr } = await home.run(['refresh', account]);
    assert.equal(code, 0, stderr);
}

for (const ndjson of [false, true])
    test(`a listener hears of a renewal at once, as ${ndjson ? 'NDJSON' : 'SSE'}`, async (context) => {
        const { home } = await connected(context);
        const listener = await Listener.open(home, { ndjson });
        context.after(() => listener.close());
        const type = listener.answer.headers['content-type'];
        assert.equal(type, ndjson ? 'application/x-ndjson' : 'text/event-stream');
        await renew(home);
        const event = await listener.next('token.renewed');
        assert.equal(event.account, 'fake');
        assert.match(event.expires_at, /^\d{4}-.*Z$/);
        assert.match(event.at, /^\d{4}-.*Z$/);
        await renew(home);
        const second = await listener.next((each) => each.event === 'token.renewed' && each.id !== event.id);
        assert.equal(second.id, event.id + 1, 'ids rise by one');
        assert.deepEqual(listener.events.map((each) => each.event), ['token.renewed', 'token.renewed'],
                         'only what happens from now on');
    });

test('who comes back hears what was missed, also by the query', async (context) => {
    const { home } = await connected(context);
    const first = await Listener.open(home);
    await renew(home);
    const seen = await first.next('token.renewed');
    first.close();
    await renew(home);
    await renew(home);
    for (const options of [{ headers: { 'Last-Event-ID': String(seen.id) } }, { query: `?last_event_id=${seen.id}` }]) {
        const again = await Listener.open(home, options);
        await again.next((event) => event.id === seen.id + 2);
        assert.deepEqual(again.events.map((event) => event.id), [seen.id + 1, seen.id + 2]);
        again.close();
    }
});

test('a gap is told in the stream, and a wrong id is refused', async (context) => {
    const { home } = await connected(context);
    const listener = await Listener.open(home, { headers: { 'Last-Event-ID': '999999999' } });
    context.after(() => listener.close());
    const lost = await listener.next('events.lost');
    assert.equal(lost.after, 999999999);
    await listener.next('account.connected');
    assert.equal(lost.first, listener.events[1].id);
    for (const id of ['x', '-1', '1.5', '99999999999999999999'])
        await assert.rejects(Listener.open(home, { headers: { 'Last-Event-ID': id } }), { status: 400 });
});

test('numbers go on after a restart', async (context) => {
    const { home } = await connected(context);
    const before = await Listener.open(home);
    await renew(home);
    const { id } = await before.next('token.renewed');
    await home.stop();
    await before.end();
    await home.serve();
    const after = await Listener.open(home, { headers: { 'Last-Event-ID': String(id) } });
    context.after(() => after.close());
    await renew(home);
    const event = await after.next('token.renewed');
    assert.ok(event.id > id, `${event.id} after ${id}`);
});

test('a key hears of its own accounts only', async (context) => {
    const { home } = await connected(context);
    await home.signIn('fake', 'bot');
    const key = await keyFor(home, 'overlay', 'fake/bot');
    const mine = await Listener.open(home, { key });
    const all = await Listener.open(home);
    context.after(() => { mine.close(); all.close(); });
    await renew(home, 'fake');
    await home.api('POST', 'flows', { client: 'fake' }); // concerns no account
    await renew(home, 'fake/bot');
    await mine.next('token.renewed');
    await all.next((event) => event.account === 'fake/bot' && event.event === 'token.renewed');
    assert.ok(all.events.some((event) => event.account === 'fake'));
    assert.deepEqual([...new Set(mine.events.map((event) => event.account))], ['fake/bot']);
    assert.equal(mine.events[0].text, undefined, 'sentences may name other accounts and keys');
    assert.match(all.events[0].text, /./);

    const refused = await Listener.open(home, { key, query: '?account=fake' }).catch((answer) => answer);
    const unknown = await Listener.open(home, { key, query: '?account=nobody' }).catch((answer) => answer);
    assert.equal(refused.status, unknown.status);
    assert.ok([401, 403, 404].includes(refused.status), String(refused.status));
    await assert.rejects(Listener.open(home, { key: 'rck_wrong' }), { status: 401 });
});

test('a key that is revoked hears nothing more', async (context) => {
    const { home } = await connected(context);
    const key = await keyFor(home, 'overlay', '*');
    const listener = await Listener.open(home, { key });
    await renew(home);
    await listener.next('token.renewed');
    assert.equal((await home.run(['key', 'revoke', 'overlay'])).code, 0);
    await renew(home);
    await listener.end();
    assert.equal(listener.events.filter((event) => event.event === 'token.renewed').length, 1);
});

test('accounts can be chosen', async (context) => {
    const { home } = await connected(context);
    await home.signIn('fake', 'bot');
    const bot = await Listener.open(home, { query: '?account=fake/bot' });
    const both = await Listener.open(home, { query: '?account=fake/bot&account=fake' });
    context.after(() => { bot.close(); both.close(); });
    await renew(home, 'fake');
    await renew(home, 'fake/bot');
    await bot.next('token.renewed');
    await both.next((event) => event.account === 'fake/bot');
    assert.deepEqual(bot.events.map((event) => event.account), ['fake/bot']);
    assert.deepEqual(both.events.map((event) => event.account), ['fake', 'fake/bot']);
    await assert.rejects(Listener.open(home, { query: '?account=nobody' }), { status: 404 });
    await assert.rejects(Listener.open(home, { query: '?account=..%2F..' }), { status: 400 });
});

test('a sign-in that ended is told with the address that mends it', async (context) => {
    const { home, provider } = await connected(context);
    const listener = await Listener.open(home);
    context.after(() => listener.close());
    provider.revoke('person-1');
    await home.run(['refresh', 'fake']);
    const event = await listener.next('account.needs_authorization');
    assert.equal(event.account, 'fake');
    assert.match(event.code, /^E40/);
    assert.match(event.action_url, new RegExp(`^${home.url}/auth/fake\\?account=acc_`));
});

test('no event holds a secret', async (context) => {
    const { home, provider } = await connected(context);
    const key = await keyFor(home, 'overlay', '*');
    const listener = await Listener.open(home, { headers: { 'Last-Event-ID': '0' } });
    await renew(home);
    await home.signIn('fake', 'bot');
    provider.revoke('person-1');
    await home.run(['refresh', 'fake']);
    await home.run(['remove', 'fake/bot', '--yes']);
    await home.run(['key', 'revoke', 'overlay']);
    await listener.next('account.needs_authorization');
    await listener.next('account.removed');
    listener.close();
    const secrets = [...provider.byAccess.keys(), ...provider.byRefresh.keys(), ...provider.codes.keys(), key,
                     'planted-client-secret'];
    assert.ok(secrets.length >= 8);
    for (const secret of secrets) assert.ok(!listener.raw.includes(secret), 'a secret is in an event');
});

test('stopping ends the streams at once', async (context) => {
    const { home } = await connected(context);
    const listener = await Listener.open(home);
    const began = Date.now();
    assert.equal(await home.stop(), 0);
    await listener.end();
    assert.ok(Date.now() - began < 10_000);
});

test('events need a server, and say so', async (context) => {
    const { home } = await connected(context);
    await home.stop();
    const { code, stderr, stdout } = await home.run(['watch']);
    assert.equal(code, 3);
    assert.match(stderr, /roadcase serve/);
    assert.equal(stdout, '');
});

/** `roadcase watch` and what it has written so far. */
function watch(context, home, args) {
    const child = spawn(program, ['watch', ...args], { env: home.environment(), stdio: ['ignore', 'pipe', 'pipe'] });
    context.after(() => child.kill());
    const said = { out: '', err: '' };
    child.stdout.on('data', (part) => (said.out += part));
    child.stderr.on('data', (part) => (said.err += part));
    return { child, said };
}

async function until(what, condition) {
    const end = Date.now() + 20_000;
    while (!(await condition())) {
        assert.ok(Date.now() < end, `never came: ${what()}`);
        await new Promise((resolve) => setTimeout(resolve, 30));
    }
}

test('watch tells one JSON object a line and goes on after a restart', async (context) => {
    const { home } = await connected(context);
    const { said } = watch(context, home, ['fake']);
    // It may take a moment to listen: renewed until it hears.
    await until(() => said.err, async () => { await renew(home); return said.out.includes('token.renewed'); });
    const first = JSON.parse(said.out.split('\n')[0]);
    assert.equal(first.event, 'token.renewed');
    assert.equal(first.account, 'fake');
    await home.stop();
    await until(() => said.err, () => /is gone/.test(said.err));
    await home.serve();
    const before = said.out.trim().split('\n').length;
    await renew(home);
    await until(() => said.out + said.err, () => said.out.trim().split('\n').length > before);
    for (const line of said.out.trim().split('\n')) assert.ok(JSON.parse(line).id > 0);
});

test('watch --exec runs a command for each event, with the facts and no secret', async (context) => {
    const { home, provider } = await connected(context);
    const { said } = watch(context, home, ['--exec', 'sh', '-c',
        'echo "$ROADCASE_EVENT $ROADCASE_ACCOUNT $ROADCASE_EXPIRES_AT"; env']);
    await until(() => said.err, async () => { await renew(home); return said.out.includes('token.renewed fake 2'); });
    for (const secret of provider.byAccess.keys()) assert.ok(!said.out.includes(secret));
    assert.doesNotMatch(said.out, /^\{/m);
});

test('watch is refused what any call is refused', async (context) => {
    const { home } = await connected(context);
    assert.equal((await home.run(['watch', 'nobody'])).code, 5);
    assert.equal((await home.run(['watch', '../x'])).code, 2);
    assert.equal((await home.run(['watch', '--exec'])).code, 2);
    assert.equal((await home.run(['watch', '--timeout', '300ms'])).code, 8);
});

test('the head of a stream and the wrong methods', async (context) => {
    const { home } = await connected(context);
    const key = await keyFor(home, 'overlay', '*');
    const head = await request(`${home.url}/api/v1/events`, { method: 'HEAD', headers: { 'X-API-Key': key } });
    assert.equal(head.status, 200);
    assert.equal(head.headers['content-type'], 'text/event-stream');
    assert.equal((await home.api('POST', 'events', {})).status, 405);
    const foreign = { 'X-API-Key': key, Origin: 'http://evil.example', 'Sec-Fetch-Site': 'cross-site' };
    assert.equal((await request(`${home.url}/api/v1/events`, { headers: foreign })).status, 403);
});
