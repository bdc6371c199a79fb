// The tutorial's flow against the practice server in the dialect of Glimesh: everything in the query, bearer in small
// letters, created_at without a zone, an extra expires_in on the way back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser, Home } from '../support/roadcase.mjs';

let home;

before(async () => {
    home = await Home.create(({ port }) => {
        const base = `http://127.0.0.1:${port}/practice/glimesh`;
        return `
[provider.glimesh]
authorization_endpoint = "${base}/authorize"
token_endpoint = "${base}/token"
revocation_endpoint = "${base}/revoke"
[provider.glimesh.request]
encoding = "query"
[provider.glimesh.revocation]
encoding = "query"
[provider.glimesh.identity]
url = "${base}/api/graph"
[client.glimesh]
client_id = "practice-client"
client_secret = "practice-secret-of-no-worth"
scopes = ["public", "chat"]
`;
    });
    await home.serve();
});

after(() => home?.remove());

test('/auth goes straight to the only client, and comes back with an account', async () => {
    const browser = new Browser();
    const consent = await browser.open(`${home.url}/auth`);
    const done = await browser.submit(consent, { answer: 'allow' });
    assert.match(done.url, /\/done\//);
    assert.match(done.body, /nova_practice/);
    const back = browser.visited.find((address) => address.includes('/success?'));
    assert.deepEqual([...new URL(back).searchParams.keys()], ['code', 'expires_in', 'state']);
});

test('the token is there under the words of the standard, and renews', async () => {
    const token = await home.json(['token', 'glimesh']);
    assert.equal(token.token_type, 'bearer');
    assert.ok(token.expires_in > 0 && token.expires_in <= 60);
    assert.equal((await home.run(['refresh', 'glimesh'])).code, 0);
    assert.notEqual((await home.json(['token', 'glimesh'])).access_token, token.access_token);
});
