// What a page can try against a server it does not belong to; these functions run inside that page. Each gives the words
// for what it got: nothing is what it should get.

/** Every way to read an address. */
export async function read(url) {
    const got = [];
    const open = await fetch(url).catch(() => null);
    if (open) got.push(`fetch read ${open.status}`);
    for (const credentials of ['include', 'omit']) {
        const blind = await fetch(url, { mode: 'no-cors', credentials }).catch(() => null);
        if (blind && (blind.type !== 'opaque' || (await blind.text()) !== '')) got.push(`no-cors read ${blind.type}`);
    }
    const asked = await new Promise((resolve) => {
        const xhr = new XMLHttpRequest();
        xhr.onloadend = () => resolve(xhr.status);
        xhr.open('GET', url);
        xhr.withCredentials = true;
        xhr.send();
    });
    if (asked !== 0) got.push(`XMLHttpRequest read ${asked}`);
    return got;
}

/** Whether a part of a page loads, which tells something even when it cannot be read. */
export async function include(url) {
    const made = {
        img: { src: url }, script: { src: url }, link: { rel: 'stylesheet', href: url }, audio: { src: url }, track: null,
    };
    const loads = (tag, attributes) => new Promise((resolve) => {
        const node = Object.assign(document.createElement(tag), attributes);
        node.onload = node.onloadedmetadata = () => resolve(`${tag} loaded`);
        node.onerror = () => resolve(null);
        document.body.append(node);
    });
    const module = import(url).then(() => 'module loaded', () => null);
    const all = Object.entries(made).filter(([, attributes]) => attributes).map(([tag, attributes]) => loads(tag, attributes));
    return (await Promise.all([...all, module])).filter(Boolean);
}

/** What a page can be put into, and the attribute that says which page. */
export const kindsOfFrame = { iframe: 'src', object: 'data', embed: 'src' };

/** Whether a frame of this kind can be looked into. */
export async function frame([url, tag, attribute]) {
    const inside = await new Promise((resolve) => {
        const node = document.createElement(tag);
        node.onload = node.onerror = () => {
            try {
                resolve(node.contentDocument?.body?.textContent || node.contentWindow?.document?.title);
            } catch { // another origin's: as it should be
                resolve(null);
            }
        };
        node[attribute] = url;
        document.body.append(node);
    });
    return inside ? [`${tag} shows ${inside.slice(0, 40)}`] : [];
}

/** Whether news comes over any line that stays open. */
export async function listen(url) {
    const source = new Promise((resolve) => {
        const events = new EventSource(url, { withCredentials: true });
        events.onopen = () => resolve('EventSource opened');
        events.onerror = () => { events.close(); resolve(null); };
    });
    const socket = new Promise((resolve) => {
        const line = new WebSocket(url.replace(/^http/, 'ws'));
        line.onopen = () => resolve('WebSocket opened');
        line.onerror = () => resolve(null);
    });
    const worker = navigator.serviceWorker
        ? navigator.serviceWorker.register(url).then(() => 'worker registered', () => null) : null;
    const beacon = new Promise((resolve) => resolve(navigator.sendBeacon(url, 'planted') && null));
    return (await Promise.all([source, socket, worker, beacon])).filter(Boolean);
}

/** Sends what a form would, without a frame; whatever comes back, the page cannot see it. */
export async function send([url, fields, enctype]) {
    const plain = Object.entries(fields).map(([name, value]) => `${name}=${value}\r\n`).join('');
    const body = enctype === 'text/plain' ? plain : new URLSearchParams(fields);
    const got = await fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include', body }).catch(() => null);
    return got && got.type !== 'opaque' ? [`read ${got.status}`] : [];
}

/** Sends a form into a frame; whatever comes back, the page cannot see it. */
export function post([url, fields, enctype]) {
    return new Promise((resolve) => {
        const target = Object.assign(document.createElement('iframe'), { name: `frame${Math.random()}` });
        const form = Object.assign(document.createElement('form'), { method: 'POST', action: url, target: target.name, enctype });
        for (const [name, value] of Object.entries(fields)) form.append(Object.assign(document.createElement('input'), { name, value }));
        document.body.append(target, form);
        target.onload = () => resolve([]);
        form.submit();
    });
}

/** Opens a window and looks into it. */
export async function spy(url) {
    const opened = window.open(url);
    if (!opened) return ['no window opened: nothing was tried'];
    await new Promise((resolve) => setTimeout(resolve, 0));
    for (let tries = 0; tries < 200; ++tries) {
        try {
            void opened.location.href; // readable while it is still our own empty page
            await new Promise((resolve) => setTimeout(resolve, 10));
        } catch {
            break;
        }
    }
    const got = [];
    for (const look of [() => opened.document.title, () => opened.location.href, () => opened.localStorage.length]) {
        try {
            const seen = look();
            if (seen !== 'about:blank' && seen !== '') got.push(`read ${seen}`);
        } catch { /* refused */ }
    }
    opened.close();
    return got;
}
