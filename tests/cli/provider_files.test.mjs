// The person's own provider files with a server that runs: a broken one stops nobody else, a mended one is learnt by reload.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { Browser, Home } from '../support/roadcase.mjs';
import { countingTokens, startFakeProvider } from '../support/fake_provider.mjs';
import { until } from '../support/scene.mjs';

const client = (name) => `[client.${name}]\nclient_id = "fake-client"\nclient_secret = "planted-client-secret"\n`;

async function scene(context, files, config = client('fake') + client('odd')) {
    const fake = await startFakeProvider({ token: countingTokens() });
    const home = await Home.create(config);
    context.after(async () => { await home.remove(); await fake.stop(); });
    await mkdir(path.join(home.directory, 'providers'), { mode: 0o700 });
    const row = (name) => `[provider.${name}]\ndocumentation = "https://fake.example/"\n` +
        `authorization_endpoint = "${fake.url}/authorize"\ntoken_endpoint = "${fake.url}/token"\n`;
    const put = (name, text) => writeFile(path.join(home.directory, 'providers', `${name}.toml`), text);
    for (const [name, text] of Object.entries(files)) await put(name, text ?? row(name));
    const reload = async (says) => {
        const before = home.log.length;
        home.server.kill('SIGHUP');
        await until(`${says}`, () => says.test(home.log.slice(before)));
    };
    return { fake, home, put, row, reload };
}

const broken = '[provider.odd]\nscope_seperator = ","\n';

test('a broken file is told at the start, and the other accounts work', async (context) => {
    const { home, put, row, reload } = await scene(context, { fake: null, odd: broken });
    await home.serve();
    assert.match(home.log, /warn\w* E104 odd\.toml, line 2: unknown key `scope_seperator`\./);
    await home.signIn('fake');
    assert.equal((await home.run(['token', 'fake'])).stdout, 'planted-access-1\n');
    const refused = await new Browser().open(`${home.url}/auth/odd`);
    assert.match(refused.body, /odd\.toml, line 2/);
    assert.notEqual(refused.status, 200);

    // What is no worse than before does not hold a reload up.
    await reload(/config\.reloaded clients: 2/);
    await put('odd', row('odd'));
    await reload(/config\.reloaded clients: 2/);
    await home.signIn('odd');
    assert.equal((await home.json(['status', 'odd'])).status, 'connected');
});

test('a file that breaks while the server runs changes nothing there', async (context) => {
    const { home, put, reload } = await scene(context, { fake: null, odd: null });
    await home.serve();
    await home.signIn('odd');
    await put('odd', broken);
    await reload(/stays as it was.*odd\.toml, line 2/);
    assert.equal((await home.run(['refresh', 'odd'])).code, 0);
});

test('after a restart a broken file keeps its accounts, and says why they are not renewed', async (context) => {
    const { home, put, row } = await scene(context, { odd: null }, client('odd'));
    await home.serve();
    await home.signIn('odd');
    await home.stop();
    await put('odd', broken);
    const alive = await home.run(['token', 'odd']);
    assert.equal(alive.stdout, 'planted-access-1\n', 'its token lives');
    const refused = await home.run(['refresh', 'odd']);
    assert.equal(refused.code, 10);
    assert.match(refused.stderr, /odd\.toml, line 2/);
    assert.match(refused.stderr, /Next: .*roadcase provider check/);
    await put('odd', row('odd'));
    assert.equal((await home.run(['refresh', 'odd'])).code, 0);
});

test('a provider can be added beside a server, which learns of it by reload', async (context) => {
    const { fake, home, reload } = await scene(context, { fake: null }, client('fake'));
    await home.serve();
    const added = await home.run(['provider', 'add', 'odd', '--authorization-endpoint', `${fake.url}/authorize`,
                                  '--token-endpoint', `${fake.url}/token`]);
    assert.equal(added.code, 0, added.stderr);
    await home.configure(client('fake') + client('odd'));
    assert.equal((await home.run(['config', 'check'])).code, 0);
    await reload(/config\.reloaded clients: 2/);
    await home.signIn('odd');
    assert.equal((await home.run(['token', 'odd'])).stdout, 'planted-access-1\n');
});
