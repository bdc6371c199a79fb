// While a streaming program runs, a page stands before a provider's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beside, noNamespaces } from '../support/on_air.mjs';
import { Browser, Home } from '../support/roadcase.mjs';
import { RotatingProvider } from '../support/rotating_provider.mjs';

test('the warning comes first, once, and not for pages from elsewhere', { skip: noNamespaces }, async (context) => {
    const provider = await RotatingProvider.start();
    const home = await Home.create(provider.config());
    context.after(async () => {
        await home.stop('SIGKILL');
        await home.remove();
        await provider.stop();
    });
    await home.serve({ under: await beside(home.directory) });

    const browser = new Browser();
    const page = await browser.open(`${home.url}/auth/fake`);
    assert.equal(page.status, 200);
    assert.match(page.body, /You may be live/);
    assert.match(page.body, /Fake's page can show your e-mail\. Switch scene first\.|Fake&.*;s page can show/);
    assert.equal(provider.asked, 0);

    const elsewhere = await browser.open(`${home.url}/auth/fake?onair=1`, { from: 'http://evil.example/' });
    assert.match(elsewhere.body, /Another page led you here/);
    assert.doesNotMatch(elsewhere.body, /onair/);

    const door = /href="(\/auth\/fake\?onair=1)"/.exec(page.body)[1];
    const done = await browser.open(home.url + door, { from: page.url });
    assert.match(done.url, /\/done\//);
    assert.match(done.body, /Fake is connected/);

    const never = await browser.submit(page);
    assert.equal(never.status, 200);
    assert.match(never.body, /You will not be warned again/);
    assert.match((await browser.open(`${home.url}/auth/fake`)).url, /\/done\//);
});
