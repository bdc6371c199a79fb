// What a viewer of the stream must never see is in no page, no address, no title, no history, no message of the browser
// and no log: planted tokens, codes, states, keys and client secrets, through every page and what its buttons do.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './chromium.mjs';
import { Stages, scenes } from './scenes.mjs';
import { Watch } from './watch.mjs';

let stages;
let browser;

before(async () => {
    stages = new Stages();
    browser = await launch();
});

after(async () => {
    await browser?.close();
    await stages?.close();
});

/** Every secret that this home has seen by now: [what it is, its text]. */
function secretsOf(stage, watch) {
    const all = [['client secret', 'planted-client-secret'], ['device code', 'planted-device'], ['script key', stage.key], ['local handle', stage.handle]];
    for (const provider of Object.values(stage.providers)) {
        for (const access of provider.byAccess.keys()) all.push(['access token', access]);
        for (const refresh of provider.byRefresh.keys()) all.push(['refresh token', refresh]);
        for (const code of provider.codes.keys()) all.push(['code', code]);
    }
    for (const state of watch.states) all.push(['state', state]);
    return all.filter(([, text]) => text);
}

/** What shows the address of the page, also where it is not ours to choose. */
const byAddress = ['its address', 'the history', 'the console'];

/** Fails with the places that hold one of the secrets. */
async function nothingShown(page, stage, watch, keepsAddress = false) {
    const found = [];
    await watch.settle();
    const visible = (await watch.places(page)).filter(([place]) => !(keepsAddress && byAddress.includes(place)));
    for (const [place, text] of [...visible, ['log', stage.home.log]])
        for (const [kind, secret] of secretsOf(stage, watch))
            if (text.includes(secret)) found.push(`${kind} in ${place}`);
    assert.deepEqual(found, []);
}

for (const scene of scenes)
    test(scene.name, async () => {
        const stage = await stages.get(scene.home);
        const watch = await Watch.open(browser, stage);
        await scene.go(watch.page, stage);
        await nothingShown(watch.page, stage, watch, scene.keepsAddress);
        assert.deepEqual(watch.faults(), []);
        assert.deepEqual((await watch.cookies()).filter((name) => !/^rc_flow_\d+_\d$/.test(name)), []);
        await watch.close();
    });

test('what comes live shows nothing either', async () => {
    const stage = await stages.get('fine');
    const watch = await Watch.open(browser, stage);
    await watch.page.goto(stage.url);
    for (const change of [() => stage.revoke('discord', 'nova'), () => stage.down('spotify'), () => stage.up('spotify')]) {
        const looked = watch.page.waitForResponse((each) => each.request().headers()['roadcase-fragment'] === '1');
        await change();
        await looked;
        await nothingShown(watch.page, stage, watch);
    }
    await watch.page.getByText('Sign in again').first().waitFor();
    stage.providers.discord.nextPerson = 'nova';
    await stage.home.signIn('discord');
    assert.deepEqual(watch.faults(), []);
    await watch.close();
});

test('a token is copied without being shown, and leaves the clipboard again', async () => {
    const stage = await stages.get('fine');
    const watch = await Watch.open(browser, stage, { permissions: ['clipboard-read', 'clipboard-write'] });
    const { page } = watch;
    await page.clock.install();
    await page.goto(`${stage.url}/accounts/twitch/bot`);
    await page.getByRole('button', { name: 'Copy token' }).first().click();
    await page.getByText('Copied. Cleared in 30 s.').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.ok(stage.providers.twitch.lives(copied));
    await nothingShown(page, stage, watch);
    await page.clock.runFor(31_000);
    await page.getByText('Cleared from the clipboard.').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '');
    assert.deepEqual(watch.faults(), []);
    await watch.close();
});
