// A crowd: nobody's request waits for another's idle connection, however many listen.
import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { Home } from '../support/roadcase.mjs';
import { Listener } from '../support/listener.mjs';
import { RotatingProvider } from '../support/rotating_provider.mjs';

const clients = 200;
const listeners = 100;
const rounds = 5;

/** One request on a connection of its own that stays open; milliseconds. */
function ask(home, agent, key) {
    const began = performance.now();
    return new Promise((resolve, reject) => {
        http.get(`${home.url}/api/v1/token/fake`, { agent, family: 4, headers: { 'X-API-Key': key } }, (answer) => {
            answer.resume();
            answer.on('end', () => {
                assert.equal(answer.statusCode, 200);
                resolve(performance.now() - began);
            });
        }).on('error', reject);
    });
}

test(`${clients} kept connections and ${listeners} listeners`, async (context) => {
    const provider = await RotatingProvider.start();
    const home = await Home.create(provider.config());
    const agents = Array.from({ length: clients }, () => new http.Agent({ keepAlive: true, maxSockets: 1 }));
    const streams = [];
    context.after(async () => {
        for (const agent of agents) agent.destroy();
        for (const stream of streams) stream.close();
        await home.remove();
        await provider.stop();
    });
    await home.serve();
    await home.signIn('fake');
    const key = (await home.run(['key', 'create', 'crowd', '--account', 'fake', '--per-minute', '100000'])).stdout.trim();
    for (let i = 0; i < listeners; ++i) streams.push(await Listener.open(home, i % 2 ? { key } : { ndjson: true }));

    const times = [];
    for (let round = 0; round < rounds; ++round) {
        // All listeners are told of a renewal while everybody asks.
        const renewal = home.api('POST', 'accounts/fake/refresh');
        times.push(...(await Promise.all(agents.map((agent) => ask(home, agent, key)))));
        assert.equal((await renewal).status, 200);
    }
    for (const stream of streams)
        await stream.next(() => stream.events.filter((event) => event.event === 'token.renewed').length === rounds);

    times.sort((a, b) => a - b);
    const [median, worst] = [times[times.length >> 1], times.at(-1)];
    console.log(`# ${times.length} requests: median ${median.toFixed(1)} ms, worst ${worst.toFixed(1)} ms`);
    assert.ok(worst < 8_000, `${worst} ms`);
});
