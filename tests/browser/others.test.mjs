// Another user of this computer may connect to the port: every page and every action of the dashboard is refused, whatever
// the request claims to be. What is left for anyone tells nothing of the person's accounts.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { routesOf } from './scenes.mjs';
import { Stage } from './stage.mjs';

const nobody = 65534;
const mayBeAnother = process.getuid() === 0 ? {} : { skip: 'only root may act as another user' };

/** What anyone may ask for, and why; a route that is not here must ask who is there. */
const forAnyone = new Set([
    '/auth', '/auth/{name}', '/success', '/success/{name}', '/done/{id}', // a sign-in, which may come through a proxy of another user
    '/help', '/help/{code}', '/help/api', // the manual
    '/assets/{version}/{name}', '/favicon.svg', '/favicon.ico', // what the pages look like
]);

let stage;

before(async () => {
    stage = await Stage.open({ names: ['twitch'], config: '[log]\nlevel = "debug"\n' });
    await stage.revoke('twitch', 'nova_plays');
});

after(() => stage?.close());

/** Asks as another user, with everything that a program can claim; gives {status, body} for each. */
async function asAnother(requests) {
    const program = `
        const asked = JSON.parse(process.argv[1]);
        const answers = [];
        for (const { method, url } of asked) {
            const controller = new AbortController();
            const answer = await fetch(url, { method, signal: controller.signal, redirect: 'manual',
                headers: { 'Sec-Fetch-Site': 'same-origin', Origin: new URL(url).origin, Cookie: 'roadcase=planted', 'X-Forwarded-For': '127.0.0.1',
                           ...(method === 'POST' ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {}) },
                body: method === 'POST' ? 'csrf=planted' : undefined });
            answers.push({ status: answer.status, body: answer.status === 200 && method === 'GET' && url.endsWith('/live') ? 'a stream' : await answer.text() });
            controller.abort();
        }
        console.log(JSON.stringify(answers));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, JSON.stringify(requests)],
                        { uid: nobody, gid: nobody, cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (part) => (out += part));
    const [code] = await once(child, 'close');
    assert.equal(code, 0);
    return JSON.parse(out);
}

/** The dashboard's routes, filled in so that each would lead to something. */
async function dashboard() {
    const account = await stage.id('twitch');
    const ours = routesOf(stage.home).filter((each) => !/ \/(api|oauth2|compat|practice|healthz|readyz)(\/|$)/.test(each));
    return ours.map((each) => {
        const [method, route] = each.split(' ');
        return { method, route, path: route.replace('{account*}', account).replace(/\{name\}/, 'twitch').replace(/\{\w+\*?\}/, 'E401') };
    });
}

test('every page and action of the person is refused', mayBeAnother, async () => {
    const guarded = (await dashboard()).filter(({ route }) => !forAnyone.has(route));
    assert.ok(guarded.some(({ route }) => route === '/live') && guarded.some(({ route }) => route === '/accounts/remove'));
    for (const host of ['localhost', '127.0.0.1', '[::1]']) {
        const asked = guarded.map(({ method, path }) => ({ method, url: `http://${host}:${stage.home.port}${path}` }));
        const answers = await asAnother(asked);
        answers.forEach(({ status, body }, i) => {
            assert.equal(status, 403, `${asked[i].method} ${asked[i].url}`);
            assert.match(body, /E505/, asked[i].url);
        });
    }
});

test('what is for anyone tells nothing of accounts, names and states', mayBeAnother, async () => {
    const open = (await dashboard()).filter(({ method, route }) => method === 'GET' && forAnyone.has(route));
    const asked = open.map(({ method, path }) => ({ method, url: stage.url + path }));
    const answers = await asAnother(asked);
    answers.forEach(({ body }, i) => assert.doesNotMatch(body, /nova_|needs you|F2554A/i, asked[i].url));
});

test('the person is let in', async () => {
    const answer = await fetch(`${stage.url}/`);
    assert.equal(answer.status, 200);
    assert.match(await answer.text(), /nova_plays/);
});
