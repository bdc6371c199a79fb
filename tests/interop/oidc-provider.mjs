// A certified OpenID provider on loopback: real consent pages, rotation, revocation, introspection.
import http from 'node:http';
import Provider from 'oidc-provider';
import { freePort } from '../support/roadcase.mjs';

/** Starts a provider with these clients; `issuer`, `requests` (path of each call) and stop(). */
export async function startProvider(clients) {
    const port = await freePort();
    const issuer = `http://127.0.0.1:${port}`;
    const provider = new Provider(issuer, {
        clients,
        cookies: { keys: ['cookie-key-of-a-test'] },
        features: {
            devInteractions: { enabled: true },
            revocation: { enabled: true },
            introspection: { enabled: true },
            clientCredentials: { enabled: true },
        },
        pkce: { methods: ['S256'], required: () => true },
        rotateRefreshToken: true,
        ttl: { AccessToken: 3600, RefreshToken: 86400, AuthorizationCode: 60, Grant: 86400, Session: 3600,
               Interaction: 600, IdToken: 3600 },
        findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: `${id}_live` }) }),
        claims: { openid: ['sub', 'preferred_username'] },
    });
    const requests = [];
    const handle = provider.callback();
    const server = http.createServer((req, res) => {
        requests.push(`${req.method} ${req.url.split('?')[0]}`);
        handle(req, res);
    });
    await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
    return { issuer, requests, provider,
             stop: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }) };
}

/** The person: signs in as `login` and allows everything, from our /auth to the page that ends it. */
export async function authorize(browser, address, login) {
    let page = await browser.open(address);
    page = await browser.submit(page, { prompt: 'login', login, password: 'any' });
    return browser.submit(page, { prompt: 'consent' });
}

/** The person presses cancel. */
export async function deny(browser, address) {
    const page = await browser.open(address);
    const abort = /href="([^"]*\/abort)"/.exec(page.body)[1];
    return browser.open(new URL(abort, page.url).href, { from: page.url });
}
