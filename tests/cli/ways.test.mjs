// Signing in without a browser on this computer: a code for another device, an address that is pasted.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Browser, Home, request } from '../support/roadcase.mjs';

let home;

before(async () => {
    home = await Home.create();
});

after(() => home?.remove());

/** A command whose talk is watched: `said(pattern)` waits for it, `type` is what a person types. */
function begin(args) {
    let child;
    const ended = home.run(args, { input: null, started: (it) => (child = it) });
    let talk = '';
    child.stderr.on('data', (part) => (talk += part));
    const said = async (pattern) => {
        for (let tries = 0; tries < 800; ++tries) {
            const found = pattern.exec(talk);
            if (found) return found;
            if (child.exitCode !== null) break;
            await new Promise((resolve) => setTimeout(resolve, 25));
        }
        throw new Error(`never said ${pattern}:\n${talk}`);
    };
    return { ended, said, type: (line) => child.stdin.write(`${line}\n`) };
}

/** Enters the code that the command shows, and answers the question behind it. */
async function enterCode(command, answer) {
    const [, address, code] = await command.said(/open {3}(\S+) {3}and enter {3}(\S+)/);
    const browser = new Browser();
    const question = await browser.open(`${address}?user_code=${code}`);
    assert.match(question.body, new RegExp(code));
    const end = await browser.submit(question, { answer });
    assert.equal(end.status, 200, end.body);
    return code;
}

/** Signs in at the link, anywhere; the address where that browser lands. */
async function land(link) {
    const browser = new Browser();
    return browser.submit(await browser.open(link), { answer: 'allow' });
}

/** What the button of the page where it landed takes to the clipboard. */
async function copied(landed) {
    const hidden = Object.fromEntries([...landed.body.matchAll(/name="(csrf|which)" value="([^"]+)"/g)].map(([, name, value]) => [name, value]));
    const answer = await request(`${home.url}/copy/address`, { method: 'POST', body: new URLSearchParams(hidden).toString(),
        headers: { 'Roadcase-Copy': '1', Origin: home.url, 'Content-Type': 'application/x-www-form-urlencoded' } });
    assert.equal(answer.status, 200);
    return answer.body;
}

function everyWay(where) {
    test(`a code is entered on another device, ${where}`, async () => {
        const command = begin(['add', 'practice', '--name', 'phone', '--device']);
        await enterCode(command, 'allow');
        const { code, stdout, stderr } = await command.ended;
        assert.equal(code, 0, stderr);
        assert.match(stdout, /Connected Practice Stream as nova_practice/);
        assert.equal((await home.json(['status', 'practice/phone'])).status, 'connected');
        assert.match((await home.run(['token', 'practice/phone'])).stdout, /^\S+\n$/);
        assert.equal((await home.run(['remove', 'practice/phone'])).code, 0);
    });

    test(`a code that is refused is E204, ${where}`, async () => {
        const command = begin(['add', 'practice', '--device']);
        await enterCode(command, 'deny');
        const { code, stderr } = await command.ended;
        assert.equal(code, 9, stderr);
        assert.match(stderr, /You pressed Cancel at Practice Stream.*E204/);
        assert.equal((await home.run(['status', 'practice'])).code, 5);
    });

    test(`an address is pasted, ${where}`, async () => {
        const command = begin(['add', 'practice', '--paste']);
        const [link] = await command.said(/http:\S+authorize\S+(?=\s)/);
        const landed = await land(link);
        assert.equal(landed.status, 400);
        assert.match(landed.body, /This sign-in is finished in the terminal where it started/);
        assert.match(landed.body, /Only paste it into a terminal you started yourself/);
        assert.doesNotMatch(landed.body, /code=|state=/);
        assert.doesNotMatch(landed.url, /code|state/);
        const address = await copied(landed);
        command.type('hunter2');
        await command.said(/That is not an address/);
        command.type(address.replace(/code=[^&]*/, ''));
        await command.said(/There is no code in that address/);
        command.type(address.replace(/state=[^&]*/, 'state=planted'));
        await command.said(/That address belongs to another sign-in/);
        command.type(`${address}#_=_`);
        const { code, stdout, stderr } = await command.ended;
        assert.equal(code, 0, stderr);
        assert.match(stdout, /Connected Practice Stream as nova_practice/);
        assert.ok(!stderr.includes(new URL(address).searchParams.get('code')));
        assert.equal((await home.run(['remove', 'practice'])).code, 0);
    });
}

describe('without a server', () => everyWay('without a server'));

describe('beside a server', () => {
    before(() => home.serve());
    everyWay('beside a server');

    test('over TCP a key may start, show, paste or cancel nothing', async () => {
        const { stdout } = await home.run(['key', 'create', 'bot', '--account', 'practice']);
        const ask = (method, route) => request(`${home.url}/api/v1/flows${route}`,
                                               { method, headers: { 'X-API-Key': stdout.trim() } });
        for (const [method, route] of [['POST', ''], ['GET', '/f1'], ['DELETE', '/f1'], ['POST', '/f1/paste']])
            assert.equal((await ask(method, route)).status, 403, `${method} ${route}`);
    });

    test('a sign-in that is cancelled is over', async () => {
        const started = await home.api('POST', 'flows', { client: 'practice', method: 'device' });
        assert.equal(started.status, 201);
        assert.deepEqual(started.json.methods, ['browser', 'device', 'paste']);
        assert.equal((await home.api('DELETE', `flows/${started.json.id}`)).status, 200);
        const shown = await home.api('GET', `flows/${started.json.id}`);
        assert.equal(shown.json.status, 'failed');
        assert.equal((await home.api('DELETE', `flows/${started.json.id}`)).status, 404);
        assert.equal((await home.api('POST', 'flows', { client: 'practice', method: 'pigeon' })).status, 400);
    });

    test("nobody waits for a sign-in to the app's own account", async () => {
        assert.equal((await home.run(['add', 'practice', '--app'])).code, 0);
        const { code, stderr } = await home.run(['reconnect', 'practice/app', '--timeout', '20s']);
        assert.equal(code, 2, stderr);
        assert.match(stderr, /practice\/app is the app's own account/);
        assert.match(stderr, /Next: roadcase refresh practice\/app/);
        assert.doesNotMatch(stderr, /Waiting/);
    });

    test('an address of a sign-in from elsewhere is explained', async () => {
        const page = await new Browser().open(`${home.url}/success?code=planted-code&state=planted-state`);
        assert.equal(page.status, 400);
        assert.match(page.body, /started on another computer/);
        assert.match(page.body, /Only paste it into a terminal you started yourself/);
        assert.doesNotMatch(page.body + home.log, /planted/);
    });

    test('no code, state or binding is in the log', () => {
        assert.doesNotMatch(home.log, /device_code|user_code|state=|code=|binding/);
    });
});
