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
    return { rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]), p99, p99ms: milliseconds(p99) };
}

export async function rss(pid) {
    return Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

/** Its own pages and its share of those that others have, too; MB. */
export async function pss(pid) {
    return Number(/^Pss:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) / 1024;
}

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
