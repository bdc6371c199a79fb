// GET /rtc/test/publisher/uid/1: ours beside a token server of the Node tutorial's shape (npm express and
// agora-access-token), in one run. Servers have one processor and wrk the other; each figure is the median of three.
// `node tests/bench/agora_http.mjs` runs it alone.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Home, freePort, request } from '../support/roadcase.mjs';
import { agoraSection, appId, certificate } from '../support/agora.mjs';
import { anonymous, cpuTicks, load, median, pss, rss } from './measure.mjs';

const address = '/rtc/test/publisher/uid/1';
const rounds = 3;
const [serverCore, wrkCore] = [0, 1];
const pinned = ['taskset', '-c', String(serverCore)];

async function nodeServer() {
    const port = await freePort();
    const file = fileURLToPath(new URL('peers/agora_node_server.mjs', import.meta.url));
    const child = spawn(pinned[0], [...pinned.slice(1), process.execPath, file], {
        stdio: 'inherit', env: { PATH: process.env.PATH, PORT: String(port), APP_ID: appId, APP_CERTIFICATE: certificate } });
    const url = `http://127.0.0.1:${port}${address}`;
    for (let tries = 0; tries < 200 && !(await request(url).catch(() => null)); ++tries)
        await new Promise((resolve) => setTimeout(resolve, 50));
    return { url, pid: child.pid, stop: () => child.kill() };
}

async function ourServer() {
    const open = (path, version) => agoraSection(`open${version}`, { path, version, require_key: false, per_minute: 100_000_000 });
    const home = await Home.create([open('/o6', '006'), open('/o7', '007'), agoraSection('k6', { path: '/k6', version: '006' }),
                                    agoraSection('k7', { path: '/k7' })].join('\n'));
    await home.serve({ under: pinned });
    const { stdout } = await home.run(['key', 'create', 'bench', '--broker', '*', '--per-minute', '100000000']);
    return { home, local: `http://127.0.0.1:${home.port}`, key: [`X-API-Key: ${stdout.trim()}`] };
}

/** One load, and the microseconds of processor time that each request cost its server. */
async function one({ url, headers, pid }, connections) {
    const before = await cpuTicks(pid);
    const seen = await load(url, connections, headers, wrkCore);
    return { ...seen, cpu: ((await cpuTicks(pid)) - before) * 10_000 / seen.requests };
}

/** All of them in turn, three times over, so that a disturbance meets them alike. */
async function sideBySide(ways, connections) {
    const seen = ways.map(() => []);
    for (let round = 0; round < rounds; ++round)
        for (const [i, way] of ways.entries()) seen[i].push(await one(way, connections));
    return seen.map((each) => Object.fromEntries(['rate', 'p99ms', 'cpu'].map((of) => [of, median(each.map((one) => one[of]))])));
}

export async function agoraHttp() {
    const node = await nodeServer();
    const { home, local, key } = await ourServer();
    const ways = [{ name: 'Node tutorial server, 006', url: node.url, pid: node.pid }];
    for (const version of [6, 7]) {
        const { pid } = home.server;
        ways.push({ name: `ours, 00${version}, without a key`, url: `${local}/o${version}${address}`, pid });
        ways.push({ name: `ours, 00${version}, with a key`, url: `${local}/k${version}${address}`, headers: key, pid });
    }
    try {
        for (const connections of [1, 8, 64, 512]) {
            console.log(`\nAgora token over HTTP, ${connections} keep-alive connections`);
            const results = await sideBySide(ways, connections);
            for (const [i, { rate, p99ms, cpu }] of results.entries())
                console.log(`${ways[i].name.padEnd(28)} ${rate.toFixed(0).padStart(6)} req/s  ${(rate / results[0].rate).toFixed(2).padStart(5)} ×`
                            + `   p99 ${p99ms.toFixed(2).padStart(7)} ms   ${cpu.toFixed(0).padStart(4)} us of processor each`
                            + `  ${(results[0].cpu / cpu).toFixed(2).padStart(5)} ×`);
        }
        console.log('\nmemory after load, MB               Node   ours');
        for (const [name, of] of [['RSS', rss], ['PSS', pss], ['of these written by itself', anonymous]]) {
            const [theirs, ours] = [await of(node.pid), await of(home.server.pid)];
            console.log(`${name.padEnd(34)} ${theirs.toFixed(1).padStart(5)}  ${ours.toFixed(1).padStart(5)}   ${(theirs / ours).toFixed(1)} ×`);
        }
    } finally {
        node.stop();
        await home.remove();
    }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await agoraHttp();
