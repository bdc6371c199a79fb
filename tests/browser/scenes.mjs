// Every page in every state: what the suites of this folder look at, and how a browser gets there.
import { noNamespaces } from '../support/on_air.mjs';
import { scriptScenes } from './scenes_scripts.mjs';
import { Stage } from './stage.mjs';

const debug = '[log]\nlevel = "debug"\n';
const questions = '[api]\nconfirm_first_use = true\n';
/** A provider that sends nobody back to this computer by itself. */
const byPaste = '[client.instagram]\nclient_id = "planted-client-id"\nclient_secret = "planted-client-secret"\n';

/** The homes, by name: nothing configured; configured and empty; all well; whatever can be wrong; a streaming program runs;
 *  the practice account alone, broken on purpose. */
const homes = {
    bare: () => Stage.open({ names: [], config: debug }),
    empty: async () => {
        const stage = await Stage.open({ names: ['twitch'], config: debug + byPaste });
        await stage.press('/accounts/twitch', '/accounts/remove', { account: await stage.id('twitch') });
        await stage.press('/accounts/twitch/bot', '/accounts/remove', { account: await stage.id('twitch/bot') });
        return stage;
    },
    fine: () => Stage.open({ config: debug }),
    troubled: async () => {
        const stage = await Stage.open({ config: debug + questions });
        await stage.trouble();
        return stage;
    },
    onAir: () => Stage.open({ names: ['twitch'], config: debug, onAir: true }),
    rehearsal: async () => {
        const stage = await Stage.open({ names: [], config: debug });
        await stage.practise();
        await stage.press('/', '/practice-faults', { fault: 'down' });
        return stage;
    },
};

export class Stages {
    #open = {};

    /** The home of this name, made when it is asked for first. */
    get(name) {
        return (this.#open[name] ??= homes[name]());
    }

    /** All that were made. */
    async opened() {
        const all = await Promise.allSettled(Object.values(this.#open));
        return all.filter((each) => each.value).map((each) => each.value);
    }

    async close() {
        for (const stage of await this.opened()) await stage.close();
    }
}

const at = (path) => async (page, stage) => page.goto(stage.url + (typeof path === 'function' ? await path(stage) : path));

/** A sign-in at this provider, as this person; where it ends. */
const signIn = (client, person, prepare = () => null) => async (page, stage) => {
    const provider = stage.providers[client];
    provider.nextPerson = person;
    const undo = prepare(provider);
    await page.goto(`${stage.url}/auth/${client}`);
    undo?.();
};

async function denied(page, stage) {
    stage.providers.kick.asksFirst = true;
    await page.goto(`${stage.url}/auth/kick`);
    await page.getByRole('link', { name: 'Cancel' }).click();
    await page.waitForURL(/\/done\//);
    stage.providers.kick.asksFirst = false;
}

async function pending(page, stage) {
    const { id } = (await stage.home.api('POST', 'flows', { client: 'practice' })).json;
    return page.goto(`${stage.url}/done/${id}`);
}

/** A page of another site leads to the door. */
async function ledByOthers(page, stage) {
    await page.route('http://elsewhere.test/', (route) => route.fulfill({
        contentType: 'text/html', body: `<!doctype html><title>Elsewhere</title><a href="${stage.url}/auth/twitch">Free hats</a>` }));
    await page.goto('http://elsewhere.test/');
    await page.getByRole('link').click();
    await page.waitForURL(/\/auth\/twitch/);
}

/** A form from before the program was started again. */
async function staleForm(page, stage) {
    await page.goto(`${stage.url}/accounts/twitch`);
    // At once: a page that follows what happens would put the right value back.
    await page.locator('form[action="/accounts/pause"] [name=csrf]').evaluate((field) => {
        field.value = 'planted-stale';
        field.form.requestSubmit();
    });
    await page.waitForURL(/\/accounts\/pause/);
}

async function consent(page, stage) {
    await page.goto(`${stage.url}/auth/practice`);
    await page.waitForURL(/\/practice\/authorize/);
}

/** What the provider's page would not have. */
async function wrongId(page, stage) {
    await page.goto(`${stage.url}/add/twitch`);
    await page.getByLabel('Client ID').fill('planted wrong id');
    await page.getByLabel('Client secret').fill('planted-client-secret');
    await page.getByRole('button', { name: 'Save and test' }).click();
    await page.getByRole('alert').filter({ visible: true }).or(page.locator('.wrong')).first().waitFor();
}

async function code(page, stage) {
    await page.goto(`${stage.url}/add/stage_kick/device`);
    await page.getByRole('button', { name: 'Get a code' }).click();
    await page.waitForURL(/\/device\/.+/);
}

const onPractice = (path) => (page, stage) => page.goto(`http://127.0.0.1:${stage.home.port}/practice${path}`);

const obs = { width: 300, height: 300 };

/** `look`: its picture is kept under this name, in a window of the size `frame`, and as on a phone. `skip`: why it cannot be had
 *  here. */
export const scenes = [
    { name: 'accounts, nothing configured', home: 'bare', go: at('/'), look: 'empty' },
    { name: 'accounts, empty', home: 'empty', go: at('/') },
    { name: 'accounts, all well', home: 'fine', go: at('/'), look: 'accounts', phone: true },
    { name: 'accounts, needs attention', home: 'troubled', go: at('/'), look: 'attention', phone: true },
    { name: 'accounts, broken on purpose', home: 'rehearsal', go: at('/'), look: 'rehearsal' },
    { name: 'account, connected', home: 'fine', go: at('/accounts/twitch/bot'), look: 'account' },
    { name: 'account, signed out', home: 'troubled', go: at('/accounts/twitch') },
    { name: 'account, provider down', home: 'troubled', go: at('/accounts/spotify') },
    { name: 'account, paused', home: 'troubled', go: at('/accounts/discord') },
    { name: 'account, unknown', home: 'fine', go: at('/accounts/nobody') },
    { name: 'dock, empty', home: 'empty', go: at('/dock') },
    { name: 'dock, all well', home: 'fine', go: at('/dock'), look: 'dock-calm', frame: { width: 300, height: 80 } },
    { name: 'dock, needs attention', home: 'troubled', go: at('/dock'), look: 'dock', frame: obs },
    { name: 'dock, told', home: 'troubled', go: at('/dock?told=opened') },
    { name: 'door, several clients', home: 'fine', go: at('/auth') },
    { name: 'door, no client', home: 'bare', go: at('/auth') },
    { name: 'door, unknown client', home: 'fine', go: at('/auth/nobody') },
    { name: 'door, led by others', home: 'fine', go: ledByOthers },
    { name: 'door, by pasting', home: 'empty', go: at('/auth/instagram') },
    { name: 'door, on air', home: 'onAir', go: at('/auth/twitch'), look: 'on-air', skip: noNamespaces },
    { name: 'console, on air', home: 'onAir', go: at('/add/stage_twitch/console'), skip: noNamespaces },
    { name: 'done, connected again', home: 'fine', go: signIn('kick', 'nova_plays'), look: 'done' },
    { name: 'done, denied', home: 'fine', go: denied, look: 'failed' },
    { name: 'done, wrong person', home: 'fine', go: async (page, stage) => {
        stage.providers.youtube.nextPerson = 'somebody_else';
        return page.goto(`${stage.url}/auth/youtube?account=${await stage.id('youtube')}`);
    } },
    { name: 'done, refused by the provider', home: 'fine', go: signIn('discord', 'nova', (provider) => {
        provider.intercept = () => ({ status: 400, body: { error: 'redirect_mismatch', error_description: '<b>planted-echo</b>' } });
        return () => { provider.intercept = null; };
    }) },
    { name: 'done, still talking', home: 'fine', go: pending },
    { name: 'done, over', home: 'fine', go: at('/done/nobody') },
    { name: 'success, nothing brought', home: 'fine', go: at('/success') },
    { name: 'success, unknown state', home: 'fine', go: at('/success?code=planted-code&state=planted-state') },
    { name: 'form, stale', home: 'fine', go: staleForm },
    { name: 'connect, the providers', home: 'bare', go: at('/add'), look: 'connect' },
    { name: 'connect, some are there', home: 'fine', go: at('/add') },
    { name: 'connect, the wizard begins', home: 'bare', go: at('/add/twitch'), look: 'wizard' },
    { name: 'connect, the wizard of an app there is', home: 'empty', go: at('/add/instagram') },
    { name: 'connect, a wrong id', home: 'bare', go: wrongId },
    { name: 'connect, channel or bot', home: 'fine', go: at('/add/stage_youtube'), look: 'another' },
    { name: 'connect, unknown provider', home: 'bare', go: at('/add/nobody') },
    { name: 'connect, by a code', home: 'fine', go: at('/add/stage_kick/device') },
    { name: 'connect, the code', home: 'fine', go: code, look: 'code' },
    { name: 'scripts, a key and a file', home: 'troubled', go: at('/scripts'), look: 'scripts' },
    { name: 'activity, empty', home: 'bare', go: at('/activity') },
    { name: 'activity', home: 'troubled', go: at('/activity'), look: 'activity' },
    { name: 'activity, nothing like that', home: 'bare', go: at('/activity?show=scripts') },
    { name: 'settings, two providers', home: 'fine', go: at('/settings'), look: 'settings' },
    { name: 'help, the API', home: 'fine', go: at('/help/api'), look: 'api' },
    { name: 'help', home: 'fine', go: at('/help'), look: 'help' },
    { name: 'help, one message', home: 'fine', go: at('/help/E401'), look: 'message' },
    { name: 'help, unknown', home: 'fine', go: at('/help/E999') },
    ...scriptScenes,
    { name: 'practice, consent', home: 'fine', keepsAddress: true, go: consent, look: 'practice' },
    { name: 'practice, error', home: 'fine', go: onPractice('/authorize?client_id=planted') },
    { name: 'practice, device', home: 'fine', go: onPractice('/device') },
    { name: 'practice, device unknown', home: 'fine', go: onPractice('/device?user_code=PLANTED') },
];

/** The address of a route as the log names it, "/accounts/{account*}", against a path. */
export function fits(route, path) {
    const pattern = route.replace(/\{\w+\*\}/g, '.+').replace(/\{\w+\}/g, '[^/]+');
    return new RegExp(`^${pattern}$`).test(path);
}

/** "GET /dock" … as the server says that it has them; needs log.level = "debug". */
export function routesOf(home) {
    return [...new Set([...home.log.matchAll(/route (\S+) (\S+)/g)].map(([, method, path]) => `${method} ${path}`))];
}
