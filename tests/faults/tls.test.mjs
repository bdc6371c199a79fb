// A token endpoint whose certificate cannot be trusted hears no secret; one that can, made the same way, works.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { signedIn } from '../support/scene.mjs';

let folder;
const file = (name) => path.join(folder, name);
const openssl = (...args) => execFileSync('openssl', args, { stdio: 'pipe', cwd: folder });

/** A certificate for localhost from our own authority; `days` below zero: it has ended. */
function issued(name, days) {
    openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost',
            '-keyout', `${name}.key`, '-out', `${name}.csr`);
    openssl('x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial',
            '-copy_extensions', 'copy', '-days', `${days}`, '-out', `${name}.pem`);
}

before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'roadcase-tls-'));
    const root = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'];
    openssl(...root, '-subj', '/CN=planted authority', '-keyout', 'ca.key', '-out', 'ca.pem');
    openssl(...root, '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', 'self-signed.key',
            '-out', 'self-signed.pem');
    issued('ended', -1);
    issued('good', 2);
});

after(() => rmSync(folder, { recursive: true, force: true }));

/** An account whose provider moved to https with this certificate; its authority is trusted. */
async function movedTo(context, certificate) {
    const { provider, home } = await signedIn(context);
    const token = (await home.api('GET', 'token/fake')).json.access_token;
    await home.stop();
    const url = await provider.listenSecurely({ key: readFileSync(file(`${certificate}.key`)),
                                                cert: readFileSync(file(`${certificate}.pem`)) });
    await home.configure(provider.config().replace(`${provider.url}/token`, `${url}/token`));
    await home.serve({ env: { SSL_CERT_FILE: file('ca.pem') } });
    return { provider, home, token };
}

test('a good certificate of the same authority works', async (context) => {
    const { provider, home, token } = await movedTo(context, 'good');
    const renewed = await home.api('POST', 'accounts/fake/refresh');
    assert.equal(renewed.status, 200, renewed.body);
    assert.notEqual((await home.api('GET', 'token/fake')).json.access_token, token);
    assert.equal(provider.spends.length, 1);
});

for (const [certificate, why] of [['self-signed', /self.signed|not trusted|unknown/i], ['ended', /expired|ended/i]])
    test(`a certificate that is ${certificate}: nothing is sent, the living token is served`, async (context) => {
        const { provider, home, token } = await movedTo(context, certificate);
        const { asked } = provider;
        const { json: problem, body } = await home.api('POST', 'accounts/fake/refresh');
        assert.equal(problem.code, 'E306', body);
        assert.equal(problem.title, 'The connection to Fake is not secure.');
        assert.match(problem.detail, why);
        assert.ok(problem.next);
        const command = await home.run(['refresh', 'fake']);
        assert.equal(command.code, 6);
        assert.ok(command.stderr.includes(problem.title), command.stderr);
        assert.equal((await home.api('GET', 'token/fake')).json.access_token, token);
        assert.equal((await home.json(['status', 'fake'])).status, 'provider_down');
        assert.equal(provider.asked, asked, 'nothing was sent');
        assert.equal(provider.spends.length, 0);
    });
