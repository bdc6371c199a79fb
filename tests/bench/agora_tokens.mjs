// How many Agora tokens one core makes: ours in process, and Agora's own packages for Node in this one.
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

const require = createRequire(import.meta.url);
const appId = '2ec0d84c41c4442d88ba6f5a2beb828b';
const certificate = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';

/** Tokens per second of processor time, after a warm-up: what the machine's other work cannot change. */
function rate(make) {
    const spent = () => {
        const { user, system } = process.cpuUsage();
        return (user + system) / 1e6;
    };
    let made = 0;
    let start = 0;
    for (const seconds of [0.3, 1.5]) {
        made = 0;
        start = spent();
        while (spent() - start < seconds) for (let i = 0; i < 100; ++i, ++made) make();
    }
    return made / (spent() - start);
}

function packages() {
    try {
        const old = require('agora-access-token');
        const current = require('agora-token');
        return {
            make_006: () => old.RtcTokenBuilder.buildTokenWithUid(
                appId, certificate, 'stream-1', 4711, old.RtcRole.PUBLISHER, 1_800_003_600),
            make_007: () => current.RtcTokenBuilder.buildTokenWithUid(
                appId, certificate, 'stream-1', 4711, current.RtcRole.PUBLISHER, 3600, 3600),
        };
    } catch {
        return {}; // npm ci in tests/
    }
}

/** Prints one line per kind of token; ratios to the packages where there is such a one. */
export async function agoraTokens(programs) {
    const { stdout } = await promisify(execFile)(path.join(programs, 'bench_agora'), ['--benchmark_format=json']);
    const theirs = packages();
    console.log('\nAgora tokens, one core                   ours        npm');
    for (const { name, items_per_second: ours } of JSON.parse(stdout).benchmarks) {
        const peer = theirs[name] ? rate(theirs[name]) : null;
        const beside = peer ? `${peer.toFixed(0).padStart(10)}/s   ${(ours / peer).toFixed(1)} ×` : '';
        console.log(`${name.padEnd(34)} ${ours.toFixed(0).padStart(8)}/s ${beside}`.trimEnd());
    }
}
