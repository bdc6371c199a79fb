// A home with a broker before a stand-in, and what the tests of all such brokers ask it.
import assert from 'node:assert/strict';
import { Home, request } from './roadcase.mjs';

export class BrokerHome {
    /** `config(service)` gives config.toml beyond [server]; everything ends with the test. */
    static async start(context, service, config) {
        const self = new BrokerHome();
        self.service = service;
        self.home = await Home.create(config);
        self.home.companions.push(service);
        context.after(() => self.home.remove());
        await self.home.serve();
        self.keys = 0;
        self.said = []; // every answer, to look for what must not be there
        return self;
    }

    async key(...grants) {
        const flags = grants.flatMap((grant) => ['--broker', grant]);
        const { code, stdout, stderr } = await this.home.run(['key', 'create', `k${(this.keys += 1)}`, ...flags]);
        assert.equal(code, 0, stderr);
        return stdout.trim();
    }

    /** Over TCP; a body that is an object goes as JSON. */
    async ask(method, path, { key, body, headers = {} } = {}) {
        const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
        const sent = { 'Content-Length': Buffer.byteLength(text), ...(text && { 'Content-Type': 'application/json' }),
                       ...(key && { 'X-API-Key': key }), ...headers };
        const answer = await request(this.home.url + path, { method, headers: sent, body: text });
        this.said.push(JSON.stringify([answer.headers, answer.body]));
        return { ...answer, json: /json/.test(answer.headers['content-type'] ?? '') ? JSON.parse(answer.body) : null };
    }

    /** Our own API over the socket, as the owner. */
    async own(broker, action, body) {
        const answer = await this.home.api('POST', `brokers/${broker}/${action}`, body);
        this.said.push(JSON.stringify([answer.headers, answer.body]));
        return answer;
    }

    /** The activity list, once it holds `what`. */
    async activity(what) {
        const end = Date.now() + 20_000;
        for (;;) {
            const { body } = await this.home.api('GET', 'activity');
            if (body.includes(what)) return body;
            assert.ok(Date.now() < end, `never told: ${what}\n${body}`);
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
    }

    /** None of these is in any answer, in the log or in the activity. */
    async assertHidden(...secrets) {
        const { body: activity } = await this.home.api('GET', 'activity');
        for (const secret of secrets)
            for (const [place, text] of Object.entries({ answers: this.said.join('\n'), log: this.home.log, activity }))
                assert.ok(!text.includes(secret), `${secret} is in the ${place}`);
    }
}
