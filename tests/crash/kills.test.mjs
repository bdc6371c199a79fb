// The real program, killed at random moments while its keeper, its callers and its commands renew short tokens.
// ROADCASE_KILLS: how many kills in all.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { scene, until } from '../support/scene.mjs';

const kills = Number(process.env.ROADCASE_KILLS ?? 25);
const lifetime = 4;
const names = ['a1', 'a2', 'a3', 'a4', 'a5'];
const about = (most) => Math.floor(Math.random() * most);
const one = (list) => list[about(list.length)];

class Trial {
    constructor({ provider, home }) {
        Object.assign(this, { provider, home, held: new Map(), handedOut: new Set(), stale: [], lost: 0, killed: 0 });
    }

    async signIn(name) {
        this.provider.nextPerson = name;
        await this.home.signIn('fake', name);
    }

    /** Whoever got this token from the program may count on it. */
    note(name, access) {
        this.held.set(name, access);
        this.handedOut.add(access);
        const family = this.provider.families.get(name);
        if (!this.provider.lives(access) && !family.revoked) this.stale.push(access);
    }

    /** What callers do all day; a kill may come in the middle of it. */
    async ask(name) {
        const walks = {
            token: () => this.home.api('GET', `token/fake/${name}`),
            refresh: () => this.home.api('POST', `accounts/fake/${name}/refresh`),
            reject: () => this.home.api('POST', `token/fake/${name}/reject`,
                                        { access_token: this.held.get(name) ?? 'planted-unknown' }),
            command: () => this.command(['token', `fake/${name}`]),
        };
        const answer = await walks[one(['token', 'token', 'refresh', 'refresh', 'reject', 'command'])]();
        if (answer?.json?.access_token) this.note(name, answer.json.access_token);
    }

    async command(args, killAfter) {
        const [, reference] = args;
        const { stdout } = await this.home.run(args, { started: (child) => {
            if (killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter);
        } });
        if (args[0] === 'token' && stdout.endsWith('\n')) this.note(reference.split('/')[1], stdout.trim());
    }

    /** Calls until the server is gone. */
    async hammer(name) {
        while (this.home.server.signalCode === null) await this.ask(name).catch(() => pause(5));
    }

    async killServer() {
        const callers = names.map((name) => this.hammer(name));
        await pause(about(400));
        await this.home.stop('SIGKILL');
        this.killed += 1;
        await Promise.all(callers);
    }

    async killStart() {
        await this.home.run(['serve'], { started: (child) => setTimeout(() => child.kill('SIGKILL'), about(120)) });
        this.killed += 1;
    }

    /** Without a server; each command has an account of its own, so that one process spends one token. */
    async killCommands() {
        const verbs = ['refresh', 'token', 'refresh'];
        await Promise.all(verbs.map((verb, i) => this.command([verb, `fake/${names[i]}`], 15 + about(150))));
        this.killed += verbs.length;
    }

    /** The promise: a token that works, or the cause and the one step; and what was handed out is not lost. */
    async check() {
        for (const name of names) {
            const answer = await this.home.api('GET', `token/fake/${name}`);
            const family = this.provider.families.get(name);
            if (answer.status === 200 && this.provider.lives(answer.json.access_token)) {
                this.note(name, answer.json.access_token);
                continue;
            }
            const account = await until(`${name} is given up: ${answer.body}`, async () => {
                const { json } = await this.home.api('GET', `accounts/fake/${name}`);
                return json.status === 'needs_authorization' && json;
            }, 5);
            await this.isHonestLoss(account, family);
            await this.signIn(name);
        }
    }

    isHonestLoss(account, family) {
        assert.equal(this.provider.grace, 0, 'with a grace window nothing is lost');
        assert.equal(account.problem.code, 'E403');
        assert.match(account.problem.title + account.problem.detail, /interrupted/);
        const last = family.pairs.at(-1);
        assert.equal(last.spends, 0);
        assert.ok(!this.handedOut.has(last.access), 'the pair that was lost had been handed out');
        this.lost += 1;
    }

    /** Since the last kill the same token came twice: nobody may do that. */
    doubleSpends() {
        const seen = new Set();
        return this.provider.spends.filter(({ refresh, epoch }) => {
            const key = `${epoch} ${refresh}`;
            return seen.has(key) || !seen.add(key);
        });
    }

    summary() {
        const count = (outcome) => this.provider.spends.filter((each) => each.outcome === outcome).length;
        return `${this.killed} kills, ${count('rotated')} renewals, ${count('repeated')} repeated within grace, ` +
            `${count('reused')} refused as reuse, ${this.lost} sign-ins lost (each of a cut answer), ` +
            `${this.handedOut.size} tokens handed out, a token spent at most ${this.provider.mostSpends} times`;
    }
}

for (const grace of [0, 300])
    test(`killed at random moments, ${grace ? 'with' : 'without'} a grace window`, async (context) => {
        const trial = new Trial(await scene(context, { lifetime, grace, latency: () => about(30) }));
        const { provider, home } = trial;
        await home.serve();
        for (const name of names) await trial.signIn(name);
        for (let round = 0; trial.killed < kills / 2; ++round) {
            provider.epoch = `${round} with a server`;
            await trial.killServer();
            await pause(10); // what it still sent arrives
            provider.epoch = `${round} at the start`;
            if (round % 4 === 1) await trial.killStart();
            provider.epoch = `${round} with commands`;
            if (round % 4 === 3) await trial.killCommands();
            await pause(10);
            provider.epoch = `${round} afterwards`;
            await home.serve();
            await trial.check();
        }
        context.diagnostic(trial.summary());
        assert.deepEqual(trial.stale, [], 'a token that had ended was handed out');
        assert.deepEqual(trial.doubleSpends(), [], 'one process spent a token twice');
        if (grace > 0) assert.equal(trial.lost, 0);
    });
