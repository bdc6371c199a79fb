// A provider that answers what the test tells it to; real sockets, no OAuth of its own.
import http from 'node:http';

/** `token` gets (params, request) of each token request and gives {status, body, headers} or an object for 200. */
export async function startFakeProvider({ token, userinfo } = {}) {
    const fake = { requests: [], token, userinfo };
    const server = http.createServer((req, res) => {
        let body = '';
        req.on('data', (part) => (body += part));
        req.on('end', async () => {
            const url = new URL(req.url, 'http://x');
            fake.requests.push({ path: url.pathname, query: url.search, headers: req.headers, body });
            if (url.pathname === '/authorize') return redirect(res, url.searchParams);
            const params = new URLSearchParams(body);
            const answer = url.pathname === '/token' ? await fake.token(params, req) : await fake.userinfo?.(req);
            reply(res, answer ?? { status: 404, body: '' });
        });
    });
    function redirect(res, params) {
        const back = new URL(params.get('redirect_uri'));
        back.searchParams.set('code', `code-${fake.requests.length}`);
        back.searchParams.set('state', params.get('state'));
        res.writeHead(302, { Location: back.href }).end();
    }
    function reply(res, answer) {
        const raw = 'status' in answer;
        res.writeHead(raw ? answer.status : 200, { 'Content-Type': 'application/json', ...answer.headers });
        res.end(raw ? answer.body : JSON.stringify(answer));
    }
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    fake.url = `http://127.0.0.1:${server.address().port}`;
    fake.tokenRequests = () => fake.requests.filter((each) => each.path === '/token');
    fake.stop = () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); });
    fake.config = (name = 'fake', more = '') => `
[provider.${name}]
display_name = "Fake"
authorization_endpoint = "${fake.url}/authorize"
token_endpoint = "${fake.url}/token"
[client.${name}]
client_id = "fake-client"
client_secret = "planted-client-secret"
${more}`;
    return fake;
}

/** Tokens that count: access-1, refresh-1, access-2 … */
export function countingTokens(lifetime = 3600) {
    let count = 0;
    return () => {
        count += 1;
        return { access_token: `planted-access-${count}`, refresh_token: `planted-refresh-${count}`,
                 token_type: 'bearer', expires_in: lifetime, scope: 'chat' };
    };
}
