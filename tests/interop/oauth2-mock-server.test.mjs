// roadcase against the npm package oauth2-mock-server, known by its issuer alone: good ID tokens, and spoiled ones.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { OAuth2Server } from 'oauth2-mock-server';
import { Browser, Home } from '../support/roadcase.mjs';

const configuration = (issuer) => `
[provider.mock]
display_name = "Mock"
issuer = "${issuer}"
[client.mock]
client_id = "mock-client"
scopes = ["openid", "chat"]`;

/** Changes a character in the middle of one part of a compact JWS: header 0, claims 1, signature 2. */
function spoil(token, part) {
    const parts = token.split('.');
    const at = Math.floor(parts[part].length / 2);
    const other = parts[part][at] === 'A' ? 'B' : 'A';
    parts[part] = parts[part].slice(0, at) + other + parts[part].slice(at + 1);
    return parts.join('.');
}

const claim = (change) => (server) => server.service.on('beforeTokenSigning', ({ payload }) => change(payload));
const answer = (change) => (server) => server.service.on('beforeResponse', ({ body }) => change(body));

/** What is wrong, how it is done, what the person reads. */
const spoiled = [
    ['a signature that was changed', answer((body) => (body.id_token = spoil(body.id_token, 2))), /not by a key/],
    ['claims that were changed', answer((body) => (body.id_token = spoil(body.id_token, 1))),
     /not by a key|cannot be read/],
    ['no ID token at all', answer((body) => delete body.id_token), /held none/],
    ['an unsigned one', answer((body) => {
        const none = Buffer.from('{"alg":"none"}').toString('base64url');
        body.id_token = `${none}.${body.id_token.split('.')[1]}.`;
    }), /signed in a way/],
    ['the nonce of another sign-in', claim((payload) => payload.nonce && (payload.nonce = 'another')), /another sign-in/],
    ['another client', claim((payload) => (payload.aud = 'another-client')), /another client/],
    ['another issuer', claim((payload) => (payload.iss += '/')), /another issuer/],
    ['an end long ago', claim((payload) => (payload.exp = payload.iat - 3600)), /has ended/],
    ['another person at the userinfo endpoint', (server) =>
        server.service.on('beforeUserinfo', ({ body }) => (body.sub = 'somebody_else')), /two different persons/],
];

for (const algorithm of ['RS256', 'ES256'])
    describe(`an ID token with ${algorithm}`, () => {
        let home;
        let server;

        before(async () => {
            server = new OAuth2Server();
            await server.issuer.keys.generate(algorithm);
            await server.start(0, '127.0.0.1');
            server.issuer.url = `http://127.0.0.1:${server.address().port}`;
            home = await Home.create(configuration(server.issuer.url));
            await home.serve();
        });
        after(async () => {
            await home?.remove();
            await server?.stop();
        });

        for (const [what, how, words] of spoiled)
            test(`that is spoiled (${what}) is a failed sign-in that saves nothing`, async (context) => {
                context.after(() => server.service.removeAllListeners());
                how(server);
                const page = await new Browser().open(`${home.url}/auth/mock`);
                assert.match(page.url, /\/done\//);
                assert.match(page.body, /E215/);
                assert.match(page.body, words);
                assert.deepEqual((await home.json(['list'])).accounts, []);
            });

        test('that is good says who signed in', async () => {
            const page = await new Browser().open(`${home.url}/auth/mock`);
            assert.match(page.url, /\/done\//);
            assert.doesNotMatch(page.body, /E215/);
            assert.equal((await home.api('GET', 'accounts/mock')).json.subject, 'johndoe');
            assert.equal((await home.run(['token', 'mock'])).code, 0);
        });
    });
