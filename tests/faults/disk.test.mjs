// A disk that takes nothing more: no refresh token is spent for an answer that could not be kept, and an answer that
// came all the same is served from memory until there is room.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { newestPair, scene, until } from '../support/scene.mjs';

const run = (command, ...args) => execFileSync(command, args, { stdio: 'pipe' });
/** A namespace of one's own would give the right to mount, and make `/` belong to nobody, which the program refuses. */
const mayMount = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { stdio: 'ignore' }).status === 0;
const skip = mayMount ? false : 'only root may mount a small disk';

/** A signed-in account whose home is a disk of its own, of 2 MiB. */
async function onSmallDisk(context) {
    const { provider, home } = await scene(context);
    run('mount', '-t', 'tmpfs', '-o', 'size=2m,mode=700', 'tmpfs', home.directory);
    home.mounts.push(home.directory);
    await home.configure(provider.config());
    await home.serve();
    await home.signIn('fake');
    return { provider, home };
}

const ballast = (home) => path.join(home.directory, 'ballast');

/** Takes every block that is left. */
function fill(home) {
    for (let size = 1 << 20; size >= 1; size = Math.floor(size / 2))
        for (;;)
            try {
                writeFileSync(ballast(home), Buffer.alloc(size), { flag: 'a' });
            } catch (error) {
                assert.equal(error.code, 'ENOSPC');
                break;
            }
}

/** Writing fails from now on, and works again after `mend`. */
const ways = [
    { name: 'a full disk', skip, setUp: onSmallDisk, spoil: fill, mend: (home) => rmSync(ballast(home)) },
    { name: 'a limit on file sizes', skip: false,
      setUp: async (context) => {
          const both = await scene(context);
          await both.home.serve();
          await both.home.signIn('fake');
          return both;
      },
      spoil: (home) => run('prlimit', '--pid', `${home.server.pid}`, '--fsize=0:'),
      mend: (home) => run('prlimit', '--pid', `${home.server.pid}`, '--fsize=unlimited:') },
];

const askRefresh = (home) => home.api('POST', 'accounts/fake/refresh');
const token = async (home) => (await home.api('GET', 'token/fake')).json?.access_token;
const told = (home) => home.log.split('store.degraded').length - 1;

for (const { name, skip: skipped, setUp, spoil, mend } of ways)
    describe(name, { skip: skipped }, () => {
        test('nothing is spent while nothing can be saved, and the living token is served', async (context) => {
            const { provider, home } = await setUp(context);
            const { access } = newestPair(provider);
            spoil(home);
            for (let i = 0; i < 3; ++i) {
                const refused = await askRefresh(home);
                assert.equal(refused.status, 500, refused.body);
                assert.equal(refused.json.code, 'E406');
                assert.ok(refused.json.next, 'one step');
                assert.equal(await token(home), access);
            }
            const command = await home.run(['refresh', 'fake']);
            assert.equal(command.code, 1);
            assert.equal((await home.run(['token', 'fake', '--min-ttl', '3590'])).stdout.trim(), access);
            assert.equal(provider.spends.length, 0);
            mend(home);
            assert.equal((await askRefresh(home)).status, 200);
            assert.equal(await token(home), newestPair(provider).access);
            assert.deepEqual(provider.spends.map(({ outcome }) => outcome), ['rotated']);
        });

        test('an answer that cannot be saved is served from memory, told once, and saved later', { skip: name === 'a full disk' }, async (context) => {
            const { provider, home } = await setUp(context);
            provider.intercept = () => { provider.intercept = null; spoil(home); };
            assert.equal((await askRefresh(home)).json.code, 'E406');
            const { access } = newestPair(provider);
            for (let i = 0; i < 3; ++i) {
                assert.equal(await token(home), access);
                assert.notEqual((await askRefresh(home)).status, 200, 'nothing is spent on top of it');
            }
            const problem = (await home.json(['status', 'fake'])).problem;
            assert.equal(problem.code, 'E406');
            assert.match((await home.run(['status', 'fake'])).stdout, /memory/);
            assert.equal(provider.spends.length, 1);
            assert.equal(told(home), 1);
            mend(home);
            await until('it is saved', async () => (await home.json(['status', 'fake'])).problem === null, 35);
            await home.stop('SIGKILL');
            await home.serve();
            assert.equal(await token(home), access);
            assert.equal(provider.spends.length, 1);
        });
    });

test('a disk that fills up while the provider answers: the room that was held takes the answer', { skip }, async (context) => {
    const { provider, home } = await onSmallDisk(context);
    provider.intercept = () => { provider.intercept = null; fill(home); };
    assert.equal((await askRefresh(home)).status, 200);
    const { access } = newestPair(provider);
    await home.stop('SIGKILL');
    rmSync(ballast(home));
    await home.serve();
    assert.equal(await token(home), access);
    assert.deepEqual(provider.spends.map(({ outcome }) => outcome), ['rotated']);
});

test('a disk that is nearly full: what is spent is saved, and what is not saved was not spent', { skip }, async (context) => {
    const { provider, home } = await onSmallDisk(context);
    await home.stop();
    for (const kilobytes of [8, 20, 36, 52, 68, 84, 100]) {
        fill(home);
        truncateSync(ballast(home), statSync(ballast(home)).size - kilobytes * 1024);
        const spent = provider.spends.length;
        const { code, stderr } = await home.run(['refresh', 'fake']);
        rmSync(ballast(home));
        if (code !== 0) assert.equal(provider.spends.length, spent, `${kilobytes} KB: ${stderr}`);
        assert.equal((await home.run(['token', 'fake'])).stdout.trim(), newestPair(provider).access, `${kilobytes} KB`);
    }
    assert.ok(provider.spends.every(({ outcome }) => outcome === 'rotated'));
});

test('a home that is read-only is told in one sentence, and nothing is spent', { skip }, async (context) => {
    const { provider, home } = await scene(context, { lifetime: 2 });
    await home.serve();
    await home.signIn('fake');
    await home.stop();
    await until('the token has ended', () => !provider.lives(newestPair(provider).access));
    run('mount', '--bind', home.directory, home.directory);
    home.mounts.push(home.directory);
    run('mount', '-o', 'remount,bind,ro', home.directory);
    const before = provider.spends.length;
    for (const args of [['serve'], ['token', 'fake'], ['refresh', 'fake']]) {
        const { code, stdout, stderr } = await home.run(args);
        assert.notEqual(code, 0);
        assert.equal(stdout, '');
        assert.match(stderr, /read-only/i, args.join(' '));
        assert.match(stderr, /Next: /);
    }
    assert.equal(provider.spends.length, before);
    run('mount', '-o', 'remount,bind,rw', home.directory);
    assert.ok(provider.lives((await home.run(['token', 'fake'])).stdout.trim()));
});
