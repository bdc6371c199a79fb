// What a person changes while everything runs: pauses, names, and clients that stand in no file.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { request } from '../support/roadcase.mjs';
import { servedHome } from '../support/connected.mjs';

let home;
let fake;

before(async () => {
    ({ home, fake } = await servedHome(['', 'bot']));
});

after(() => home?.remove());

const token = async (account) => (await home.run(['token', account])).stdout.trim();
const done = async (...words) => assert.equal((await home.run(words)).code, 0, words.join(' '));

test('a paused account hands out nothing, also after a restart', async () => {
    await done('pause', 'fake/bot');
    await home.stop();
    await home.serve();
    const { code, stdout, stderr } = await home.run(['token', 'fake/bot']);
    assert.deepEqual([code, stdout], [4, '']);
    assert.match(stderr, /fake\/bot is paused\..*Next: roadcase resume fake\/bot/s);
    await done('resume', 'fake/bot');
    assert.match(await token('fake/bot'), /^planted-access-/);
});

test('two accounts change places, and their keys go with them', async () => {
    const key = (await home.run(['key', 'create', 'overlay', '--account', 'fake/bot'])).stdout.trim();
    const bot = await token('fake/bot');
    await done('default', 'fake/bot');
    const ask = async (account) => request(`${home.url}/api/v1/token/${account}?format=plain`, { headers: { 'X-API-Key': key } });
    assert.equal((await ask('fake')).body, bot);
    assert.equal((await ask('fake/bot')).status, 401);
    await done('rename', 'fake/bot', 'main');
    assert.equal((await home.run(['rename', 'fake/main', 'refresh'])).code, 2);
    assert.deepEqual((await home.json(['list'])).accounts.map((each) => each.account), ['fake', 'fake/main']);
});

test('a client without config.toml works at once, stays, and keeps its secret', async () => {
    const secret = 'planted-secret-of-a-client';
    const added = await home.run(['client', 'add', 'second', '--provider', 'fake', '--client-id', 'planted-id', '--client-secret-stdin'],
                                 { input: `${secret}\n` });
    assert.equal(added.code, 0, added.stderr);
    await home.signIn('second');
    assert.match(fake.tokenRequests().at(-1).body, new RegExp(`client_secret=${secret}`));
    await home.stop();
    await home.serve();
    await done('refresh', 'second');
    assert.equal((await home.run(['client', 'remove', 'second'])).code, 2);
    await done('remove', 'second');
    await done('client', 'remove', 'second');
    const database = Buffer.concat(await Promise.all(['', '-wal'].map((end) => readFile(path.join(home.directory, `roadcase.db${end}`)))));
    assert.ok(database.length > 4096);
    const shown = (await home.run(['client', 'list', '--json'])).stdout;
    for (const place of [added.stdout + added.stderr, home.log, shown, database.toString('latin1')])
        assert.ok(!place.includes(secret));
});

test('what stands in config.toml is changed there', async () => {
    const { code, stderr } = await home.run(['client', 'set-secret', 'fake', '--client-secret-stdin'], { input: 'planted\n' });
    assert.equal(code, 2);
    assert.match(stderr, /stands in config\.toml/);
});
