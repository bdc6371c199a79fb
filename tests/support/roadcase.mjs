// Starts the real program in a home of its own and drives it as a user would: command line and HTTP.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile, chmod } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

export const program = process.env.ROADCASE ?? path.resolve('build/release/roadcase');
/** The same program with milestones that end it: ROADCASE_CRASH_AT=NAME[:N]. */
export const hookedProgram = path.join(path.dirname(path.resolve(program)), 'roadcase_hooked');

/** A port that is free on both loopbacks right now. */
export async function freePort() {
    for (let tries = 0; tries < 20; ++tries) {
        const port = await listenOnce('127.0.0.1', 0);
        if (await listenOnce('::1', port).catch((error) => error.code === 'EADDRNOTAVAIL')) return port;
    }
    throw new Error('no port is free on both loopbacks');
}

function listenOnce(host, port) {
    return new Promise((resolve, reject) => {
        const server = net.createServer();
        server.once('error', reject);
        server.listen(port, host, () => {
            const taken = server.address().port;
            server.close(() => resolve(taken));
        });
    });
}

/** One HTTP exchange; nothing is followed, nothing is added but Host. */
export function request(url, { method = 'GET', headers = {}, body, socketPath } = {}) {
    return new Promise((resolve, reject) => {
        const sent = http.request(url, { method, headers, socketPath, agent: false, family: 4 }, (answer) => {
            const parts = [];
            answer.on('data', (part) => parts.push(part));
            answer.on('end', () =>
                resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts).toString() }));
            answer.on('error', reject);
        });
        sent.setTimeout(20_000, () => sent.destroy(new Error(`no answer from ${url}`)));
        sent.on('error', reject);
        sent.end(body);
    });
}

/** What a sanitizer says of the program fails the test that drove it. */
const finding = /(Address|Thread)Sanitizer|runtime error:/;

export class Home {
    static async create(config) {
        const home = new Home();
        home.directory = await mkdtemp(path.join(os.tmpdir(), 'roadcase-test-'));
        await chmod(home.directory, 0o700);
        home.port = await freePort();
        home.url = `http://localhost:${home.port}`;
        home.log = '';
        home.mounts = []; // file systems over it, taken away before it is removed
        home.companions = []; // servers that end with it
        await home.configure(config);
        return home;
    }

    /** Writes config.toml; a function gets the home and gives the text. */
    async configure(config = '') {
        const text = typeof config === 'function' ? config(this) : config;
        await writeFile(path.join(this.directory, 'config.toml'), `[server]\nport = ${this.port}\n${text}`);
    }

    environment(more = {}) {
        const { PATH, LANG, ASAN_OPTIONS, TSAN_OPTIONS, UBSAN_OPTIONS } = process.env;
        const sanitizers = Object.entries({ ASAN_OPTIONS, TSAN_OPTIONS, UBSAN_OPTIONS }).filter(([, value]) => value);
        return { PATH, LANG: LANG ?? 'C.UTF-8', HOME: this.directory, ROADCASE_HOME: this.directory,
                 ROADCASE_NO_BROWSER: '1', ...Object.fromEntries(sanitizers), ...more };
    }

    /** Starts the server and waits until it answers. `as`: another program than the product; `under`: a command line
     *  that runs the one behind it. */
    async serve({ as = program, env = {}, under = [] } = {}) {
        const [file, ...args] = [...under, as, 'serve'];
        this.server = spawn(file, args, { env: this.environment(env), stdio: ['ignore', 'pipe', 'pipe'] });
        for (const stream of [this.server.stdout, this.server.stderr])
            stream.on('data', (part) => (this.log += part));
        const ended = new Promise((resolve) => this.server.once('exit', resolve));
        this.server.ended = ended;
        for (let tries = 0; tries < 200; ++tries) {
            const up = await request(`${this.url}/healthz`).catch(() => null);
            if (up?.status === 200) return this;
            if (this.server.exitCode !== null || this.server.signalCode !== null) break;
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        throw new Error(`roadcase serve did not come up:\n${this.log}`);
    }

    async stop(signal = 'SIGTERM') {
        if (!this.server || this.server.exitCode !== null || this.server.signalCode !== null) return;
        this.server.kill(signal);
        const code = await this.server.ended;
        if (finding.test(this.log)) throw new Error(this.log);
        return code;
    }

    async remove() {
        await this.stop();
        for (const place of this.mounts) execFileSync('umount', ['-l', place]);
        await rm(this.directory, { recursive: true, force: true });
        for (const companion of this.companions) await companion.stop();
    }

    /** Runs one command; standard output is a pipe. */
    run(args, { input = '', env = {}, as = program, started = () => null } = {}) {
        return new Promise((resolve, reject) => {
            const child = spawn(as, args, { env: this.environment(env) });
            started(child);
            child.stdin.on('error', () => null); // it may be killed before it reads
            const result = { stdout: '', stderr: '' };
            child.stdout.on('data', (part) => (result.stdout += part));
            child.stderr.on('data', (part) => (result.stderr += part));
            child.on('error', reject);
            child.on('close', (code, signal) =>
                finding.test(result.stderr) ? reject(new Error(result.stderr)) : resolve({ code, signal, ...result }));
            if (input !== null) child.stdin.end(input); // else `started` types and ends
        });
    }

    /** One call of the API over the Unix socket; a JSON answer comes parsed as `json`. */
    async api(method, route, body) {
        const text = body === undefined ? '' : JSON.stringify(body);
        const headers = { 'Content-Length': Buffer.byteLength(text) };
        if (body !== undefined) headers['Content-Type'] = 'application/json';
        const answer = await request(`http://localhost/api/v1/${route}`, {
            method, headers, body: text, socketPath: path.join(this.directory, 'run', 'roadcase.sock') });
        return { ...answer, json: /json/.test(answer.headers['content-type'] ?? '') ? JSON.parse(answer.body) : null };
    }

    /** Breaks the practice provider on purpose: {down, slow, wrong_secret, no_refresh_token, slow_clock, revoke}. */
    async practice(faults) {
        const body = JSON.stringify(faults);
        const answer = await request('http://localhost/api/v1/practice', {
            method: 'POST', body, socketPath: path.join(this.directory, 'run', 'roadcase.sock'),
            headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) } });
        if (answer.status !== 200) throw new Error(answer.body);
    }

    /** Signs in as a browser would; the account's reference is `client` or `client/name`. */
    async signIn(client, name = '') {
        const done = await new Browser().open(`${this.url}/auth/${client}${name && `?name=${name}`}`);
        if (!/\/done\//.test(done.url)) throw new Error(`the sign-in ended at ${done.url}\n${done.body}`);
        return done;
    }

    async json(args) {
        const { code, stdout, stderr } = await this.run([...args, '--json']);
        if (code !== 0) throw new Error(`roadcase ${args.join(' ')}: exit ${code}\n${stderr}`);
        return JSON.parse(stdout);
    }
}

/** A person's browser without a screen: keeps cookies by host, says where it comes from, follows by hand. */
export class Browser {
    constructor() {
        this.cookies = new Map();
        this.visited = [];
    }

    cookieHeader(url) {
        const jar = this.cookies.get(url.hostname) ?? new Map();
        return [...jar.values()]
            .filter((cookie) => url.pathname === cookie.path || url.pathname.startsWith(cookie.path.replace(/\/?$/, '/')))
            .map((cookie) => `${cookie.name}=${cookie.value}`)
            .join('; ');
    }

    keepCookies(url, headers) {
        const jar = this.cookies.get(url.hostname) ?? new Map();
        this.cookies.set(url.hostname, jar);
        for (const line of headers['set-cookie'] ?? []) {
            const [pair, ...attributes] = line.split(';').map((part) => part.trim());
            const name = pair.slice(0, pair.indexOf('='));
            const given = attributes.find((each) => each.toLowerCase().startsWith('path='));
            jar.set(name, { name, value: pair.slice(name.length + 1), path: given ? given.slice(5) : '/' });
        }
    }

    /** One request as a top-level navigation would send it. */
    async once(address, { method = 'GET', form, from } = {}) {
        const url = new URL(address);
        const sameOrigin = from && new URL(from).origin === url.origin;
        const headers = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document',
                          'Sec-Fetch-Site': !from ? 'none' : sameOrigin ? 'same-origin' : 'cross-site' };
        const cookies = this.cookieHeader(url);
        if (cookies) headers.Cookie = cookies;
        const body = form && new URLSearchParams(form).toString();
        if (body !== undefined) {
            headers['Content-Type'] = 'application/x-www-form-urlencoded';
            headers['Content-Length'] = Buffer.byteLength(body);
            if (from) headers.Origin = new URL(from).origin;
        }
        const answer = await request(url, { method, headers, body });
        this.keepCookies(url, answer.headers);
        this.visited.push(address);
        return { ...answer, url: address };
    }

    /** Follows redirects until a page is there. */
    async open(address, options = {}) {
        let answer = await this.once(address, options);
        for (let hops = 0; hops < 12 && answer.headers.location; ++hops) {
            const next = new URL(answer.headers.location, answer.url).href;
            answer = await this.once(next, { from: options.from ?? answer.url });
        }
        return answer;
    }

    /** Sends the page's first form that has all of `fields`, with its hidden inputs. */
    async submit(page, fields = {}, action) {
        const form = /<form[^>]*>[\s\S]*?<\/form>/i.exec(page.body)?.[0] ?? '';
        const target = action ?? /action="([^"]*)"/i.exec(form)?.[1] ?? page.url;
        const hidden = {};
        for (const [input] of form.matchAll(/<input[^>]*type="hidden"[^>]*>/gi)) {
            const name = /name="([^"]*)"/i.exec(input)?.[1];
            if (name) hidden[name] = /value="([^"]*)"/i.exec(input)?.[1] ?? '';
        }
        return this.open(new URL(target.replaceAll('&amp;', '&'), page.url).href,
                         { method: 'POST', form: { ...hidden, ...fields }, from: page.url });
    }
}
