// Whose pages get a token: a page of a listed origin does when the operator's service says yes; any other page does not,
// whatever way a browser offers it.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { Home } from '../support/roadcase.mjs';
import { agoraSection, read007 } from '../support/agora.mjs';
import { launch, openPage } from './chromium.mjs';

let home;
let browser;
let listed;
let foreign;
let operator;
let local;

/** A server on loopback that gives this answer; its origin is in `origin`. */
async function serve(handle) {
    const server = http.createServer(handle);
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { origin: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

const emptyPage = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html', 'Set-Cookie': 'viewer=planted-session; HttpOnly; Path=/' });
    response.end('<!doctype html><title>A page</title>');
};

/** The operator's "may this one?": the answer can be changed, what was asked is kept. */
async function operatorService() {
    const service = { status: 200, answer: {}, asked: [] };
    const server = await serve((request, response) => {
        let body = '';
        request.on('data', (part) => (body += part));
        request.on('end', () => {
            service.asked.push({ headers: request.headers, body: JSON.parse(body) });
            response.writeHead(service.status, { 'Content-Type': 'application/json' });
            response.end(JSON.stringify(service.answer));
        });
    });
    return Object.assign(service, server);
}

before(async () => {
    [listed, foreign, operator] = [await serve(emptyPage), await serve(emptyPage), await operatorService()];
    const settings = { origins: [listed.origin], permission_url: `${operator.origin}/may` };
    home = await (await Home.create([
        agoraSection('live', settings), agoraSection('go', { ...settings, routes: 'go', path: '/go' }),
        agoraSection('mine', { path: '/mine', require_key: false }),
    ].join('\n'))).serve();
    local = `http://127.0.0.1:${home.port}`;
    browser = await launch();
});

after(async () => {
    await browser?.close();
    await home?.remove();
    for (const server of [listed, foreign, operator]) server?.stop();
});

async function open(server) {
    const { context, page } = await openPage(browser);
    await page.goto(server.origin);
    return { page, close: () => context.close() };
}

/** What a page's own fetch gives it: status and JSON, or that it was rejected. */
function fetchIn(page, url, options = {}) {
    return page.evaluate(async ([address, given]) => {
        try {
            const answer = await fetch(address, given);
            const text = await answer.text();
            return { status: answer.status, text, json: /json/.test(answer.headers.get('content-type')) ? JSON.parse(text) : null };
        } catch (error) {
            return { rejected: String(error) };
        }
    }, [url, options]);
}

const asJson = (body) => ({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

/** Every way in which a page may ask, for this channel. */
const ways = (channel) => [
    [`${local}/rtc/${channel}/publisher/uid/1`],
    [`${local}/getToken`, asJson({ tokenType: 'rtc', channel, uid: '1' })],
    [`${local}/go/rtc/${channel}/publisher/uid/1/`],
    [`${local}/go/getToken`, asJson({ tokenType: 'rtc', channel, uid: '1' })],
    [`${local}/api/v1/brokers/live/token?channel=${channel}&uid=1`],
    [`${local}/api/v1/brokers/live/token`, asJson({ channel, uid: 1 })],
];

/** What the activity log tells once it tells of a token that is made now. */
async function activityUntilNow(marker) {
    assert.equal((await home.api('POST', 'brokers/live/token', { channel: marker, uid: 1 })).status, 200);
    for (const end = Date.now() + 15_000; Date.now() < end;) {
        const { body } = await home.api('GET', 'activity?limit=100');
        if (body.includes(`channel ${marker} `)) return body;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the activity log told of no token');
}

test('a page of a listed origin gets a token in every way', async () => {
    const { page, close } = await open(listed);
    for (const [url, options] of ways('show')) {
        const { status, json, rejected } = await fetchIn(page, url, options);
        assert.equal(status, 200, `${url} ${rejected}`);
        const token = json.rtcToken ?? json.token;
        assert.deepEqual([read007(token).services[0].channel, read007(token).services[0].user], ['show', '1']);
    }
    assert.match(await activityUntilNow('marker-1'), new RegExp(`channel show as publisher, uid 1.*${listed.origin}`));
    await close();
});

test('the operator is asked with the visitor\'s own cookie, and its answer holds', async () => {
    const { page, close } = await open(listed);
    operator.asked.length = 0;
    operator.answer = { user: '42', ttl: 60 };
    const { json } = await fetchIn(page, `${local}/rtc/show/audience/uid/0`, { credentials: 'include' });
    const { lasts, services } = read007(json.rtcToken);
    assert.deepEqual([lasts, services[0].user], [60, '42']);
    assert.equal(operator.asked.length, 1);
    assert.match(operator.asked[0].headers.cookie, /viewer=planted-session/);
    assert.equal(operator.asked[0].body.origin, listed.origin);
    assert.deepEqual(operator.asked[0].body.wants, [{ place: 'show', role: 'subscriber' }]);
    operator.answer = {};
    await close();
});

test('who may not is told so, and so is the page', async () => {
    const { page, close } = await open(listed);
    for (const [said, heard] of [[403, 403], [401, 401], [500, 503]]) {
        operator.status = said;
        for (const [url, options] of ways('denied')) {
            const { status, json, text, rejected } = await fetchIn(page, url, options);
            assert.equal(status, heard, `${url} ${rejected}`);
            assert.ok(json === null ? text : json.error ?? json.title, text);
        }
    }
    operator.status = 200;
    assert.doesNotMatch(await activityUntilNow('marker-2'), /denied/);
    await close();
});

test('a page of any other origin gets nothing, and nobody is asked', async () => {
    const { page, close } = await open(foreign);
    operator.asked.length = 0;
    for (const [url, options] of [...ways('stolen'), [`${local}/mine/rtc/stolen/publisher/uid/1`],
                                  [`${local}/mine/getToken`, { method: 'POST', body: '{"tokenType":"rtc","channel":"stolen","uid":"1"}' }]]) {
        const answer = await fetchIn(page, url, options);
        assert.ok(answer.rejected, `${url} ${JSON.stringify(answer)}`);
        const blind = await fetchIn(page, url, { ...options, headers: {}, mode: 'no-cors' });
        assert.equal(blind.text ?? '', '', url);
    }
    assert.equal(operator.asked.length, 0);
    await close();
});

test('neither does a sandboxed frame, whose origin is "null", in a listed page', async () => {
    const { page, close } = await open(listed);
    operator.asked.length = 0;
    const frame = await page.evaluateHandle(() => {
        const made = document.createElement('iframe');
        made.sandbox = 'allow-scripts';
        made.srcdoc = '<!doctype html><title>Inside</title>';
        return new Promise((resolve) => {
            made.onload = () => resolve(made);
            document.body.append(made);
        });
    });
    const inside = await frame.asElement().contentFrame();
    assert.equal(await inside.evaluate(() => self.origin), 'null');
    for (const [url, options] of ways('stolen')) assert.ok((await fetchIn(inside, url, options)).rejected, url);
    assert.equal(operator.asked.length, 0);
    await close();
});

test('nor tags, forms and links of a foreign page', async () => {
    for (const prefix of ['', '/mine']) {
        const { page, close } = await open(foreign);
        const address = `${local}${prefix}/rtc/stolen/publisher/uid/1`;
        const loaded = await page.evaluate((url) => Promise.all(['script', 'img', 'iframe'].map((tag) => new Promise((resolve) => {
            const made = document.createElement(tag);
            made.onload = () => resolve(`${tag} loaded`);
            made.onerror = () => resolve(`${tag} failed`);
            made.src = url;
            document.body.append(made);
        }))), address);
        assert.deepEqual(loaded.slice(0, 2), ['script failed', 'img failed']);
        // The body of this form is JSON: {"tokenType":"rtc","channel":"stolen","uid":"1","role":"="}
        const posted = await Promise.all([page.waitForNavigation(), page.evaluate((url) => {
            const form = document.createElement('form');
            Object.assign(form, { method: 'POST', action: url, enctype: 'text/plain' });
            const field = Object.assign(document.createElement('input'),
                                        { name: '{"tokenType":"rtc","channel":"stolen","uid":"1","role":"', value: '"}' });
            form.append(field);
            document.body.append(form);
            form.submit();
        }, `${local}${prefix}/getToken`)]);
        assert.equal(posted[0].status(), 403);
        await page.goto(foreign.origin);
        const followed = await Promise.all([page.waitForNavigation(), page.evaluate((url) => { location.href = url; }, address)]);
        assert.equal(followed[0].status(), 403);
        await close();
    }
    assert.doesNotMatch(await activityUntilNow('marker-3'), /stolen/);
});

test('the address typed by the person of this computer works where no key is needed', async () => {
    const { context, page } = await openPage(browser);
    const answer = await page.goto(`${local}/mine/rtc/typed/publisher/uid/1`);
    assert.equal(answer.status(), 200);
    assert.equal(read007(JSON.parse(await answer.text()).rtcToken).services[0].channel, 'typed');
    await context.close();
});
