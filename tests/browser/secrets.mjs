// What a viewer of the stream must never see: tokens, codes, states, keys and client secrets, in no page, no address, no title, no
// history, no message of the browser and no log.
import assert from 'node:assert/strict';

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
export async function nothingShown(page, stage, watch, keepsAddress = false) {
    const found = [];
    await watch.settle();
    const visible = (await watch.places(page)).filter(([place]) => !(keepsAddress && byAddress.includes(place)));
    for (const [place, text] of [...visible, ['log', stage.home.log]])
        for (const [kind, secret] of secretsOf(stage, watch))
            if (text.includes(secret)) found.push(`${kind} in ${place}`);
    assert.deepEqual(found, []);
}
