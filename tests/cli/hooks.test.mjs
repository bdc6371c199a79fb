// [[hook]]: a command for each event, in order, bounded, and without a secret.
import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { Home } from '../support/roadcase.mjs';
import { RotatingProvider } from '../support/rotating_provider.mjs';

/** A server with an account and a script that writes down what it was told; `hooks` gets the script's path. */
async function hooked(context, hooks, script) {
    const provider = await RotatingProvider.start();
    const home = await Home.create();
    const file = path.join(home.directory, 'hook.sh');
    const heard = path.join(home.directory, 'heard');
    await writeFile(file, `#!/bin/sh\n${script(heard)}\n`);
    await chmod(file, 0o700);
    await home.configure(provider.config() + hooks(file));
    context.after(async () => { await home.remove(); await provider.stop(); });
    await home.serve({ env: { PLANTED_SECRET: 'planted-environment-secret', ROADCASE_KEY: 'planted-key' } });
    await home.signIn('fake');
    const lines = async () => (await readFile(heard, 'utf8').catch(() => '')).split('\n').filter(Boolean);
    return { home, provider, file, heard, lines };
}

async function until(what, condition) {
    const end = Date.now() + 20_000;
    while (!(await condition())) {
        assert.ok(Date.now() < end, `never came: ${what()}`);
        await new Promise((resolve) => setTimeout(resolve, 30));
    }
}

const hook = (fields) => `[[hook]]\n${Object.entries(fields).map(([k, v]) => `${k} = ${JSON.stringify(v)}`).join('\n')}\n`;

test('the facts are in the environment, and nothing that is secret', async (context) => {
    const { home, provider, lines, heard } = await hooked(context,
        (file) => hook({ on: ['token.renewed'], command: [file, 'word'] }),
        (heard) => `{ echo "$1 $ROADCASE_EVENT $ROADCASE_EVENT_ID $ROADCASE_ACCOUNT $ROADCASE_EXPIRES_AT [$ROADCASE_CODE]"
            echo "TEXT $ROADCASE_TEXT"; env; ls -l /proc/self/fd; } >> ${heard}`);
    await home.run(['refresh', 'fake']);
    await until(() => home.log, async () => (await lines()).some((line) => line.startsWith('lrwx') || line.includes('/proc')));
    const [first, text] = await lines();
    assert.match(first, /^word token\.renewed \d+ fake \d{4}-\d\d-\d\dT\S+Z \[\]$/);
    assert.match(text, /^TEXT The token of fake was renewed\.$/);
    const all = await readFile(heard, 'utf8');
    for (const secret of [...provider.byAccess.keys(), ...provider.byRefresh.keys(), 'planted-environment-secret',
                          'planted-key', 'planted-client-secret'])
        assert.ok(!all.includes(secret), 'the hook was told a secret');
    assert.match(all, /^PATH=/m);
    assert.doesNotMatch(all, /roadcase\.db|socket:/, 'a descriptor of ours was inherited');
});

test('in order and one at a time for an account; other events and accounts are not for it', async (context) => {
    const { home, lines } = await hooked(context,
        (file) => hook({ on: ['token.renewed', 'account.removed'], accounts: ['fake'], command: [file] }),
        (heard) => `echo "begin $ROADCASE_EVENT_ID $ROADCASE_ACCOUNT" >> ${heard}; sleep 0.2; echo "end $ROADCASE_EVENT_ID" >> ${heard}`);
    await home.signIn('fake', 'bot');
    for (const account of ['fake', 'fake/bot', 'fake', 'fake']) await home.run(['refresh', account]);
    await until(() => home.log, async () => (await lines()).length >= 6);
    const heard = await lines();
    const ids = heard.filter((line) => line.startsWith('begin')).map((line) => Number(line.split(' ')[1]));
    assert.deepEqual(ids, [...ids].sort((a, b) => a - b));
    for (let i = 0; i < 6; i += 2) {
        assert.equal(heard[i], `begin ${ids[i / 2]} fake`);
        assert.equal(heard[i + 1], `end ${ids[i / 2]}`);
    }
});

test('one that hangs is ended, one that fails is a line in the log, and the next goes on', async (context) => {
    const { home, lines } = await hooked(context,
        (file) => hook({ on: '*', command: [file], timeout: '1s' }) + hook({ on: '*', command: ['planted-no-such-program'] }),
        (heard) => `echo "$ROADCASE_EVENT" >> ${heard}
            [ "$ROADCASE_EVENT" = flow.done ] && sleep 600
            exit 3`);
    await until(() => home.log, () => /took too long and was ended for flow\.done fake/.test(home.log));
    assert.match(home.log, /hook \S+hook\.sh failed with exit code 3 for account\.connected fake/);
    assert.match(home.log, /hook planted-no-such-program could not be started/);
    await home.run(['refresh', 'fake']);
    await until(() => home.log, async () => (await lines()).includes('token.renewed'));
});

test('stopping does not wait for a hook', async (context) => {
    const { home, lines } = await hooked(context,
        (file) => hook({ on: ['flow.done'], command: [file] }), (heard) => `echo here >> ${heard}; exec sleep 600`);
    await until(() => home.log, async () => (await lines()).includes('here'));
    const began = Date.now();
    assert.equal(await home.stop(), 0);
    assert.ok(Date.now() - began < 10_000);
});

test('a reload brings other hooks', async (context) => {
    const { home, provider, file, lines } = await hooked(context, () => '', (heard) => `echo "$ROADCASE_EVENT" >> ${heard}`);
    await home.configure(provider.config() + hook({ on: ['config.reloaded', 'token.renewed'], command: [file] }));
    home.server.kill('SIGHUP');
    await until(() => home.log, async () => (await lines()).includes('config.reloaded'));
    await home.configure(provider.config());
    home.server.kill('SIGHUP');
    await until(() => home.log, () => (home.log.match(/config\.reloaded/g) ?? []).length >= 2);
    await home.run(['refresh', 'fake']);
    assert.ok(!(await lines()).includes('token.renewed'));
});

test('a hook that cannot be understood is named', async (context) => {
    const home = await Home.create();
    context.after(() => home.remove());
    for (const [fields, says] of [
        [{ on: ['token.renewd'], command: ['x'] }, /line \d+.*"token\.renewd"; did you mean "token\.renewed"\?/],
        [{ on: ['token.renewed'] }, /command must be a program/], [{ command: ['x'] }, /on must name events/],
        [{ on: '*', command: ['x'], timeout: '1h' }, /timeout must be 1 s to 10 min/],
        [{ on: '*', command: ['x'], accounts: ['../x'] }, /accounts must hold accounts/],
        [{ on: '*', command: ['x'], comand: ['y'] }, /comand/]]) {
        await home.configure(hook(fields));
        const { code, stderr } = await home.run(['config', 'check']);
        assert.equal(code, 10);
        assert.match(stderr, says);
    }
});
