// What the tests of crashes and faults share: a home with accounts at a rotating provider, and waiting for things.
import { setTimeout as pause } from 'node:timers/promises';
import { Home } from './roadcase.mjs';
import { RotatingProvider } from './rotating_provider.mjs';

/** Asks until the answer is true, or fails after `seconds`. */
export async function until(what, ask, seconds = 15) {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(25)) {
        const answer = await ask();
        if (answer) return answer;
    }
    throw new Error(`waited ${seconds} s in vain until ${what}`);
}

/** A home whose client "fake" is at a rotating provider; both end with the test. Nobody is signed in yet. */
export async function scene(context, options = {}) {
    const provider = await RotatingProvider.start(options);
    const home = await Home.create(provider.config('fake', options.config));
    context.after(async () => {
        await home.stop('SIGKILL');
        await home.remove().finally(() => provider.stop());
    });
    return { provider, home };
}

/** The same with the account "fake" signed in and a server running. */
export async function signedIn(context, options = {}) {
    const both = await scene(context, options);
    await both.home.serve();
    await both.home.signIn('fake');
    return both;
}

/** The newest pair of the only person who signed in. */
export function newestPair(provider, person = 'person-1') {
    return provider.families.get(person).pairs.at(-1);
}
