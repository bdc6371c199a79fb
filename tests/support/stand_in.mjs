// A server that stands in for somebody's service: it answers as that one does, keeps what it was asked, and can be told
// to go wrong.
import http from 'node:http';

export class StandIn {
    /** What it was asked, in order: {method, url, headers, text, body, at}. */
    asked = [];
    #faults = [];
    #held = [];

    static async start(...options) {
        const service = new this(...options);
        service.server = http.createServer((request, response) => service.#take(request, response));
        await new Promise((resolve) => service.server.listen(0, '127.0.0.1', resolve));
        service.url = `http://127.0.0.1:${service.server.address().port}`;
        return service;
    }

    async stop() {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }

    /** What happens to the next requests instead of an answer, one after the other: 'drop' (the connection ends), 'hang'
     *  (nothing ever comes), or an answer {status, headers, body}. */
    next(...faults) {
        this.#faults.push(...faults);
        return this;
    }

    #take(request, response) {
        const parts = [];
        request.on('data', (part) => parts.push(part));
        request.on('error', () => null);
        request.on('end', () => {
            const text = Buffer.concat(parts).toString();
            const asked = { method: request.method, url: request.url, headers: request.headers, text,
                            body: parsed(text), at: Date.now() };
            this.asked.push(asked);
            const fault = this.#faults.shift();
            if (fault === 'drop') return request.socket.destroy();
            if (fault === 'hang') return this.#held.push(response);
            const { status = 200, headers = {}, body = '' } = fault ?? this.answer(asked);
            const type = typeof body === 'string' ? {} : { 'Content-Type': 'application/json' };
            response.writeHead(status, { ...type, ...headers });
            response.end(typeof body === 'string' ? body : JSON.stringify(body));
        });
    }
}

function parsed(text) {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

/** Answers that are of no use to anybody. */
export const nonsense = {
    html: { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<html>planted page</html>' },
    empty: { status: 200 },
    list: { status: 200, body: ['planted'] },
    cut: { status: 200, headers: { 'Content-Type': 'application/json' }, body: '{"token":"planted' },
    huge: { status: 200, body: { token: 'planted', filler: 'x'.repeat(2_000_000) } },
    redirect: { status: 302, headers: { Location: 'http://127.0.0.1:9/planted' } },
};
