// A home with accounts in every state, each reached the way it comes about: by a provider that refuses, is down or ends a
// sign-in, by a script that asks, by a person who pauses. All names are made up.
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { beside } from '../support/on_air.mjs';
import { Browser, Home, request } from '../support/roadcase.mjs';
import { RotatingProvider } from '../support/rotating_provider.mjs';
import { until } from '../support/scene.mjs';

/** Client and account names, and who signs in; a name of its own for a second account at one provider. */
const cast = [
    ['twitch', '', 'nova_plays'], ['twitch', 'bot', 'nova_bot'], ['youtube', '', 'Nova Plays'],
    ['kick', '', 'nova_plays'], ['spotify', '', 'nova'], ['discord', '', 'nova'],
];
const titles = { twitch: 'Twitch', youtube: 'YouTube', kick: 'Kick', spotify: 'Spotify', discord: 'Discord' };

export class Stage {
    /** `names`: the clients there are; `config`: what else stands in config.toml. Everybody is signed in and all is well.
     *  `onAir`: a streaming program runs, see support/on_air.mjs. */
    static async open({ names = Object.keys(titles), config = '', env = {}, onAir = false } = {}) {
        const stage = new Stage();
        Object.assign(stage, { providers: {}, onAir });
        for (const name of names) stage.providers[name] = await RotatingProvider.start();
        stage.home = await Home.create([...names.map((name) => stage.#section(name)), config].join('\n'));
        stage.home.companions.push(...Object.values(stage.providers));
        try {
            await stage.home.serve({ env, under: onAir ? await beside(stage.home.directory) : [] });
            // This computer may be on air while the tests run; the page about that is looked at by name.
            await stage.warnOnAir('no');
            for (const [client, name, person] of cast.filter(([client]) => names.includes(client)))
                await stage.signIn(client, name, person);
            if (onAir) await stage.warnOnAir('yes');
        } catch (error) {
            await stage.close();
            throw error;
        }
        return stage;
    }

    #section(name) {
        const { url } = this.providers[name];
        return `
[provider.stage_${name}]
display_name = "${titles[name]}"
console_url = "https://console.example.test/"
authorization_endpoint = "${url}/authorize"
token_endpoint = "${url}/token"
device_authorization_endpoint = "${url}/device"
scopes_supported = ["chat"]
[provider.stage_${name}.identity]
url = "${url}/userinfo"
subject = "/sub"
display_name = "/name"
[client.${name}]
provider = "stage_${name}"
client_id = "planted-client-id"
client_secret = "planted-client-secret"
scopes = ["chat"]
`;
    }

    async signIn(client, name, person) {
        this.providers[client].nextPerson = person;
        await this.home.signIn(client, name);
    }

    async close() {
        if (this.onAir) await this.home.stop('SIGKILL');
        await this.home.remove();
    }

    get url() {
        return this.home.url;
    }

    /** The account's id by its reference. */
    async id(reference) {
        const { accounts } = (await this.home.api('GET', 'accounts')).json;
        return accounts.find((each) => each.account === reference).id;
    }

    /** Sends a form of this page as the person does; `fields` say which, when there are several. */
    async press(page, action, fields = {}) {
        const browser = new Browser();
        const shown = await browser.open(new URL(page, this.url).href);
        const csrf = /name="csrf" value="([^"]+)"/.exec(shown.body)[1];
        return browser.open(new URL(action, this.url).href, { method: 'POST', form: { csrf, ...fields }, from: shown.url });
    }

    warnOnAir(value) {
        return this.press('/settings', '/settings/choose', { name: 'warn_on_air', value });
    }

    /** The practice account, as a person gets it. */
    async practise() {
        const browser = new Browser();
        return browser.submit(await browser.open(`${this.url}/auth/practice`), { answer: 'allow' });
    }

    /** The provider ends this person's sign-in, and it is noticed. */
    async revoke(reference, person) {
        this.providers[reference.split('/')[0]].revoke(person);
        await this.home.run(['refresh', reference]);
        await this.becomes(reference, 'needs_authorization');
    }

    /** The provider answers nothing but 503, and it is noticed; null: it is well again. */
    async down(client, reference = client) {
        this.providers[client].intercept = () => ({ status: 503, body: 'planted outage' });
        await this.home.run(['refresh', reference]);
        await this.becomes(reference, 'provider_down');
    }

    async up(client) {
        this.providers[client].intercept = null;
        await this.home.run(['refresh', client]);
        await this.becomes(client, 'connected');
    }

    becomes(reference, status) {
        return until(`${reference} is ${status}`, async () => (await this.home.json(['status', reference])).status === status);
    }

    /** Whatever can be wrong, at once: see each name in scenes.mjs. */
    async trouble() {
        await this.revoke('twitch', 'nova_plays');
        await this.down('spotify');
        await this.press('/', '/accounts/pause', { account: await this.id('discord') });
        await this.askWithNewKey('overlay');
        await this.breakLink('youtube');
    }

    /** A key that was never used before asks for a token; the home must have api.confirm_first_use. */
    async askWithNewKey(name) {
        const { json } = await this.home.api('POST', 'keys', { name, accounts: ['twitch'] });
        this.key = json.key;
        await request(`${this.url}/api/v1/token/twitch`, { headers: { 'X-API-Key': json.key } });
    }

    /** A linked file whose directory went away: the notice above the list. */
    async breakLink(reference) {
        const place = path.join(this.home.directory, 'bots');
        await mkdir(place, { mode: 0o700, recursive: true });
        const linked = await this.home.run(['link', reference, path.join(place, 'token')]);
        if (linked.code !== 0) throw new Error(linked.stderr);
        await rm(place, { recursive: true });
        await this.home.run(['refresh', reference]);
        await until('the link is said to fail', async () => (await this.home.json(['links'])).links[0].problem);
    }
}
