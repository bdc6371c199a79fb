// `roadcase run` on a terminal: what is printed is masked, and the keys are the program's.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { program } from '../support/roadcase.mjs';
import { servedHome } from '../support/connected.mjs';

let home;

before(async () => {
    ({ home } = await servedHome());
});

after(() => home?.remove());

/** A command line on a terminal of its own: `said(pattern)` waits for it, `type` presses keys. */
function terminal(words, { shell = false } = {}) {
    let child;
    const command = shell ? 'bash --norc --noprofile -i' : words;
    const ended = home.run(['-qec', command, '/dev/null'], { as: 'script', input: null, started: (it) => (child = it),
                                                             env: { SHELL: '/bin/sh', PS1: '> ', TERM: 'dumb' } });
    let screen = '';
    child.stdout.on('data', (part) => (screen += part));
    const said = async (pattern) => {
        for (let tries = 0; tries < 800; ++tries) {
            const found = pattern.exec(screen);
            if (found) return found;
            if (child.exitCode !== null) break;
            await new Promise((resolve) => setTimeout(resolve, 25));
        }
        throw new Error(`never said ${pattern}:\n${screen}`);
    };
    return { ended, said, type: (keys) => child.stdin.write(keys), close: () => child.stdin.end(), screen: () => screen };
}

// exec: a shell in between would end by the Ctrl-C, too.
const run = (script, flags = '') => `exec ${program} run fake ${flags} -- sh -c '${script}'`;

test('tokens and keys are masked, also when they are written in parts', async () => {
    const on = terminal(run('echo "all: $FAKE_ACCESS_TOKEN"; printf "%s" "key: ${ROADCASE_KEY%????????}"; sleep 0.2; ' +
                            'echo "${ROADCASE_KEY#????????????????????????????????}"; echo "errors: $FAKE_ACCESS_TOKEN" >&2; echo end'));
    const { code, stdout } = await on.ended;
    assert.equal(code, 0, stdout);
    assert.match(stdout, /all: ••••••••\r\n/);
    assert.match(stdout, /key: rck_••••••••\r\n/);
    assert.match(stdout, /errors: ••••••••\r\nend\r\n/);
    assert.doesNotMatch(stdout, /planted-access|rck_\w/);
});

test('--no-mask shows them, and a pipe gets them as they are', async () => {
    assert.match((await terminal(run('echo $FAKE_ACCESS_TOKEN', '--no-mask')).ended).stdout, /planted-access-1/);
    assert.match((await home.run(['run', 'fake', '--', 'sh', '-c', 'echo $FAKE_ACCESS_TOKEN'])).stdout, /^planted-access-1\n$/);
    const piped = await terminal(`${run('echo $FAKE_ACCESS_TOKEN')} | tr a-z A-Z`).ended;
    assert.match(piped.stdout, /PLANTED-ACCESS-1/);
});

test('the program has a terminal in front of it, and its answers come from there', async () => {
    const on = terminal(run('test -t 0 && test -t 1 && test -t 2 && printf "%s" "who? plan"; read name; echo "hello $name"; stty size'));
    await on.said(/who\? plan/);
    on.type('nova\n');
    const { code } = await on.ended;
    assert.equal(code, 0);
    assert.match(on.screen(), /hello nova\r\n\d+ \d+\r\n/);
});

test('Ctrl-C reaches the program once, and it decides', async () => {
    const on = terminal(run('trap "echo heard" INT; echo ready; while [ -z "$done" ]; do read done; done; exit 4'));
    await on.said(/ready/);
    on.type('\x03');
    await on.said(/heard/);
    on.type('done\n');
    const { code } = await on.ended;
    assert.equal(code, 4);
    assert.equal(on.screen().match(/heard/g).length, 1);
    const plain = terminal(run('echo ready; exec sleep 60'));
    await plain.said(/ready/);
    plain.type('\x03');
    assert.equal((await plain.ended).code, 130);
});

test('Ctrl-Z stops both and fg goes on, as a shell expects', async () => {
    const on = terminal('', { shell: true });
    await on.said(/> /);
    on.type(`${program} run fake -- sh -c 'echo rea""dy; read line; echo "got $line"'\n`);
    await on.said(/ready/);
    on.type('\x1a');
    await on.said(/Stopped/);
    on.type('fg\n');
    await on.said(/roadcase run[^]*roadcase run/);
    on.type('nova\n');
    await on.said(/got nova/);
    on.type('exit 6\n');
    assert.equal((await on.ended).code, 6);
});
