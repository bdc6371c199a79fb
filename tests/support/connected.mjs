import { Browser, Home } from './roadcase.mjs';
import { countingTokens, startFakeProvider } from './fake_provider.mjs';

/** A running server at which these accounts are signed in; `home.remove()` ends all of it. */
export async function servedHome(names = ['']) {
    const fake = await startFakeProvider({ token: countingTokens() });
    const home = await Home.create(fake.config());
    home.companions.push(fake);
    await home.serve();
    for (const name of names) await home.signIn('fake', name);
    return { home, fake };
}

/** A home with one connected account and no server; all of it ends with the test. */
export async function connectedHome(context) {
    const fake = await startFakeProvider({ token: countingTokens(3600) });
    const home = await Home.create(fake.config());
    context.after(async () => { await home.remove(); await fake.stop(); });
    await home.serve();
    await new Browser().open(`${home.url}/auth`);
    await home.stop();
    return { fake, home };
}
