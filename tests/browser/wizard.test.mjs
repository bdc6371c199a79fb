// From nothing to a connected account in a real browser, for a person who never saw config.toml: the checklist through a
// provider's console and what it says of mistakes. With JavaScript and without.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage } from './chromium.mjs';
import { id, secret, wizardHome } from './wizard_home.mjs';

const wrong = 'plantedwrongsecret12';
let browser;

before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

/** A tab that counts what a person clicks. */
async function person(home, options = {}) {
    const tab = await openPage(browser, options);
    if (options.javaScriptEnabled !== false)
        await tab.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: home.url });
    tab.clicks = 0;
    tab.click = async (role, name) => {
        tab.clicks += 1;
        await tab.page.getByRole(role, { name }).first().click();
    };
    tab.paste = async (text) => {
        await tab.page.evaluate((each) => navigator.clipboard.writeText(each), text);
        await tab.page.keyboard.press('Control+V');
    };
    return tab;
}

test('from zero to a connected account with the clicks that were promised', async (context) => {
    const { fake, home } = await wizardHome(context);
    const tab = await person(home);
    await tab.page.goto(home.url);
    assert.equal(await tab.page.getByRole('link', { name: 'Connect Twitch' }).getAttribute('href'), '/add/twitch');
    await tab.page.goto(`${home.url}/add`); // what "Connect Twitch" is for a provider in front: the click counted below
    await tab.click('link', 'Oddcast');
    const opened = tab.context.waitForEvent('page');
    await tab.click('link', 'Open in a new tab');
    await (await opened).close();
    assert.equal(await tab.page.locator('#step').textContent(), '2');
    await tab.click('button', 'Copy: App name');
    assert.match(await tab.page.evaluate(() => navigator.clipboard.readText()), /^my-roadcase-[0-9a-f]{3}$/);
    await tab.click('button', 'Copy: Redirect address');
    assert.equal(await tab.page.evaluate(() => navigator.clipboard.readText()), `${home.url}/success`);
    await tab.click('textbox', 'Client ID');
    await tab.paste(id);
    await tab.paste(secret); // nobody clicked: the focus was there
    await tab.page.getByText('Oddcast accepts it').waitFor();
    assert.equal(await tab.page.locator('#step').textContent(), '3');
    await tab.click('link', 'Go to Oddcast');
    await tab.page.waitForURL(/\/done\//);
    await tab.page.getByText('Oddcast is connected').first().waitFor();
    const theirs = 3; // create the app, make the secret, allow it
    assert.ok(tab.clicks + theirs <= 9, `${tab.clicks} clicks here`);
    assert.match(fake.requests.find((each) => each.path === '/authorize').query, /scope=chat%3Aread%20chat%3Awrite/);
    assert.deepEqual(tab.seen.errors, []);
    for (const address of tab.seen.addresses) assert.doesNotMatch(address, /planted|abcdefgh/);
    await tab.page.goto(`${home.url}/add/oddcast?setup=1`);
    const html = await tab.page.content();
    assert.doesNotMatch(html, /planted/);
    assert.match(html, /secret of 20 characters/);
});

test('what looks wrong is said while it is typed, and nobody is asked', async (context) => {
    const { fake, home } = await wizardHome(context);
    const { page, seen } = await person(home);
    await page.goto(`${home.url}/add/oddcast`);
    await page.getByLabel('Client ID').fill('ABCDEFGHIJKLMNOPQRST');
    await page.getByText('There is a character in it that does not belong; right are 20 small letters.').waitFor();
    await page.getByLabel('Client ID').fill(id);
    await page.getByText('Looks right.').waitFor();
    await page.getByLabel('Client secret').fill('planted');
    await page.getByText('It has 7 characters; right are 20 small letters and digits.').waitFor();
    assert.equal(await page.getByLabel('Client secret').getAttribute('aria-invalid'), 'true');
    await page.getByRole('button', { name: 'Save and test' }).click();
    await page.locator('#client_secret_says.wrong').waitFor();
    assert.equal(fake.requests.length, 0);
    assert.doesNotMatch(await page.content(), /planted/);
    assert.equal(await page.getByRole('link', { name: 'Go to Oddcast' }).count(), 0);
    assert.deepEqual(seen.errors.filter((each) => !each.includes('422')), []);
});

test('nobody is told after one letter that it is too short', async (context) => {
    const { home } = await wizardHome(context);
    const { page, paste } = await person(home);
    await page.clock.install();
    await page.goto(`${home.url}/add/oddcast`);
    await page.clock.pauseAt(Date.now() + 60_000);
    const field = page.getByLabel('Client ID');
    const says = () => page.locator('#client_id_says').textContent();
    const hint = await says();
    await field.pressSequentially('a');
    assert.equal(await says(), hint);
    await page.clock.runFor(500);
    assert.match(await says(), /^It has 1 character; right are 20/);
    await field.pressSequentially('b');
    await field.press('Tab');
    assert.match(await says(), /^It has 2 characters; right are 20/);
    await field.fill('');
    assert.equal(await says(), hint);
    await field.focus();
    await paste('abc');
    assert.match(await says(), /^It has 3 characters; right are 20/);
});

test('a wrong secret is known before anybody leaves the page', async (context) => {
    const { home } = await wizardHome(context);
    const { page } = await person(home);
    await page.goto(`${home.url}/add/oddcast`);
    await page.getByLabel('Client ID').fill(id);
    await page.getByLabel('Client secret').fill(wrong);
    await page.getByRole('heading', { name: 'Oddcast does not accept this client ID and secret' }).waitFor();
    assert.equal(await page.getByLabel('Client ID').inputValue(), id, 'nothing is lost …');
    assert.equal(await page.getByLabel('Client secret').inputValue(), '', '… but the secret');
    assert.deepEqual((await home.json(['client', 'list'])).clients.filter((each) => !each.built_in), []);
    await page.getByLabel('Client secret').fill(secret);
    await page.getByText('Oddcast accepts it').waitFor();
    await page.getByLabel('Read chat only').check();
    assert.match(await page.locator('#go').getAttribute('href'), /role=reader/);
});

test('what is saved and works is changed by hand only, and not by a wrong secret', async (context) => {
    const { fake, home } = await wizardHome(context);
    const tab = await person(home);
    const { page } = tab;
    await page.goto(`${home.url}/add/oddcast`);
    await page.getByLabel('Client ID').fill(id);
    await page.getByLabel('Client secret').fill(secret);
    await page.getByRole('link', { name: 'Go to Oddcast' }).click();
    await page.waitForURL(/\/done\//);
    await page.clock.install();
    await page.goto(`${home.url}/add/oddcast?setup=1`);
    await page.getByText('Change it').click();
    const asked = fake.requests.length;
    await page.getByLabel('Client secret').fill(wrong);
    await page.locator('#client_secret_says').getByText('Looks right.').waitFor();
    await page.clock.runFor(5000);
    assert.equal(fake.requests.length, asked, 'nothing is sent by itself');
    await page.getByRole('button', { name: 'Save and test' }).click();
    await page.getByText('It is not saved: the one that was there before is kept.').waitFor();
    assert.equal((await home.json(['client', 'test', 'oddcast'])).works, true);
    await page.goto(`${home.url}/add/oddcast?setup=1`);
    await page.getByText('Oddcast accepts it').waitFor();
});

test('without JavaScript it is the same checklist', async (context) => {
    const { fake, home } = await wizardHome(context);
    const { page } = await person(home, { javaScriptEnabled: false });
    await page.goto(`${home.url}/add/oddcast`);
    const send = async (text) => {
        await page.getByLabel('Client ID').fill(id);
        await page.getByLabel('Client secret').fill(text);
        await page.getByRole('button', { name: 'Save and test' }).click();
    };
    await send('planted');
    await page.getByText('It has 7 characters').waitFor();
    await send(wrong);
    await page.getByRole('heading', { name: 'Oddcast does not accept' }).waitFor();
    await send(secret);
    await page.getByText('Oddcast accepts it').waitFor();
    await page.getByLabel('Read chat only').check();
    await page.getByRole('button', { name: 'Choose this' }).click();
    await page.getByRole('link', { name: 'Go to Oddcast' }).click();
    await page.waitForURL(/\/done\//);
    assert.match(fake.requests.findLast((each) => each.path === '/authorize').query, /scope=chat%3Aread&/);
    assert.match(await page.textContent('main'), /Signed in as nova_plays/);
});
