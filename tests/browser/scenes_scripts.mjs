// The pages of scripts and settings in their states; a part of scenes.mjs.

/** Keys in every state and a linked file, made once in a home. */
async function furnish(stage) {
    const { keys } = (await stage.home.api('GET', 'keys')).json;
    if (keys.some(({ name }) => name === 'overlay')) return;
    await stage.home.api('POST', 'keys', { name: 'chatbot', accounts: ['twitch/bot', 'spotify'] });
    await stage.home.api('POST', 'keys', { name: 'overlay', accounts: ['*'], expires_in: 86_400 });
    await stage.home.api('PATCH', 'keys/overlay', { paused: true });
    await stage.home.api('POST', 'links', { account: 'spotify', path: `${stage.home.directory}/.cache`, format: 'plain' });
}

async function scripts(page, stage) {
    await furnish(stage);
    return page.goto(`${stage.url}/scripts`);
}

async function unfolded(page, stage) {
    await scripts(page, stage);
    for (const summary of await page.locator('main summary:visible').all()) await summary.click();
}

/** Something else is there already. */
async function refusedFile(page, stage) {
    await page.goto(`${stage.url}/scripts`);
    await page.locator('#new-file summary').click();
    await page.getByLabel('File', { exact: true }).fill('~/config.toml');
    await page.getByRole('button', { name: 'Keep it fresh' }).click();
    await page.waitForURL(/\/scripts\/files/);
}

async function refusedPack(page, stage) {
    await page.goto(`${stage.url}/settings`);
    await page.getByLabel('Passphrase', { exact: true }).fill('planted passphrase');
    await page.getByLabel('Repeat the passphrase').fill('planted otherwise');
    await page.getByRole('button', { name: 'Pack for another PC' }).click();
    await page.waitForURL(/\/settings\/pack/);
}

async function testedApp(page, stage) {
    await page.goto(`${stage.url}/settings`);
    await page.getByRole('button', { name: 'Test twitch' }).click();
    await page.waitForURL(/\/settings\/apps\/test/);
}

const settings = (page, stage) => page.goto(`${stage.url}/settings`);

export const scriptScenes = [
    { name: 'scripts, no account', home: 'bare', go: (page, stage) => page.goto(`${stage.url}/scripts`) },
    { name: 'scripts', home: 'fine', go: scripts, look: 'scripts' },
    { name: 'scripts, everything unfolded', home: 'fine', go: unfolded },
    { name: 'scripts, a file refused', home: 'fine', go: refusedFile },
    { name: 'settings, nothing configured', home: 'bare', go: settings },
    { name: 'settings', home: 'fine', go: settings, look: 'settings' },
    { name: 'settings, nothing packed', home: 'fine', go: refusedPack },
    { name: 'settings, an app tested', home: 'fine', go: testedApp },
];
