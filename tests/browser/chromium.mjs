// Debian's Chromium, driven by playwright-core; it may talk to loopback only.
import { chromium } from 'playwright-core';

export async function launch() {
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
               '--disable-component-update', '--disable-sync'],
    });
}

/** A page that remembers every request and every committed address. */
export async function openPage(browser, options = {}) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const seen = { requests: [], addresses: [], errors: [] };
    page.on('request', (request) => seen.requests.push(request.url()));
    page.on('framenavigated', (frame) => seen.addresses.push(frame.url()));
    page.on('pageerror', (error) => seen.errors.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && seen.errors.push(message.text()));
    return { context, page, seen };
}
