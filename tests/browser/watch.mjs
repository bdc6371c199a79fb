// A tab that keeps all that somebody beside the person could see of it: pages, addresses, titles, history, requests,
// answers, messages of the browser.
const productHeaders = {
    'content-security-policy': /default-src 'none'.*frame-ancestors 'none'.*require-trusted-types-for 'script'; trusted-types rc$/,
    'x-content-type-options': /^nosniff$/, 'referrer-policy': /^no-referrer$/, 'x-frame-options': /^DENY$/,
    'cross-origin-resource-policy': /^same-origin$/, 'cache-control': /^(no-store|no-cache|max-age=31536000, immutable)$/,
};

/** Where a secret may come through: the browser's way to the provider and back, and what goes to the clipboard. */
const mayCarry = {
    signIn: ['/authorize', '/success', '/practice/authorize'], copies: /^\/(copy\/|scripts\/keys(\/renew)?$)/,
    typed: /^\/(add\/\w+|settings\/pack)$/, // a password field is sent once, and never comes back
};

export class Watch {
    static async open(browser, stage, { permissions = [] } = {}) {
        const watch = Object.assign(new Watch(), { stage, states: new Set() });
        watch.begin();
        watch.context = await browser.newContext();
        await watch.context.grantPermissions(permissions, { origin: stage.url });
        await watch.context.exposeBinding('violated', (_, what) => watch.violations.push(what));
        await watch.context.addInitScript(() => document.addEventListener('securitypolicyviolation',
            (event) => window.violated(`${event.violatedDirective} ${event.blockedURI}`)));
        watch.page = await watch.context.newPage();
        watch.page.on('request', (request) => watch.#asked(request));
        watch.page.on('response', (answer) => watch.answers.push(watch.#kept(answer)));
        watch.page.on('console', (message) => watch.messages.push(`${message.type()}: ${message.text()} ${message.location().url}`));
        watch.page.on('pageerror', (error) => watch.messages.push(`error: ${error}`));
        return watch;
    }

    /** Another story in the same tab: forgets what was asked and answered; the browser's own history goes on. */
    begin() {
        Object.assign(this, { requests: [], answers: [], messages: [], violations: [] });
    }

    close() {
        return this.context.close();
    }

    #asked(request) {
        this.requests.push(request);
        const state = new URL(request.url()).searchParams.get('state');
        if (state) this.states.add(state);
    }

    async #kept(answer) {
        const { pathname } = new URL(answer.url());
        const stream = pathname === '/live';
        const body = stream ? '' : await answer.body().then(String, () => '');
        return { url: answer.url(), pathname, status: answer.status(), headers: answer.headers(), body };
    }

    /** Every answer is here whole. */
    async settle() {
        this.whole = await Promise.all(this.answers);
    }

    #isOurs(url) {
        return new URL(url).port === String(this.stage.home.port);
    }

    /** [where, text] of everything that can be seen. */
    async places(page) {
        const session = await this.context.newCDPSession(page);
        const { entries: all } = await session.send('Page.getNavigationHistory');
        // Not the provider's own addresses, which hold our state.
        const entries = all.filter(({ url }) => this.#isOurs(url)).map(({ url, title }) => ({ url, title }));
        await session.detach();
        const shown = [['the page', await page.content()], ['its address', page.url()], ['its title', await page.title()],
                       ['the history', JSON.stringify(entries)], ['the console', this.messages.join('\n')]];
        for (const request of this.requests) {
            const { pathname } = new URL(request.url());
            if (!mayCarry.signIn.includes(pathname)) shown.push([`the address ${pathname}`, request.url()]);
            if (!mayCarry.typed.test(pathname)) shown.push([`what is sent to ${pathname}`, request.postData() ?? '']);
        }
        for (const { url, pathname, body } of this.whole)
            if (this.#isOurs(url) && !mayCarry.copies.test(pathname)) shown.push([`the answer of ${pathname}`, body]);
        return shown;
    }

    /** Other hosts, missing headers, violations of the content security policy, in words. */
    faults() {
        const known = [String(this.stage.home.port), ...Object.values(this.stage.providers).map(({ url }) => new URL(url).port)];
        const found = this.violations.map((what) => `the policy was violated: ${what}`);
        for (const request of this.requests) {
            const { hostname, port } = new URL(request.url());
            const stands = hostname === 'elsewhere.test'; // where the story of one scene begins
            if (!stands && !(/^(localhost|127\.0\.0\.1)$/.test(hostname) && known.includes(port))) found.push(`asked ${request.url()}`);
        }
        for (const { url, headers } of this.whole)
            for (const [name, wanted] of this.#isOurs(url) && !url.includes('/practice/') ? Object.entries(productHeaders) : [])
                if (!wanted.test(headers[name] ?? '')) found.push(`${name} of ${new URL(url).pathname}: ${headers[name]}`);
        return [...found, ...this.messages.filter((each) => /Content Security Policy|TrustedHTML|pageerror/i.test(each))];
    }

    async cookies() {
        return (await this.context.cookies()).map((cookie) => cookie.name);
    }
}
