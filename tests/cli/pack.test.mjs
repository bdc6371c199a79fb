// `roadcase pack` and `unpack`: accounts go to another computer, once.
import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Browser, Home } from '../support/roadcase.mjs';
import { countingTokens, startFakeProvider } from '../support/fake_provider.mjs';

const passphrase = 'planted correct horse';
let fake;
let old;
let fresh;
let file;

before(async () => {
    fake = await startFakeProvider({ token: countingTokens() });
    [old, fresh] = [await Home.create(fake.config()), await Home.create(fake.config())];
    await old.serve();
    for (const name of ['', 'bot']) await new Browser().open(`${old.url}/auth/fake${name && `?name=${name}`}`);
    file = path.join(old.directory, 'nova.roadcase');
});

after(async () => {
    await old?.remove();
    await fresh?.remove();
    await fake?.stop();
});

const pack = (home, ...flags) => home.run(['pack', '-o', file, '--passphrase-stdin', ...flags], { input: `${passphrase}\n` });
const unpack = (home, ...flags) => home.run(['unpack', file, '--passphrase-stdin', ...flags], { input: `${passphrase}\n` });

describe('moving', () => {
    test('a copy changes nothing here and needs a yes there', async () => {
        const made = await pack(old, '--copy');
        assert.equal(made.code, 0, made.stderr);
        assert.match(made.stdout, /Packed 2 accounts into .*nova\.roadcase: fake, fake\/bot/);
        assert.equal((await old.run(['token', 'fake'])).code, 0);
        const refused = await unpack(fresh);
        assert.notEqual(refused.code, 0);
        assert.match(refused.stderr, /E604/);
        assert.equal((await fresh.json(['list'])).accounts.length, 0);
    });

    test('the file is for its owner, and noise without the passphrase', async () => {
        assert.equal((await stat(file)).mode & 0o777, 0o600);
        assert.doesNotMatch((await readFile(file)).toString('latin1'), /planted|fake/);
        const wrong = await fresh.run(['unpack', file, '--passphrase-stdin'], { input: 'planted wrong horse\n' });
        assert.equal(wrong.code, 2);
        assert.match(wrong.stderr, /Wrong passphrase, or the file is damaged\. \(E603\)/);
        const bytes = await readFile(file);
        bytes[bytes.length - 1] ^= 1;
        await writeFile(file, bytes);
        assert.match((await unpack(fresh, '--take-over')).stderr, /E603/);
        assert.equal((await fresh.json(['list'])).accounts.length, 0);
    });

    test('packing pauses here, unpacking goes on there, and keys stay valid', async () => {
        const key = (await old.run(['key', 'create', 'chatbot', '--account', 'fake'])).stdout.trim();
        const token = (await old.run(['token', 'fake'])).stdout;
        const made = await pack(old);
        assert.equal(made.code, 0, made.stderr);
        const paused = await old.run(['token', 'fake']);
        assert.notEqual(paused.code, 0);
        assert.match(paused.stderr, /packed for another computer/);
        const taken = await unpack(fresh);
        assert.equal(taken.code, 0, taken.stderr);
        assert.match(taken.stdout, /Unpacked 2 accounts: fake, fake\/bot/);
        assert.equal((await fresh.run(['token', 'fake'])).stdout, token);
        assert.equal((await fresh.run(['refresh', 'fake/bot'])).code, 0);
        await fresh.serve();
        const asked = await fetch(`${fresh.url}/api/v1/token/fake?format=plain`, { headers: { 'X-API-Key': key } });
        assert.equal((await asked.text()).trim(), token.trim());
    });

    test('what is here stays, unless it may give way and is not newer', async () => {
        const again = await unpack(fresh);
        assert.match(again.stderr, /newer here than in the file/);
        const back = await unpack(old);
        assert.match(back.stderr, /fake, fake\/bot are here already/);
        assert.equal((await unpack(old, '--replace')).code, 0);
        assert.equal((await old.run(['token', 'fake'])).code, 0);
    });

    test('a file that is no pack is not written over, and a short passphrase seals nothing', async () => {
        const other = path.join(old.directory, 'notes.txt');
        await writeFile(other, 'notes');
        const refused = await old.run(['pack', '-o', other, '--passphrase-stdin'], { input: `${passphrase}\n` });
        assert.match(refused.stderr, /it is no pack/);
        assert.equal(await readFile(other, 'utf8'), 'notes');
        const short = await old.run(['pack', '-o', `${file}2`, '--passphrase-stdin'], { input: 'short\n' });
        assert.match(short.stderr, /too short/);
        assert.equal((await old.run(['token', 'fake'])).code, 0, 'nothing was paused');
    });
});
