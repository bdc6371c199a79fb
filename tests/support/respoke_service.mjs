// Respoke's brokered authentication, in the shapes that were recorded of it.
import { randomBytes, randomUUID } from 'node:crypto';
import { StandIn } from './stand_in.mjs';

const error = (status, text) => ({ status, body: { error: text } });

export class RespokeService extends StandIn {
    appId = 'planted-app-id';
    secret = 'planted-app-secret';
    tokens = new Map(); // single use
    sessions = new Set();

    config(more = '') {
        return `
[broker.talk]
kind = "respoke"
base_url = "${this.url}/v1"
app_id = "${this.appId}"
app_secret = "${this.secret}"
role_name = "member"
${more}`;
    }

    answer({ method, url, headers, body }) {
        const found = { 'POST /v1/tokens': () => this.#token(headers, body),
                        'POST /v1/session-tokens': () => this.#session(body),
                        'DELETE /v1/session-tokens': () => this.#end(headers),
                        'POST /v1/turn': () => this.#turn(headers) }[`${method} ${url}`];
        const answer = found ? found() : error(404, "Object 'planted' not found.");
        return { ...answer, headers: { 'Request-Id': randomUUID(), 'RateLimit-Limit': '10',
                                       'RateLimit-Time-Units': 'seconds', 'RateLimit-Remaining': '9' } };
    }

    #token(headers, body) {
        if (headers['app-secret'] !== this.secret) return error(401, 'planted: not authenticated');
        if (body?.appId !== this.appId || !body.endpointId || !Number.isInteger(body.ttl))
            return error(400, 'planted: parameters');
        const id = randomUUID().toUpperCase();
        const createTime = Math.floor(Date.now() / 1000);
        const token = { appId: body.appId, endpointId: body.endpointId, roleId: body.roleName ?? body.roleId,
                        accountId: 'planted-account', createTime, expiryTime: createTime + body.ttl, id, forDevelopment: false,
                        createdAt: new Date(createTime * 1000).toISOString(), tokenId: id };
        this.tokens.set(id, token);
        return { status: 200, body: token };
    }

    #session(body) {
        if (!this.tokens.delete(body?.tokenId)) return error(401, 'planted: not authenticated');
        const token = randomUUID();
        this.sessions.add(token);
        return { status: 200, body: { message: 'Authorization successful', token } };
    }

    #end(headers) {
        if (!this.sessions.delete(headers['app-token'])) return error(401, 'planted: not authenticated');
        return { status: 200, body: { message: 'Success' } };
    }

    #turn(headers) {
        if (!this.sessions.has(headers['app-token'])) return error(401, 'planted: not authenticated');
        const username = `${randomUUID()}${randomUUID()}.${Math.floor(Date.now() / 1000)}`;
        return { status: 200, body: { username, password: randomBytes(20).toString('base64'), ttl: 60,
                                      uris: ['turn:turn.example:3478?transport=udp'] } };
    }
}
