// Takes a copied secret out of the clipboard again, on whichever page of ours is open in this tab by then. Between pages
// stands only when that is, and a hash to know the secret by.
import { tell } from './tell.js';

export const kept = 30; // seconds
const place = 'roadcase-copied';

export async function put(text) {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        return false;
    }
}

/** Gives the words to say about it. */
export async function clearLater(secret) {
    sessionStorage.setItem(place, JSON.stringify({ due: Date.now() + kept * 1000, hash: await hash(secret), ours: true }));
    wait();
    return await mayRead() ? `Copied. Cleared in ${kept} s.` : `Copied. Cleared in ${kept} s while this window stays in front.`;
}

const noted = () => JSON.parse(sessionStorage.getItem(place));

/**
 * Another program may have copied something since. Whether it did can be read only with a permission that we do not ask
 * for on stream; without it the clipboard is ours as long as the window kept the focus and nothing was copied in it.
 */
function lost() {
    const note = noted();
    if (note) sessionStorage.setItem(place, JSON.stringify({ ...note, ours: false }));
}

let timer;

function wait() {
    clearTimeout(timer);
    const note = noted();
    if (note) timer = setTimeout(clear, Math.max(0, note.due - Date.now()));
}

async function clear() {
    const { hash: known, ours } = noted();
    sessionStorage.removeItem(place);
    const held = await mayRead() ? await navigator.clipboard.readText().catch(() => null) : null;
    const isOurs = held === null ? ours : await hash(held) === known;
    if (held !== null && !isOurs) return tell('The clipboard holds something else by now and was left alone.');
    if (isOurs && await put('')) return tell('Cleared from the clipboard.');
    tell('The clipboard was left alone: copy something else when you are done.');
}

async function hash(text) {
    const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return String.fromCharCode(...new Uint8Array(bytes));
}

async function mayRead() {
    const permission = await navigator.permissions.query({ name: 'clipboard-read' }).catch(() => null);
    return permission?.state === 'granted';
}

addEventListener('blur', lost);
document.addEventListener('copy', lost);
wait();
