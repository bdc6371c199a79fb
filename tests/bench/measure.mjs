// What the benchmarks measure with.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export const run = promisify(execFile);
const seconds = process.env.ROADCASE_BENCH_SECONDS ?? '3';

/** A duration of wrk's, "913.21ms", in milliseconds. */
const milliseconds = (text) => parseFloat(text) * { us: 0.001, ms: 1, s: 1000, m: 60_000 }[text.replace(/[\d.]/g, '')];

/** Requests per second and p99 at so many keep-alive connections; `pin`: the processor that wrk keeps to. */
export async function load(url, connections, headers = [], pin) {
    const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', ...headers.flatMap((each) => ['-H', each]), url];
    const { stdout } = await (pin === undefined ? run('wrk', args) : run('taskset', ['-c', String(pin), 'wrk', ...args]));
    if (/Non-2xx or 3xx/.test(stdout)) throw new Error(`${url} refused:\n${stdout}`);
    const p99 = /99%\s+(\S+)/.exec(stdout)[1];
    return { rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]), p99, p99ms: milliseconds(p99),
             requests: Number(/(\d+) requests in/.exec(stdout)[1]) };
}

/** MB of what is called so in /proc/PID/status. */
async function ofStatus(pid, name) {
    return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(await readFile(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

export const rss = (pid) => ofStatus(pid, 'VmRSS');
/** What it wrote itself: no pages of the program's and libraries' files. */
export const anonymous = (pid) => ofStatus(pid, 'RssAnon');

/** Its own pages and its share of those that others have, too; MB. */
export async function pss(pid) {
    return Number(/^Pss:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) / 1024;
}

/** Hundredths of a second of processor time. */
export async function cpuTicks(pid) {
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ');
    return Number(fields[11]) + Number(fields[12]);
}

export function median(values) {
    // wrk has no p99 of a load that was hardly answered.
    const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
