// Listens to GET /api/v1/events as a script would, over the socket or with a key.
import http from 'node:http';
import path from 'node:path';

export class Listener {
    /** `key`: over TCP with it, else over the Unix socket. Rejects with the answer when it is no stream. */
    static open(home, { query = '', key, headers = {}, ndjson = false } = {}) {
        const listener = new Listener();
        Object.assign(listener, { raw: '', events: [], comments: 0, waiting: [], ended: false });
        const where = key ? { headers: { 'X-API-Key': key, ...headers }, family: 4 }
            : { headers, socketPath: path.join(home.directory, 'run', 'roadcase.sock') };
        if (ndjson) where.headers.Accept = 'application/x-ndjson';
        return new Promise((resolve, reject) => {
            const url = `${key ? home.url : 'http://localhost'}/api/v1/events${query}`;
            listener.request = http.get(url, { agent: false, ...where }, (answer) => {
                listener.answer = answer;
                answer.setEncoding('utf8');
                const streams = answer.statusCode === 200;
                answer.on('data', (part) => (streams ? listener.#take(part, ndjson) : (listener.raw += part)));
                answer.on('error', () => listener.#end());
                answer.on('close', () => {
                    listener.#end();
                    if (!streams) reject({ status: answer.statusCode, body: listener.raw });
                });
                if (streams) resolve(listener);
            });
            listener.request.on('error', reject);
        });
    }

    #take(part, ndjson) {
        this.raw += part;
        this.rest = (this.rest ?? '') + part;
        const mark = ndjson ? '\n' : '\n\n';
        for (let end = this.rest.indexOf(mark); end >= 0; end = this.rest.indexOf(mark)) {
            const block = this.rest.slice(0, end);
            this.rest = this.rest.slice(end + mark.length);
            const event = ndjson ? block && JSON.parse(block) : fromSse(block);
            if (event) this.events.push(event);
            else this.comments += 1;
        }
        this.#look();
    }

    #look() {
        this.waiting = this.waiting.filter((one) => !one());
    }

    #end() {
        this.ended = true;
        this.#look();
    }

    /** The first event that fits, whether it came or will come; fails after 15 s. */
    next(fits) {
        const wanted = typeof fits === 'string' ? (event) => event.event === fits : fits;
        return new Promise((resolve, reject) => {
            const timer = setTimeout(() => reject(new Error(`never came: ${fits}\n${this.raw}`)), 15_000);
            const look = () => {
                const found = this.events.find(wanted);
                if (!found && this.ended) reject(new Error(`the stream ended before ${fits}\n${this.raw}`));
                if (found) resolve(found);
                if (found || this.ended) clearTimeout(timer);
                return found || this.ended;
            };
            if (!look()) this.waiting.push(look);
        });
    }

    async end() {
        if (this.ended) return;
        await new Promise((resolve, reject) => {
            const timer = setTimeout(() => reject(new Error('the stream did not end')), 15_000);
            this.waiting.push(() => this.ended && (clearTimeout(timer), resolve(), true));
        });
    }

    close() {
        this.request.destroy();
    }
}

function fromSse(block) {
    const fields = {};
    for (const line of block.split('\n')) {
        const [, name, value] = /^(\w+): (.*)$/.exec(line) ?? [];
        if (name) fields[name] = value;
    }
    return fields.event ? { id: Number(fields.id), event: fields.event, ...JSON.parse(fields.data) } : null;
}
