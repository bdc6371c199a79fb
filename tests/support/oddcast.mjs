// Oddcast: the invented provider of docs/adding-a-provider.md, as strict as its page says. Whatever a request holds that
// the page does not name is refused, and refusals are kept in `complaints`.
import http from 'node:http';

const app = 'odd-app-1';
const key = 'planted-odd-key';

export class Oddcast {
    static async start() {
        const oddcast = new Oddcast();
        Object.assign(oddcast, { app, key, complaints: [], codes: new Map(), sessions: new Map(), renewals: new Map(),
                                 checks: 0, requests: [] });
        oddcast.server = http.createServer((req, res) => oddcast.#take(req, res));
        await new Promise((resolve) => oddcast.server.listen(0, '127.0.0.1', resolve));
        oddcast.url = `http://127.0.0.1:${oddcast.server.address().port}`;
        return oddcast;
    }

    async stop() {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }

    /** The person has pressed "disconnect". */
    disconnectAll() {
        this.sessions.clear();
        this.renewals.clear();
    }

    async #take(req, res) {
        const url = new URL(req.url, this.url);
        let body = '';
        for await (const part of req) body += part;
        this.requests.push(`${req.method} ${url.pathname}`);
        const routes = {
            'GET /connect': () => this.#connect(url.searchParams, res),
            'POST /api/v2/token': () => this.#token(req, body),
            'POST /api/v2/renew': () => this.#renew(req, body),
            'GET /api/v2/whoami': () => this.#session(req) && { member: { number: 1207, nick: 'nova' } },
            'GET /api/v2/check': () => this.#session(req) && { ok: true, checks: ++this.checks },
            'DELETE /api/v2/session': () => this.#end(req, body),
        };
        const route = routes[`${req.method} ${url.pathname}`];
        const answer = route ? route() : this.#complain(`no such address: ${req.method} ${url.pathname}`);
        if (res.headersSent) return;
        const status = answer ? 200 : 401;
        res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer || { ok: false }));
    }

    #complain(why) {
        this.complaints.push(why);
        return { ok: false, fault: 'BAD REQUEST', text: why };
    }

    #connect(query, res) {
        const known = ['response_type', 'app', 'redirect_uri', 'state', 'scope', 'lang'];
        const strange = [...query.keys()].filter((name) => !known.includes(name));
        const right = strange.length === 0 && query.get('response_type') === 'code' && query.get('app') === app &&
            /^http:\/\/localhost[:/]/.test(query.get('redirect_uri')) && query.get('scope') === 'chat,stream';
        if (!right) {
            this.#complain(`connect: ${query}`);
            return res.writeHead(400).end('unknown parameter');
        }
        const code = `planted-code-${this.codes.size + 1}`;
        this.codes.set(code, query.get('redirect_uri'));
        const back = new URL(query.get('redirect_uri'));
        back.searchParams.set('code', code);
        back.searchParams.set('state', query.get('state'));
        return res.writeHead(302, { Location: back.href }).end();
    }

    /** The JSON object of a request that holds exactly these names and proves the app; else null. */
    #read(req, body, names) {
        const json = /^application\/json/.test(req.headers['content-type'] ?? '') ? JSON.parse(body) : {};
        const right = Object.keys(json).sort().join() === [...names, 'app', 'key'].sort().join() &&
            json.app === app && json.key === key && /^roadcase/.test(req.headers['user-agent'] ?? '') &&
            !req.headers.authorization;
        if (!right) this.#complain(`${req.url}: ${Object.keys(json)} ${req.headers['content-type']}`);
        return right ? json : null;
    }

    #token(req, body) {
        const asked = this.#read(req, body, ['grant_type', 'code', 'redirect_uri']);
        if (!asked) return { ok: false, fault: 'BAD REQUEST' };
        const redirect = this.codes.get(asked.code);
        this.codes.set(asked.code, null);
        if (asked.grant_type !== 'authorization_code' || redirect !== asked.redirect_uri)
            return this.#complain('token: wrong code or redirect_uri');
        return this.#issue();
    }

    #renew(req, body) {
        const asked = this.#read(req, body, ['renewal']);
        if (!asked) return { ok: false, fault: 'BAD REQUEST' };
        if (!this.renewals.delete(asked.renewal)) return { ok: false, fault: 'SESSION OVER' };
        this.sessions.clear();
        return this.#issue();
    }

    #issue() {
        const number = (this.issued = (this.issued ?? 0) + 1);
        const session = { token: `planted-odd-token-${number}`, renewal: `planted-odd-renewal-${number}`, seconds: 14400 };
        this.sessions.set(session.token, true);
        this.renewals.set(session.renewal, true);
        return { ok: true, session, token_type: 'odd', scope: 'chat,stream' };
    }

    #session(req) {
        const token = /^Odd (.*)$/.exec(req.headers.authorization ?? '')?.[1];
        return this.sessions.has(token) ? token : null;
    }

    #end(req, body) {
        const token = this.#session(req);
        if (!token || body) return this.#complain('session: no token, or a body');
        this.disconnectAll();
        return { ok: true };
    }
}
