// Every answer that a token endpoint ever gave, one row each. None takes a living token away; each is one sentence
// with one step, in the same words on the command line, in the API and on the dashboard.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Home, request } from '../support/roadcase.mjs';
import { RotatingProvider } from '../support/rotating_provider.mjs';
import { newestPair, until } from '../support/scene.mjs';

let home;
let provider;

before(async () => {
    provider = await RotatingProvider.start();
    provider.nextPerson = 'person-1';
    home = await Home.create(provider.config());
    await home.serve();
    await home.signIn('fake');
});

after(async () => {
    await home?.remove();
    await provider?.stop();
});

const html = '<!doctype html><title>Welcome to the hotel</title><form>Room number</form>';
const asHtml = { 'Content-Type': 'text/html' };
const said = (status, error, headers) => ({ status, body: { error }, headers });
const inTwoMinutes = () => new Date(Date.now() + 120_000).toUTCString();

/** Failures that pass by themselves. `notBefore`: seconds in which nothing is tried. `requests`: two where the answer
 *  was on its way and got lost, which a server that rotates forgives once. */
const outages = [
    { name: '408', code: 'E404', answer: () => ({ status: 408 }) },
    { name: '425', code: 'E404', answer: () => ({ status: 425 }) },
    { name: '429, Retry-After in seconds', code: 'E405', notBefore: 120,
      answer: () => ({ status: 429, headers: { 'Retry-After': '120' } }) },
    { name: '429, Retry-After as a date', code: 'E405', notBefore: 118,
      answer: () => ({ status: 429, headers: { 'Retry-After': inTwoMinutes() } }) },
    { name: '500', code: 'E404', answer: () => ({ status: 500, body: { message: 'oh' } }) },
    { name: '502', code: 'E404', answer: () => ({ status: 502 }) },
    { name: '503 with a page', code: 'E404', answer: () => ({ status: 503, body: html, headers: asHtml }) },
    { name: 'temporarily_unavailable', code: 'E404', answer: () => said(400, 'temporarily_unavailable') },
    { name: 'temporarily_unavailable with 200', code: 'E404', answer: () => said(200, 'temporarily_unavailable') },
    { name: 'a captive portal: 200 with a page', code: 'E305',
      answer: () => ({ status: 200, body: html, headers: asHtml }) },
    { name: '403 with a page', code: 'E305', answer: () => ({ status: 403, body: html, headers: asHtml }) },
    { name: '200 and nothing', code: 'E305', answer: () => ({ status: 200 }) },
    { name: 'half of the JSON', code: 'E305', answer: () => ({ body: '{"access_token":"planted-half","expi' }) },
    { name: 'JSON without a token', code: 'E305', answer: () => ({ body: { ok: true } }) },
    { name: 'a token of another type', code: 'E305', answer: () => ({ body: fresh({ token_type: 'mac' }) }) },
    { name: 'a list', code: 'E305', answer: () => ({ body: '[]' }) },
    { name: 'an abyss of brackets', code: 'E305',
      answer: () => ({ body: `{"access_token":${'['.repeat(100_000)}${']'.repeat(100_000)}}` }) },
    { name: '1.5 MiB', code: 'E305', requests: 2, answer: () => ({ body: fresh({ padding: 'x'.repeat(1_572_864) }) }) },
    { name: 'a redirect', code: 'E305',
      answer: () => ({ status: 302, headers: { Location: `${provider.url}/elsewhere` } }) },
    { name: 'reset before the head', code: 'E404', requests: 2, answer: () => ({ cut: (res) => res.destroy() }) },
    { name: 'reset after the head', code: 'E404', requests: 2, answer: () => ({ cut: resetAfterHead }) },
    { name: 'no answer until the deadline', code: 'E404', long: true, answer: () => ({ cut: () => null }) },
];

/** Refusals of our registration: everything is kept. */
const refusals = [
    { name: 'invalid_client', code: 'E301', answer: () => said(401, 'invalid_client') },
    { name: 'unauthorized_client', code: 'E301', answer: () => said(400, 'unauthorized_client') },
    { name: 'a 400 nobody knows', code: 'E301', answer: () => said(400, 'planted_unknown_error') },
];

/** The sign-in is over. */
const ends = [
    { name: 'invalid_grant', code: 'E401', answer: () => said(400, 'invalid_grant') },
    { name: 'invalid_grant with 200', code: 'E401', answer: () => said(200, 'invalid_grant') },
    { name: 'Twitch: Invalid refresh token', code: 'E401',
      answer: () => ({ status: 400, body: { status: 400, message: 'Invalid refresh token' } }) },
];

/** Answers that look odd and are good. `left`: seconds of life that are believed. */
const oddities = [
    { name: 'form-encoded', answer: () => ({ body: new URLSearchParams(fresh({})).toString(),
                                             headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }) },
    { name: 'JSON called text/html', answer: () => ({ body: fresh({}), headers: asHtml }) },
    { name: 'no expires_in', left: 3600, answer: () => ({ body: fresh({ expires_in: undefined }) }) },
    { name: 'expires_in "7200"', left: 7200, answer: () => ({ body: fresh({ expires_in: '7200' }) }) },
    { name: 'expires_in 7200.5', left: 7200, answer: () => ({ body: fresh({ expires_in: 7200.5 }) }) },
    { name: 'expires_in 0', left: 3600, answer: () => ({ body: fresh({ expires_in: 0 }) }) },
    { name: 'expires_in -1', left: 3600, answer: () => ({ body: fresh({ expires_in: -1 }) }) },
    { name: 'expires_in 1e18', left: 3600, answer: () => ({ body: fresh({ expires_in: 1e18 }) }) },
    { name: 'token_type BEARER', answer: () => ({ body: fresh({ token_type: 'BEARER' }) }) },
    { name: 'token_type Bearer', answer: () => ({ body: fresh({ token_type: 'Bearer' }) }) },
    { name: 'no token_type', answer: () => ({ body: fresh({ token_type: undefined }) }) },
    { name: 'no refresh token: the old one stays', answer: () => ({ body: fresh({ refresh_token: undefined }) }) },
    { name: 'another scope', scope: 'chat moderate', answer: () => ({ body: fresh({ scope: 'chat moderate' }) }) },
    { name: 'an empty scope: the old one stays', scope: 'chat', answer: () => ({ body: fresh({ scope: '' }) }) },
];

let count = 0;
/** The tokens of a good answer that the provider's books do not know; its refresh token is the one in use. */
function fresh(changes) {
    count += 1;
    return { access_token: `planted-odd-${count}`, refresh_token: newestPair(provider).refresh, token_type: 'bearer',
             expires_in: 3600, scope: 'chat', ...changes };
}

function resetAfterHead(res) {
    res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 500 });
    res.write('{"access_token":"planted-cut');
    setTimeout(() => res.socket.resetAndDestroy(), 20);
}

const askRefresh = () => home.api('POST', 'accounts/fake/refresh');
const token = async () => (await home.api('GET', 'token/fake')).json?.access_token;
const account = () => home.json(['status', 'fake']);

/** Brings the account back to where nothing is wrong. */
async function mend() {
    provider.intercept = null;
    if ((await account()).problem?.code === 'E405') { // a wish to be left alone holds for everybody, also after a restart
        await home.stop();
        assert.equal((await home.run(['refresh', 'fake'])).code, 6);
        await home.run(['remove', 'fake']);
        await home.serve();
        await home.signIn('fake');
    }
    if ((await account()).status === 'needs_authorization') await home.signIn('fake');
    const mended = await askRefresh();
    assert.equal(mended.status, 200, mended.body);
    const { status, problem } = await account();
    assert.deepEqual({ status, problem }, { status: 'connected', problem: null });
}

const plain = (page) => page.replace(/<[^>]*>/g, ' ').replaceAll('&quot;', '"').replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&').replace(/\s+/g, ' ');

/** Without the spans of time, which differ from one moment to the next. */
const timeless = (text) => text.replace(/\d+ (s|min|h|days?)\b/g, 'some time').replace(/\s+/g, ' ');

/** One sentence and one step, the same for everybody who asks. While a provider wants no request (`held`), the next one
 *  is answered by us, and says how long that lasts. */
async function sameWordsEverywhere(problem, held) {
    assert.ok(problem.title.endsWith('.') && problem.title.length < 120, problem.title);
    assert.ok(problem.next, 'there is a step');
    assert.match(problem.help ?? '', new RegExp(problem.code));
    const command = await home.run(['refresh', 'fake']);
    assert.notEqual(command.code, 0);
    assert.ok(command.stderr.includes(problem.title), command.stderr);
    const step = held ? 'Nothing to do:' : timeless(problem.next);
    assert.ok(problem.next.startsWith('Nothing to do:') || !held, problem.next);
    assert.ok(timeless(command.stderr).includes(step), `${command.stderr} ${step}`);
    const dashboard = plain((await request(`${home.url}/`)).body);
    const told = [problem.title, problem.detail].some((words) => dashboard.includes(words));
    assert.ok(told, `the dashboard says nothing of "${problem.title} ${problem.detail}": ${dashboard}`);
}

async function fails({ code, answer, requests = 1, notBefore = 0 }, status) {
    const before = await token();
    const asked = provider.asked;
    provider.intercept = answer;
    const { json: problem, body } = await askRefresh();
    assert.equal(provider.asked - asked, requests, 'requests');
    assert.equal(problem?.code, code, body);
    assert.equal(await token(), before, 'the living token is served');
    assert.equal(provider.asked - asked, requests, 'asking for a token that lives costs no request');
    const seen = await account();
    assert.equal(seen.status, status);
    assert.equal(seen.problem.code, code);
    assert.equal(seen.problem.title, problem.title);
    assert.equal(seen.problem.detail, problem.detail);
    if (notBefore) assert.ok(new Date(seen.renews_at) - Date.now() > (notBefore - 3) * 1000, seen.renews_at);
    await sameWordsEverywhere(problem, notBefore > 0);
    assert.doesNotMatch(body, /planted-(refresh|access|client)/);
    assert.equal(provider.strayRequests, 0, 'a redirect is not followed');
}

const longRun = process.env.ROADCASE_LONG !== undefined;

for (const [what, rows, status] of [['outages', outages, 'provider_down'], ['refusals', refusals, 'expiring'],
                                    ['ends', ends, 'needs_authorization']])
    describe(what, () => {
        for (const row of rows)
            test(row.name, { skip: row.long && !longRun && 'it takes 15 s: ./dev check' }, async () => {
                await mend();
                await fails(row, status);
            });
    });

describe('odd and good', () => {
    for (const { name, answer, left, scope } of oddities)
        test(name, async () => {
            await mend();
            const asked = provider.asked;
            provider.intercept = answer;
            const renewed = await askRefresh();
            assert.equal(renewed.status, 200, renewed.body);
            assert.equal(provider.asked - asked, 1);
            const { json } = await home.api('GET', 'token/fake');
            assert.equal(json.access_token, `planted-odd-${count}`);
            if (left) assert.ok(Math.abs(json.expires_in - left) <= 3, `${json.expires_in} s`);
            if (scope) assert.equal(json.scope, scope);
        });
});

test('the log and the activity list hold no secret of all that', async () => {
    await until('the log is written', () => home.log.includes('token.renewed'));
    const { body } = await home.api('GET', 'activity?limit=500');
    assert.doesNotMatch(home.log + body, /planted-(access|refresh|client|odd|half|cut)/);
});
