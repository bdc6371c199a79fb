// A service that makes tokens for whoever shows the operator's bearer token.
import { randomUUID } from 'node:crypto';
import { StandIn } from './stand_in.mjs';

const platform = (status, text) => ({ status, body: { reasons: [{ text }] } });

export class OperatorService extends StandIn {
    bearer = 'planted-operator-token';
    tokens = new Map(); // token: the body that it was made from

    /** [broker.video] and what is said of it besides. */
    config(more = '') {
        return `
[broker.video]
kind = "operator-bearer"
host = "${this.url}"
operator_token = "${this.bearer}"
scopes = ["viewer", "broadcaster", "chat"]
default_scopes = ["viewer"]
${more}`;
    }

    answer({ method, url, headers, body }) {
        if (headers.authorization !== `Bearer ${this.bearer}`) return platform(401, 'planted: bad bearer');
        if (method === 'POST' && url === '/auth/v1/access-tokens') return this.#create(body);
        const [, doomed] = /^\/auth\/v1\/access-tokens\/([^/?]+)$/.exec(url) ?? [];
        if (method === 'DELETE' && doomed)
            return this.tokens.delete(decodeURIComponent(doomed)) ? { status: 204 } : platform(404, 'planted: no token');
        return platform(404, 'planted: no such address');
    }

    #create(body) {
        if (!Number.isInteger(body?.ttl) || !Array.isArray(body.scopes)) return platform(400, 'planted: bad request');
        const token = randomUUID();
        this.tokens.set(token, body);
        return { status: 200, body: { token, issuedFor: body.userId ?? null, nested: { z: 1, a: 2 } } };
    }
}
