// A provider whose refresh tokens work once (RFC 9700 §4.14.2): each renewal gives a new pair, and a spent token that
// comes again ends the whole family. With a grace window it repeats the last answer instead, for as long as its
// successor was not used (FAPI 2.0 §5.3.2.1). It keeps books: who was given what, and how often each refresh token came.
import http from 'node:http';
import https from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';

const gone = (why) => ({ status: 400, body: { error: 'invalid_grant', error_description: why } });

function consentPage(query, res) {
    const link = (answer, text) => `<p><a href="/authorize?${new URLSearchParams([...query, ['answer', answer]])}">${text}</a></p>`;
    res.writeHead(200, { 'Content-Type': 'text/html' });
    res.end(`<!doctype html><title>Fake</title><h1>Fake asks</h1>${link('yes', 'Authorize')}${link('no', 'Cancel')}`);
}

export class RotatingProvider {
    /** `lifetime` and `grace` in seconds; `latency()` gives milliseconds, asked before and after each answer is made. */
    static async start({ lifetime = 3600, grace = 0, latency = () => 0 } = {}) {
        const provider = new RotatingProvider();
        Object.assign(provider, { lifetime, grace, latency });
        provider.families = new Map(); // by person: the newest family
        provider.byRefresh = new Map();
        provider.byAccess = new Map();
        provider.codes = new Map();
        provider.codeTries = new Map();
        provider.spends = []; // {refresh, epoch, outcome: 'rotated' | 'repeated' | 'reused' | 'revoked' | 'unknown'}
        provider.persons = 0;
        provider.server = http.createServer(provider.#handler());
        provider.server.keepAliveTimeout = 1000;
        await new Promise((resolve) => provider.server.listen(0, '127.0.0.1', resolve));
        provider.url = `http://127.0.0.1:${provider.server.address().port}`;
        return provider;
    }

    config(name = 'fake', more = '') {
        return `
[provider.${name}]
display_name = "Fake"
authorization_endpoint = "${this.url}/authorize"
token_endpoint = "${this.url}/token"
[provider.${name}.identity]
url = "${this.url}/userinfo"
subject = "/sub"
display_name = "/name"
[client.${name}]
client_id = "fake-client"
client_secret = "planted-client-secret"
${more}`;
    }

    /** The same provider over TLS as well; gives that URL. */
    async listenSecurely(certificate) {
        this.secureServer = https.createServer(certificate, this.#handler());
        await new Promise((resolve) => this.secureServer.listen(0, '127.0.0.1', resolve));
        return `https://localhost:${this.secureServer.address().port}`;
    }

    async stop() {
        for (const server of [this.server, this.secureServer]) {
            server?.closeAllConnections();
            await new Promise((resolve) => (server ? server.close(resolve) : resolve()));
        }
    }

    /** Who signs in next; without it, each sign-in is a new person. */
    nextPerson = null;
    /** Whether a person is asked first, on a page with the links "Authorize" and "Cancel". */
    asksFirst = false;
    /** Requests to addresses that nobody was told to use. */
    strayRequests = 0;
    /** Token requests that came. */
    asked = 0;
    /** A name for the time that runs now, to tell spends of different processes apart. */
    epoch = '';
    /** Gets (params) of a token request before it is looked at; what it gives is the answer: {status, body, headers}, or
     *  {cut(res)} to spoil it by hand. Nothing: the request is answered as ever. */
    intercept = null;

    /** Is this an access token that works now? */
    lives(access) {
        const pair = this.byAccess.get(access);
        return pair !== undefined && !pair.family.revoked && pair.ends > Date.now();
    }

    /** Every time this refresh token came. */
    spendsOf(refresh) {
        return this.spends.filter((each) => each.refresh === refresh);
    }

    /** How often the most repeated refresh token was spent. */
    get mostSpends() {
        return Math.max(0, ...[...this.byRefresh.values()].map((pair) => pair.spends));
    }

    /** How often the code that was tried most was tried. */
    codeUses() {
        return Math.max(0, ...this.codeTries.values());
    }

    /** The end of this person's sign-in, as if they had pressed "disconnect". */
    revoke(person) {
        this.families.get(person).revoked = 'the person took it back';
    }

    /** Whoever is killed in the middle of a request has not made one. */
    #handler() {
        return (req, res) => this.#take(req, res).catch((error) => {
            if (error.code !== 'ECONNRESET') throw error;
        });
    }

    async #take(req, res) {
        const url = new URL(req.url, this.url);
        let body = '';
        for await (const part of req) body += part;
        if (url.pathname === '/authorize') return this.#authorize(url.searchParams, res);
        if (url.pathname === '/userinfo') return this.#userinfo(req, res);
        if (url.pathname === '/device') return this.#device(res);
        if (url.pathname !== '/token') {
            this.strayRequests += 1;
            return res.writeHead(404).end();
        }
        return this.#answer(new URLSearchParams(body), res);
    }

    #authorize(query, res) {
        if (this.asksFirst && !query.has('answer')) return consentPage(query, res);
        const back = new URL(query.get('redirect_uri'));
        back.searchParams.set('state', query.get('state'));
        if (query.get('answer') === 'no') {
            back.searchParams.set('error', 'access_denied');
            return res.writeHead(302, { Location: back.href }).end();
        }
        const person = this.nextPerson ?? `person-${++this.persons}`;
        const code = `planted-code-${this.codes.size + 1}`;
        this.codes.set(code, person);
        back.searchParams.set('code', code);
        res.writeHead(302, { Location: back.href }).end();
    }

    /** A code for another device, which nobody ever enters. */
    #device(res) {
        const body = { device_code: 'planted-device', user_code: 'WDJB-MJHT', verification_uri: `${this.url}/activate`, expires_in: 600, interval: 5 };
        res.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    }

    #userinfo(req, res) {
        const pair = this.byAccess.get((req.headers.authorization ?? '').replace(/^Bearer /, ''));
        if (!pair) return res.writeHead(401).end();
        const body = JSON.stringify({ sub: pair.family.person, name: pair.family.person });
        return res.writeHead(200, { 'Content-Type': 'application/json' }).end(body);
    }

    async #answer(params, res) {
        const { epoch } = this;
        this.asked += 1;
        await pause(this.latency());
        const answer = (await this.intercept?.(params)) ?? this.#grant(params, epoch);
        await pause(this.latency());
        if (answer.cut) return answer.cut(res);
        const { status = 200, body = '', headers } = answer;
        res.writeHead(status, { 'Content-Type': 'application/json', ...headers });
        res.end(typeof body === 'string' ? body : JSON.stringify(body));
    }

    #grant(params, epoch) {
        if (params.get('grant_type') === 'refresh_token') return this.#renew(params.get('refresh_token'), epoch);
        if (params.has('device_code')) return { status: 400, body: { error: 'authorization_pending' } };
        const code = params.get('code');
        this.codeTries.set(code, (this.codeTries.get(code) ?? 0) + 1);
        const person = this.codes.get(code);
        if (!person) return gone('the code was used or never given');
        this.codes.set(code, null);
        const family = { person, pairs: [], revoked: null };
        this.families.set(person, family);
        return this.#issue(family);
    }

    #renew(refresh, epoch) {
        const pair = this.byRefresh.get(refresh);
        const judged = pair ? this.#judge(pair) : { outcome: 'unknown', answer: gone('no such token') };
        if (pair) pair.spends += 1;
        this.spends.push({ refresh, outcome: judged.outcome, epoch });
        return judged.answer;
    }

    #judge(pair) {
        const { family } = pair;
        if (family.revoked) return { outcome: 'revoked', answer: gone(family.revoked) };
        const next = family.pairs[pair.number];
        if (!next) return { outcome: 'rotated', answer: this.#issue(family) };
        const inTime = Date.now() - next.made <= this.grace * 1000;
        if (inTime && next.spends === 0 && !family.pairs[next.number])
            return { outcome: 'repeated', answer: { body: this.#shape(next) } };
        family.revoked = 'a spent refresh token came again';
        return { outcome: 'reused', answer: gone(family.revoked) };
    }

    #issue(family) {
        const number = family.pairs.length + 1;
        const stem = `${family.person}-${this.byRefresh.size + 1}`;
        const pair = { family, number, spends: 0, made: Date.now(), ends: Date.now() + this.lifetime * 1000,
                       access: `planted-access-${stem}`, refresh: `planted-refresh-${stem}` };
        family.pairs.push(pair);
        this.byRefresh.set(pair.refresh, pair);
        this.byAccess.set(pair.access, pair);
        return { body: this.#shape(pair) };
    }

    #shape(pair) {
        const left = Math.max(1, Math.floor((pair.ends - Date.now()) / 1000));
        return { access_token: pair.access, refresh_token: pair.refresh, token_type: 'bearer', scope: 'chat',
                 expires_in: left };
    }
}
