// Keeps a page with <body data-live> as the server would draw it now: /live says that something happened, the page asks
// for itself once more, and only what differs is touched, so that focus, typed text and open folds stay.
import { morph } from './morph.js';
import { tell } from './tell.js';

const calm = 150;         // ms: a handful of events is one look
const unseen = 2_000;     // ms: the same for a tab in the background, whose title and icon are all there is to see
const slowest = 20_000;   // ms: "in 31 min" grows old without any event
const first = 1_000;      // ms until a lost connection is tried again, doubled up to slowest
const news = new BroadcastChannel('roadcase');
let timer = 0, due = Infinity, looking = false, wait = first, connect = () => null;

/** Only one tab of a browser listens: it lets in six connections to one server, and a streamer has many tabs. */
function listen() {
    return new Promise((ended) => {
        const source = new EventSource('/live');
        source.onopen = () => { wait = first; pass('look'); };
        source.onmessage = () => pass('look');
        source.onerror = () => {
            source.close();
            pass('gone');
            connect = ended;
            setTimeout(ended, wait);
            wait = Math.min(2 * wait, slowest);
        };
    });
}

function pass(word) {
    news.postMessage(word);
    hear(word);
}

function hear(word) {
    const gone = document.getElementById('gone');
    if (gone && word !== 'connect') gone.hidden = word !== 'gone';
    if (word === 'look') soon(document.hidden ? unseen : calm);
    if (word === 'connect') connect();
}

/** Never later than it was to be: what happens again and again must not put the look off for ever. */
function soon(ms) {
    const at = performance.now() + ms;
    if (at >= due) return;
    due = at;
    clearTimeout(timer);
    timer = setTimeout(look, ms);
}

/** Asks for this very page without its frame. */
export async function look() {
    clearTimeout(timer);
    due = Infinity;
    if (looking) return soon(calm);
    looking = true;
    try {
        const answer = await fetch(location.href, { headers: { 'Roadcase-Fragment': '1' }, cache: 'no-store' });
        // What this page waited for has a page of its own, which may not follow any more; no look comes between.
        if (answer.redirected) return location.replace(answer.url);
        if (answer.headers.get('Content-Type')?.startsWith('text/html')) show(await answer.text());
    } catch { /* the connection says so itself */ }
    looking = false;
    soon(slowest);
}

/** In place: a page that is left for one that cannot be reached never comes back, and the dock has no address bar. */
async function tryAgain(event) {
    event.preventDefault();
    const answer = await fetch('/healthz', { cache: 'no-store' }).catch(() => null);
    if (answer) pass('connect');
    else tell('Still not running.');
}

const policy = window.trustedTypes?.createPolicy('rc', { createHTML: (text) => text }) ?? { createHTML: (text) => text };

/** The one place of the product that makes markup of text: our server's own answer to this page. */
export function show(text) {
    const fresh = new DOMParser().parseFromString(policy.createHTML(text), 'text/html');
    document.title = fresh.title;
    const { theme } = fresh.documentElement.dataset;
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    for (const id of ['mark', 'main']) {
        const old = document.getElementById(id), now = fresh.getElementById(id);
        if (old && now) morph(old, now);
    }
    const latch = fresh.querySelector('#mark [data-latch]')?.dataset.latch;
    const icon = document.querySelector('link[rel=icon]');
    if (latch && icon.dataset.latch !== latch) {
        icon.dataset.latch = latch;
        icon.href = `/favicon.svg?${latch}`;
    }
    document.dispatchEvent(new Event('fresh'));
}

if ('live' in document.body.dataset) {
    news.onmessage = (message) => hear(message.data);
    navigator.locks.request('roadcase-live', async () => { for (;;) await listen(); });
    document.addEventListener('visibilitychange', () => document.hidden || soon(0));
    document.querySelector('#gone a').addEventListener('click', tryAgain);
    soon(slowest);
}
