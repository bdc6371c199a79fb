// ./dev bench: roadcase beside a Node server of the tutorial's shape and nginx's static answer, in one run on one machine.
// Figures swing with the machine; the ratios are what counts. Needs wrk, nginx and Chromium.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Browser, Home, freePort, request } from '../support/roadcase.mjs';
import { countingTokens, startFakeProvider } from '../support/fake_provider.mjs';
import { agoraHttp } from './agora_http.mjs';
import { agoraTokens } from './agora_tokens.mjs';
import { firstPaint } from './first_paint.mjs';
import { cpuTicks, load, rss, run } from './measure.mjs';

const programs = path.dirname(process.env.ROADCASE ?? 'build/release/roadcase');

async function startMs(home) {
    const start = performance.now();
    await home.serve();
    return performance.now() - start;
}

/** What a person writes after the tutorial: one redirect. */
async function tutorialServer() {
    const port = await freePort();
    const code = `require('http').createServer((q, s) => { s.writeHead(307, { Location: 'https://id.example/authorize?state=' +
        require('crypto').randomUUID() }); s.end(); }).listen(${port}, '127.0.0.1')`;
    const child = spawn(process.execPath, ['-e', code], { stdio: 'ignore' });
    const url = `http://127.0.0.1:${port}/auth`;
    while (!(await request(url).catch(() => null)));
    return { url, child };
}

async function nginx() {
    const port = await freePort();
    const directory = await mkdtemp(path.join(os.tmpdir(), 'roadcase-bench-'));
    const body = 'x'.repeat(480);
    await writeFile(path.join(directory, 'nginx.conf'), `daemon off; worker_processes 1; pid ${directory}/pid; error_log stderr;
        events { worker_connections 2048; }
        http { access_log off; keepalive_requests 1000000000;
               server { listen 127.0.0.1:${port}; location / { return 200 "${body}"; } } }`);
    const child = spawn('nginx', ['-c', path.join(directory, 'nginx.conf')], { stdio: 'ignore' });
    const url = `http://127.0.0.1:${port}/`;
    while (!(await request(url).catch(() => null)));
    return { url, child };
}

/** The heart alone, without the network. */
async function heart() {
    const { stdout } = await run(path.join(programs, 'bench_accounts'), ['--benchmark_format=json'], { maxBuffer: 1 << 24 });
    const { benchmarks } = JSON.parse(stdout);
    console.log('\nin process                                    time        more');
    for (const { name, real_time: time, time_unit: unit, MB, renewals } of benchmarks) {
        const more = MB !== undefined ? `${MB.toFixed(1)} MB` : renewals !== undefined ? `${renewals.toFixed(0)} renewals/s` : '';
        console.log(`${name.replace(/\/(real_time|iterations:\d+)/g, '').padEnd(34)} ${time.toFixed(time < 10 ? 2 : 0).padStart(12)} ${unit}   ${more}`);
    }
}

/** The whole program with so many accounts: start, memory, and what it does while nothing is due. */
async function scale(count) {
    const home = await Home.create(fake.config());
    try {
        await run(path.join(programs, 'bench_fill'), [home.directory, String(count)]);
        const ms = await startMs(home);
        const idle = await cpuTicks(home.server.pid);
        await new Promise((resolve) => setTimeout(resolve, 5000));
        const spent = (await cpuTicks(home.server.pid)) - idle;
        if (count === 1000) await tokensWhileRenewing(home);
        console.log(`${String(count).padStart(7)} accounts: start ${ms.toFixed(0).padStart(4)} ms, `
                    + `${(await rss(home.server.pid)).toFixed(1)} MB, ${(spent * 10).toFixed(0)} ms of processor in 5 s of rest`);
    } finally {
        await home.remove();
    }
}

/** One account's token over TCP, alone and while the others are renewed without pause. */
async function tokensWhileRenewing(home) {
    const { stdout: key } = await home.run(['key', 'create', 'bench', '--account', 'fake/n0', '--per-minute', '100000000']);
    const ask = () => load(`http://127.0.0.1:${home.port}/api/v1/token/fake/n0`, 16, [`X-API-Key: ${key.trim()}`]);
    const alone = await ask();
    let renewals = 0;
    let done = false;
    const renew = async (first) => {
        for (let i = first; !done; i = i % 900 + 4) {
            const { status } = await request(`http://localhost/api/v1/accounts/fake/n${i}/refresh`,
                                             { method: 'POST', socketPath: path.join(home.directory, 'run', 'roadcase.sock') });
            if (status === 200) renewals += 1;
        }
    };
    const busy = [1, 2, 3, 4].map(renew);
    const start = performance.now();
    const beside = await ask();
    done = true;
    await Promise.all(busy);
    show('token, nothing else', alone);
    show('token, beside renewals', beside, alone);
    console.log(`${(renewals / (performance.now() - start) * 1000).toFixed(0)} renewals/s meanwhile`);
}

/** Calls that wait for the disk during one renewal of the running server. */
async function syncsOfOneRenewal(home) {
    const report = path.join(home.directory, 'strace');
    const tracer = spawn('strace', ['-f', '-c', '-e', 'trace=fsync,fdatasync', '-o', report, '-p', String(home.server.pid)],
                         { stdio: ['ignore', 'ignore', 'pipe'] });
    await new Promise((resolve) => tracer.stderr.once('data', resolve));
    const renewals = 20;
    for (let i = 0; i < renewals; ++i) await home.run(['refresh', 'fake']);
    tracer.kill('SIGINT');
    await new Promise((resolve) => tracer.once('exit', resolve));
    // % time, seconds, usecs/call, calls, maybe errors, syscall
    const calls = (await readFile(report, 'utf8')).split('\n').filter((line) => /sync$/.test(line))
        .map((line) => Number(line.trim().split(/\s+/)[3]));
    return calls.reduce((sum, count) => sum + count, 0) / renewals;
}

const show = (name, { rate, p99 }, base) =>
    console.log(`${name.padEnd(34)} ${rate.toFixed(0).padStart(8)} req/s   p99 ${p99.padEnd(9)}`
                + (base ? ` ${(rate / base.rate).toFixed(2)} ×` : ''));

const fake = await startFakeProvider({ token: countingTokens() });
const home = await Home.create(fake.config());
const peers = [];
try {
    console.log(`start                              ${(await startMs(home)).toFixed(0)} ms until /healthz answers`);
    await new Browser().open(`${home.url}/auth`);
    console.log(`idle                               ${(await rss(home.server.pid)).toFixed(1)} MB`);
    const { stdout: key } = await home.run(['key', 'create', 'bench', '--account', 'fake', '--per-minute', '100000000']);
    peers.push(await tutorialServer(), await nginx());
    const [tutorial, still] = peers;
    const local = `http://127.0.0.1:${home.port}`;
    for (const connections of [1, 64, 512]) {
        console.log(`\n${connections} keep-alive connections`);
        const redirect = await load(tutorial.url, connections);
        const plain = await load(still.url, connections);
        show('Node, one redirect', redirect);
        show('nginx, static answer', plain);
        show('/auth (to Node)', await load(`${home.url}/auth`, connections), redirect);
        show('/healthz (to nginx)', await load(`${local}/healthz`, connections), plain);
        show('/api/v1/token (to nginx)',
             await load(`${local}/api/v1/token/fake`, connections, [`X-API-Key: ${key.trim()}`]), plain);
    }
    console.log(`\none renewal                        ${(await syncsOfOneRenewal(home)).toFixed(1)} waits for the disk`);
    console.log(`after load                         ${(await rss(home.server.pid)).toFixed(1)} MB`);
    await home.stop();
    console.log();
    for (const count of [10, 1000, 100_000]) await scale(count);
    await heart();
    await agoraTokens(programs);
    await agoraHttp();
    await firstPaint();
} finally {
    for (const { child } of peers) child.kill();
    await home.remove();
    await fake.stop();
}
