// Words that shells complete: asked of the program itself, through the scripts that it prints.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Home, program } from '../support/roadcase.mjs';
import { servedHome } from '../support/connected.mjs';

let home;

before(async () => {
    ({ home } = await servedHome(['', 'bot']));
    symlinkSync(path.resolve(program), path.join(home.directory, 'roadcase'));
});

after(() => home?.remove());

const complete = async (...words) =>
    (await home.run(['complete', '--', ...words])).stdout.split('\n').filter(Boolean).map((line) => line.split('\t')[0]);

describe('what is completed', () => {
    test('commands, flags and values, from the tree that parses them', async () => {
        assert.deepEqual(await complete('tok'), ['token']);
        assert.ok((await complete('')).includes('run'));
        assert.ok(!(await complete('')).includes('complete'), 'what scripts call is not for people');
        assert.deepEqual(await complete('key', 're'), ['resume', 'revoke']);
        assert.ok((await complete('token', '--')).includes('--min-ttl'));
        assert.ok((await complete('token', '--')).includes('--timeout'), 'those of every command, too');
        assert.deepEqual(await complete('env', '--format', ''), ['dotenv', 'json', 'powershell', 'sh']);
        assert.deepEqual(await complete('env', '--format=p'), ['--format=powershell']);
        assert.ok((await complete('token', 'x', '-f', '')).includes('curl'));
        assert.deepEqual(await complete('completion', 'z'), ['zsh']);
        assert.deepEqual(await complete('snippet', 'fake', 'py'), ['python']);
    });

    test('accounts, wherever one may stand', async () => {
        for (const words of [['token'], ['status'], ['run', 'fake'], ['curl']])
            assert.ok((await complete(...words, 'fake/')).includes('fake/bot'), words.join(' '));
        assert.deepEqual(await complete('token', 'fake', ''), [], 'no second one');
    });

    test("files are the shell's", async () => {
        assert.deepEqual(await complete('inject', '-i', ''), [':files']);
        assert.deepEqual(await complete('run', 'fake', '--', 'ls', ''), [':files']);
    });

    test('without accounts and with a broken configuration nothing is said', async () => {
        const empty = await Home.create('nonsense = [');
        try {
            const { code, stdout, stderr } = await empty.run(['complete', '--', 'token', '']);
            assert.deepEqual([code, stdout, stderr], [0, '', '']);
        } finally {
            await empty.remove();
        }
    });
});

/** Runs a shell's script in a home whose PATH finds this program; null when there is no such shell. */
function inShell(shell, args, script) {
    try {
        const env = home.environment({ PATH: `${home.directory}:${process.env.PATH}` });
        return execFileSync(shell, [...args, script], { env, encoding: 'utf8' });
    } catch (error) {
        if (error.code === 'ENOENT') return null;
        throw error;
    }
}

describe('in real shells', () => {
    test('bash', () => {
        const line = (words) => `COMP_WORDS=(roadcase ${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _roadcase; printf '%s\\n' "\${COMPREPLY[@]}"`;
        const said = inShell('bash', ['--norc', '-c'], `eval "$(roadcase completion bash)"; ${line('tok')}; ${line('token fake/b')}; cd ${home.directory}; ${line('inject -i conf')}`);
        assert.equal(said, 'token\nfake/bot\nconfig.toml\n');
    });

    test('zsh', async (context) => {
        const script = path.join(home.directory, 'try.zsh');
        await writeFile(script, `autoload -Uz compinit; compinit -D -u\neval "$(roadcase completion zsh)"\n[[ $_comps[roadcase] == _roadcase ]] || exit 1\n` +
            `_describe() { print -l -- $names }; _files() { print files }\n` +
            `words=(roadcase token fake/b); CURRENT=3; _roadcase\nwords=(roadcase inject -i ''); CURRENT=4; _roadcase\n`);
        const said = inShell('zsh', ['-f'], script);
        if (said === null) return context.skip('there is no zsh here');
        assert.equal(said, 'fake/bot:fake/bot\nfiles\n');
    });

    test('fish', (context) => {
        const said = inShell('fish', ['--no-config', '-c'], `roadcase completion fish | source; complete -C 'roadcase tok'; complete -C 'roadcase token fake/b'`);
        if (said === null) return context.skip('there is no fish here');
        assert.equal(said, 'token\tPrint a fresh access token.\nfake/bot\n');
    });

    test('PowerShell gets a script of its own', async () => {
        assert.match((await home.run(['completion', 'powershell'])).stdout, /^# PowerShell[^]*Register-ArgumentCompleter -Native -CommandName roadcase/);
        assert.equal((await home.run(['completion', 'tcsh'])).code, 2);
    });
});
