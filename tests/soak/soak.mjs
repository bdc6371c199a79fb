// A thousand accounts whose tokens live five seconds, for two minutes: every answer is a token that works, no refresh
// token is spent twice, and memory does not grow. ROADCASE_SOAK_SECONDS, ROADCASE_SOAK_ACCOUNTS.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Home } from '../support/roadcase.mjs';
import { RotatingProvider } from '../support/rotating_provider.mjs';

const duration = Number(process.env.ROADCASE_SOAK_SECONDS ?? 120);
const accounts = Number(process.env.ROADCASE_SOAK_ACCOUNTS ?? 1000);
const lifetime = 5;
const callers = 8;
const names = Array.from({ length: accounts }, (_, i) => `a${i + 1}`);

/** Resident memory in MiB. */
async function memory(home) {
    const status = await readFile(`/proc/${home.server.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024;
}

/** Everybody signs in while tokens live long, so that the soak begins with all of them. */
async function signInAll(home, provider) {
    for (const name of names) {
        provider.nextPerson = name;
        await home.signIn('fake', name);
    }
    console.log(`${accounts} accounts signed in within ${process.uptime().toFixed(0)} s`);
    provider.lifetime = lifetime;
    for (const name of names) await home.api('POST', `accounts/fake/${name}/refresh`);
}

class Poll {
    constructor(home, provider) {
        Object.assign(this, { home, provider, answers: 0, wrong: [], slowest: 0, until: Date.now() + duration * 1000 });
    }

    async once(name) {
        const start = performance.now();
        const { status, json, body } = await this.home.api('GET', `token/fake/${name}`);
        this.slowest = Math.max(this.slowest, performance.now() - start);
        this.answers += 1;
        if (status !== 200) this.wrong.push(`${name}: ${status} ${body}`);
        else if (!this.provider.lives(json.access_token)) this.wrong.push(`${name}: a dead token`);
    }

    async run() {
        while (Date.now() < this.until) {
            await this.once(names[Math.floor(Math.random() * names.length)]);
            await pause(10);
        }
    }
}

function spendsPerToken(provider) {
    return [...provider.byRefresh.values()].filter((pair) => pair.spends > 1).length;
}

async function soak(home, provider) {
    const poll = new Poll(home, provider);
    const start = provider.spends.length;
    const running = Array.from({ length: callers }, () => poll.run());
    await pause(Math.min(30, duration / 2) * 1000);
    const early = await memory(home);
    await Promise.all(running);
    const late = await memory(home);
    const renewals = provider.spends.length - start;
    const dead = names.filter((name) => !provider.lives(provider.families.get(name).pairs.at(-1).access));
    console.log(`${accounts} accounts, ${duration} s: ${renewals} renewals (${(renewals / duration).toFixed(0)}/s), ` +
        `${poll.answers} answers, ${poll.wrong.length} wrong, slowest ${poll.slowest.toFixed(0)} ms, ` +
        `${spendsPerToken(provider)} tokens spent twice, ${dead.length} accounts without a living token at the end, ` +
        `memory ${early.toFixed(1)} MiB, then ${late.toFixed(1)} MiB`);
    assert.deepEqual(poll.wrong.slice(0, 5), []);
    assert.equal(spendsPerToken(provider), 0);
    assert.ok(provider.spends.every(({ outcome }) => outcome === 'rotated'));
    assert.ok(late < early * 1.1 + 2, 'memory grows');
}

const provider = await RotatingProvider.start({ lifetime: 600 });
const home = await Home.create(provider.config('fake', '[renew]\nmax_per_second = 10000\n'));
try {
    await home.serve({ env: { ROADCASE_LOG: 'error' } });
    await signInAll(home, provider);
    await soak(home, provider);
} finally {
    await home.remove();
    await provider.stop();
}
