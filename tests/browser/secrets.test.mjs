// A page that stays open shows nothing that a viewer of the stream must not see, whatever happens meanwhile, and a token
// that is copied leaves through the clipboard alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHouse } from './house.mjs';
import { nothingShown } from './secrets.mjs';
import { Watch } from './watch.mjs';

const house = openHouse();

test('what comes live shows nothing either', async () => {
    const stage = await house.stages.get('fine');
    const watch = await Watch.open(house.browser, stage);
    await watch.page.goto(stage.url);
    const rows = watch.page.locator('.rows');
    const changes = [[() => stage.revoke('discord', 'nova'), 'Sign in again'], [() => stage.down('spotify'), 'Provider down'],
                     [() => stage.up('spotify'), 'Provider down', 'detached']];
    for (const [change, words, state = 'visible'] of changes) {
        await change();
        await rows.getByText(words).waitFor({ state }); // what came is in the page by now, and not only on its way
        await nothingShown(watch.page, stage, watch);
    }
    stage.providers.discord.nextPerson = 'nova';
    await stage.home.signIn('discord');
    assert.deepEqual(watch.faults(), []);
    await watch.close();
});

test('a token is copied without being shown, and leaves the clipboard again', async () => {
    const stage = await house.stages.get('fine');
    const watch = await Watch.open(house.browser, stage, { permissions: ['clipboard-read', 'clipboard-write'] });
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
