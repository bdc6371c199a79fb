// The desktop tells that an account needs its person: by a command, by notify-send, by a real session bus.
import assert from 'node:assert/strict';
import { accessSync, constants } from 'node:fs';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { Home } from '../support/roadcase.mjs';
import { RotatingProvider } from '../support/rotating_provider.mjs';
import { until } from '../support/scene.mjs';
import { SessionBus } from '../support/session_bus.mjs';

const sentence = 'Roadcase: Fake needs you to sign in again.';

/** A server whose account "fake" is signed in; `ui` gives the lines of [ui], `env` its environment. */
async function withAccount(context, { ui = () => '', env = () => ({}) } = {}) {
    const provider = await RotatingProvider.start();
    const home = await Home.create((home) => `${provider.config()}\n[ui]\n${ui(home)}\n`);
    context.after(async () => { await home.remove(); await provider.stop(); });
    await home.serve({ env: { PLANTED_SECRET: 'planted-environment-secret', ...(await env(home)) } });
    await home.signIn('fake');
    return { home, provider };
}

/** A script that writes down what it was called with and in which environment. */
async function recorder(home, name) {
    const directory = path.join(home.directory, 'bin');
    await mkdir(directory, { recursive: true });
    const file = path.join(directory, name);
    await writeFile(file, `#!/bin/sh\n{ printf '%s\\n' "$#" "$@"; env; echo END; } >> "${file}.heard"\n`);
    await chmod(file, 0o700);
    return { file, heard: () => readFile(`${file}.heard`, 'utf8').catch(() => '') };
}

/** The provider ends the sign-in of the person, and Roadcase notices. */
async function breakOff({ home, provider }, person = 'person-1', account = 'fake') {
    provider.revoke(person);
    assert.equal((await home.run(['refresh', account])).code, 4);
}

test('notify_command gets one sentence, and nothing that is secret', async (context) => {
    let script;
    const scene = await withAccount(context, {
        ui: (home) => `notifications = "command"\nnotify_command = ["${home.directory}/bin/tell", "--", "{title}"]`,
        env: async (home) => { script = await recorder(home, 'tell'); return {}; },
    });
    await scene.home.signIn('fake', 'bot');
    await breakOff(scene);
    await until('it was told', async () => (await script.heard()).includes('END'));
    const heard = await script.heard();
    assert.deepEqual(heard.split('\n').slice(0, 3), ['2', '--', sentence]);
    const secrets = [...scene.provider.byAccess.keys(), ...scene.provider.byRefresh.keys(), 'planted', 'person-'];
    for (const secret of secrets) assert.ok(!heard.includes(secret), 'it was told a secret or a name');

    // Another account within the quarter of an hour is not told now.
    await breakOff(scene, 'person-2', 'fake/bot');
    await until('the log has both', () => scene.home.log.match(/account\.needs_authorization/g)?.length === 2);
    await scene.home.stop();
    assert.equal((await script.heard()).match(/END/g).length, 1);
});

test('without a setting notify-send is asked', async (context) => {
    let script;
    const scene = await withAccount(context, {
        env: async (home) => {
            script = await recorder(home, 'notify-send');
            return { PATH: `${path.dirname(script.file)}:${process.env.PATH}` };
        },
    });
    await breakOff(scene);
    await until('it was told', async () => (await script.heard()).includes('END'));
    const lines = (await script.heard()).split('\n');
    assert.deepEqual(lines.slice(0, 4), ['3', '--app-name=Roadcase', '--', sentence]);
    assert.ok(!lines.join('\n').includes('planted'));
});

test('off is off', async (context) => {
    let script;
    const scene = await withAccount(context, {
        ui: () => 'notifications = "off"',
        env: async (home) => {
            script = await recorder(home, 'notify-send');
            return { PATH: `${path.dirname(script.file)}:${process.env.PATH}` };
        },
    });
    await breakOff(scene);
    await until('the log has it', () => scene.home.log.includes('account.needs_authorization'));
    await scene.home.stop();
    assert.equal(await script.heard(), '');
});

/** Where a program is, along our own PATH. */
function where(program) {
    return process.env.PATH.split(':').map((each) => path.join(each, program)).find((file) => {
        try { accessSync(file, constants.X_OK); return true; } catch { return false; }
    });
}

for (const tool of ['notify-send', 'gdbus', 'busctl']) {
    const file = where(tool);
    test(`a desktop shows it, by ${tool}`, { skip: !file && `${tool} is not installed` }, async (context) => {
        const bus = await SessionBus.start();
        context.after(() => bus.stop());
        const scene = await withAccount(context, {
            env: async (home) => {
                const only = path.join(home.directory, 'only');
                await mkdir(only);
                await symlink(file, path.join(only, tool));
                return { PATH: only, DBUS_SESSION_BUS_ADDRESS: bus.address };
            },
        });
        await breakOff(scene);
        await until('it is shown', () => bus.shown.length > 0);
        assert.deepEqual(bus.shown, [{ app: 'Roadcase', summary: sentence, body: '', actions: 0 }]);
    });
}
