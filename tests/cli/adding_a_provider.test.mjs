// Walks docs/adding-a-provider.md with the real program: the rows and the commands are taken out of the page.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { Browser, Home } from '../support/roadcase.mjs';
import { Oddcast } from '../support/oddcast.mjs';
import { until } from '../support/scene.mjs';

const page = await readFile(new URL('../../docs/adding-a-provider.md', import.meta.url), 'utf8');

const blocks = (language) => [...page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((each) => each[1]);
const row = blocks('toml').find((text) => text.includes('[provider.oddcast]'));
const client = blocks('toml').find((text) => text.includes('[client.oddcast]'));
/** The commands of the page in its order, as lists of words. */
const commands = blocks('console').join('').split('\n').filter((line) => line.startsWith('$ roadcase '))
    .map((line) => line.slice('$ roadcase '.length).split(' '));

const at = (oddcast, text) => text.replaceAll('https://oddcast.example', oddcast.url);

/** A home as it is after the page's steps 2 and 4. */
async function homeOf(context, oddcast) {
    const home = await Home.create(client);
    context.after(async () => { await home.remove(); await oddcast.stop(); });
    await writeFile(path.join(home.directory, 'oddcast.secret'), `${oddcast.key}\n`, { mode: 0o600 });
    await mkdir(path.join(home.directory, 'providers'), { mode: 0o700 });
    await writeFile(path.join(home.directory, 'providers', 'oddcast.toml'), at(oddcast, row));
    return home;
}

/** Runs a command of the page. One that waits for a browser gets one. */
async function follow(home, words) {
    let asked = '';
    const running = home.run(words, {
        started: (child) => child.stderr.on('data', async (part) => {
            const link = /http:\/\/localhost:\S+(?=\s)/.exec(asked += part)?.[0];
            if (words[0] !== 'add' || !link || asked.includes('\0')) return;
            asked += '\0'; // once
            await new Browser().open(link);
        }),
    });
    const { code, stdout, stderr } = await running;
    assert.equal(code, 0, `roadcase ${words.join(' ')}\n${stderr}`);
    return stdout + stderr;
}

test('the page is walked from top to bottom', async (context) => {
    const oddcast = await Oddcast.start();
    const home = await homeOf(context, oddcast);
    const said = new Map();
    for (const words of commands) said.set(words.join(' '), await follow(home, words));

    assert.match(said.get('provider list'), /^oddcast +Oddcast +browser +oddcast\.toml$/m);
    assert.match(said.get('provider check'), /oddcast\.toml is right: oddcast\./);
    assert.match(said.get('provider show oddcast'), new RegExp(`http://localhost:${home.port}/success`));
    assert.match(said.get('add oddcast'), /Connected Oddcast as nova/);
    assert.match(said.get('token oddcast'), /^planted-odd-token-1$/m);
    assert.match(said.get('status oddcast'), /nova/);
    assert.equal(oddcast.issued, 2, 'refresh renewed once');
    assert.ok(oddcast.requests.includes('DELETE /api/v2/session'));
    assert.equal(oddcast.sessions.size, 0, 'and the last command ended it there');
    assert.deepEqual(oddcast.complaints, []);
});

test('a server validates as the row says, and knows their word for the end', async (context) => {
    const oddcast = await Oddcast.start();
    const home = await homeOf(context, oddcast);
    await home.serve();
    await home.signIn('oddcast');
    const token = await home.json(['token', 'oddcast']);
    assert.deepEqual(token.headers, { Authorization: 'Odd planted-odd-token-1', App: 'odd-app-1' });
    assert.equal(token.scope, 'chat stream');
    await home.stop();
    await home.serve();
    await until('a start asks whether the session lives', () => oddcast.checks > 0);
    oddcast.disconnectAll();
    const refused = await home.run(['refresh', 'oddcast']);
    assert.equal(refused.code, 4, refused.stderr);
    assert.match(refused.stderr, /Sign in to Oddcast again/);
    assert.deepEqual(oddcast.complaints, []);
});

test('the mistake that the page shows is told as it says', async (context) => {
    const oddcast = await Oddcast.start();
    const home = await homeOf(context, oddcast);
    const shown = blocks('text').find((text) => text.startsWith('roadcase: oddcast.toml'));
    const wrong = at(oddcast, row).replace('scope_separator', 'scope_seperator');
    await writeFile(path.join(home.directory, 'providers', 'oddcast.toml'), wrong);
    const { code, stderr } = await home.run(['provider', 'check']);
    assert.equal(code, 10);
    for (const line of shown.trim().split('\n')) assert.ok(stderr.includes(line), `${line}\nin\n${stderr}`);
});
