// Time as real machines have it: a lid that closes, a clock that is set. The provider lives in true time.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { newestPair, scene, signedIn, until } from '../support/scene.mjs';

const libraries = '/usr/lib';
const library = readdirSync(libraries)
    .map((name) => path.join(libraries, name, 'faketime', 'libfaketimeMT.so.1'))
    .find((file) => existsSync(file));
/** faketime must be loaded before a sanitizer's own library, which refuses that. */
const skip = process.env.ROADCASE_SANITIZED ? 'a sanitizer is in the program'
    : library ? false : 'faketime is not installed';

/** A wall clock that is wrong, as settimeofday makes it: the clocks that count from boot are not touched. */
const wrongBy = (offset) => ({ LD_PRELOAD: library, FAKETIME: offset, FAKETIME_DONT_FAKE_MONOTONIC: '1' });

const names = ['a1', 'a2', 'a3'];

async function threeAccounts(context, options) {
    const both = await scene(context, options);
    await both.home.serve();
    for (const name of names) {
        both.provider.nextPerson = name;
        await both.home.signIn('fake', name);
    }
    return both;
}

/** Each account answers with a token that works right now. */
async function allLive({ provider, home }) {
    for (const name of names) {
        const { status, json, body } = await home.api('GET', `token/fake/${name}`);
        assert.equal(status, 200, body);
        assert.ok(provider.lives(json.access_token), `${name} was given a dead token`);
    }
}

/** The program believes in that clock: the newest line of its log says so. */
function believesIn({ home }, days, hours) {
    const [newest] = home.log.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/gm).slice(-1);
    const off = (Date.parse(newest) - Date.now()) / 1000 - days * 86_400 - hours * 3600;
    assert.ok(Math.abs(off) < 60, `it believes it is ${newest}`);
}

/** Since `before`, each account was renewed at most once, and a few ticks of the keeper later still. */
async function noStorm({ provider }, before) {
    await pause(2500);
    const renewals = provider.spends.slice(before);
    assert.ok(renewals.length <= names.length, `${renewals.length} renewals`);
    assert.ok(renewals.every(({ outcome }) => outcome === 'rotated'));
}

test('a suspended process answers first with a token that lives, after one renewal', async (context) => {
    const { provider, home } = await signedIn(context, { lifetime: 3 });
    const { length } = provider.spends;
    await until('the keeper renewed once', () => provider.spends.length > length);
    await until('it is saved', async () =>
        (await home.api('GET', 'token/fake')).json.access_token === newestPair(provider).access);
    home.server.kill('SIGSTOP');
    provider.lifetime = 3600;
    const asleep = provider.spends.length;
    await until('the token has ended', () => !provider.lives(newestPair(provider).access));
    const answers = Array.from({ length: 8 }, () => home.api('GET', 'token/fake'));
    home.server.kill('SIGCONT');
    for (const { status, json } of await Promise.all(answers)) {
        assert.equal(status, 200);
        assert.equal(json.access_token, newestPair(provider).access);
    }
    assert.equal(provider.spends.length, asleep + 1);
});

// At the same time: most of it is watching that nothing happens.
describe('a clock that is wrong', { skip, concurrency: 8 }, () => {
    for (const [what, offset, days, hours] of [['a year ahead', '+365d', 365, 0], ['an hour back', '-1h', 0, -1],
                                               ['a year back', '-365d', -365, 0]])
        test(`a start with the clock ${what}: tokens that live, at most one renewal each`, async (context) => {
            const both = await threeAccounts(context);
            await both.home.stop();
            await both.home.serve({ env: wrongBy(offset) });
            await allLive(both);
            await noStorm(both, 0);
            await allLive(both);
            believesIn(both, days, hours);
        });

    test('tokens of a time when the clock was ahead are not believed', async (context) => {
        const both = await threeAccounts(context, { lifetime: 3600 });
        await both.home.stop();
        both.provider.lifetime = 2; // the keeper renews as soon as it runs, too
        await both.home.serve({ env: wrongBy('+1d') });
        for (const name of names) await both.home.api('POST', `accounts/fake/${name}/refresh`);
        await both.home.stop();
        await until('all of them have ended', () =>
            names.every((name) => !both.provider.lives(newestPair(both.provider, name).access)));
        both.provider.lifetime = 3600;
        const before = both.provider.spends.length;
        await both.home.serve();
        await allLive(both);
        await noStorm(both, before);
    });

    for (const [what, jump, days, hours] of [['an hour ahead', '+1h', 0, 1], ['a year ahead', '+365d', 365, 0],
                                             ['an hour back', '-1h', 0, -1], ['a year back', '-365d', -365, 0]])
        test(`the clock jumps ${what} while it runs: tokens that live, at most one renewal each`, async (context) => {
            const both = await scene(context, { lifetime: 3600 });
            const { home, provider } = both;
            const clock = path.join(home.directory, 'clock');
            context.after(() => rm(clock, { force: true }));
            await writeFile(clock, '+0');
            await home.serve({ env: { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: clock, FAKETIME_NO_CACHE: '1',
                                      FAKETIME_DONT_FAKE_MONOTONIC: '1' } });
            for (const name of names) {
                provider.nextPerson = name;
                await home.signIn('fake', name);
            }
            await allLive(both);
            await writeFile(clock, jump);
            await allLive(both);
            await noStorm(both, 0);
            await allLive(both);
            believesIn(both, days, hours);
        });
});
