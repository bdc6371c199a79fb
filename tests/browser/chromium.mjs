// Debian's Chromium, driven by playwright-core; it may talk to loopback only.
import { chromium } from 'playwright-core';

/** `args`: switches of Chromium besides ours. */
export async function launch({ args = [] } = {}) {
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
               '--disable-component-update', '--disable-sync', ...args],
    });
}

/**
 * Whether a console message tells of a failure. A browser that leaves a page while it still loads that page's icon
 * asks for it in the name of the next page, of another origin, and is refused: as it should be, and no failure.
 */
function failed(message) {
    if (message.type() !== 'error') return false;
    return !(message.text().includes('NotSameOrigin') && new URL(message.location().url).pathname === '/favicon.svg');
}

/** A page that remembers every request and every committed address. */
export async function openPage(browser, options = {}) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const seen = { requests: [], addresses: [], errors: [] };
    page.on('request', (request) => seen.requests.push(request.url()));
    page.on('framenavigated', (frame) => seen.addresses.push(frame.url()));
    page.on('pageerror', (error) => seen.errors.push(String(error)));
    page.on('console', (message) => failed(message) && seen.errors.push(`${message.text()} ${message.location().url}`));
    return { context, page, seen };
}
