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
export async function clearLater(secret, csrf) {
    sessionStorage.setItem(place, JSON.stringify({ due: Date.now() + kept * 1000, hash: await hash(secret), csrf, ours: true }));
    wait();
    return await mayRead() ? `Copied. Cleared in ${kept} s.` : `Copied. Roadcase clears it in ${kept} s, if it can.`;
}

const noted = () => JSON.parse(sessionStorage.getItem(place));

/**
 * Something else may have been copied since, by another program or by another button of ours. Where nobody can tell, the
 * clipboard is ours as long as the window kept the focus and nothing was copied in it: to ask for the permission to read it
 * would be a question on stream.
 */
export function lost() {
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
    const note = noted();
    sessionStorage.removeItem(place);
    let state = await byBrowser(note) ?? await byDesktop(note);
    if (state === 'unknown' && note.ours && await put('')) state = 'cleared';
    tell({ cleared: 'Cleared from the clipboard.', another: 'The clipboard holds something else by now and was left alone.' }[state]
        ?? 'The clipboard was left alone: copy something else when you are done.');
}

/** Null when the browser does not say what is in there. */
async function byBrowser(note) {
    const held = await mayRead() ? await navigator.clipboard.readText().catch(() => null) : null;
    if (held === null) return null;
    if (await hash(held) !== note.hash) return 'another';
    return await put('') ? 'cleared' : null;
}

/** Our server runs on the same desktop, and may have a program for it. */
async function byDesktop({ hash, csrf }) {
    const answer = await fetch('/copy/clear', { method: 'POST', headers: { 'Roadcase-Copy': '1' },
                                                body: new URLSearchParams({ hash, csrf }) }).catch(() => null);
    return answer?.ok ? answer.text() : 'unknown';
}

async function hash(text) {
    const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function mayRead() {
    const permission = await navigator.permissions.query({ name: 'clipboard-read' }).catch(() => null);
    return permission?.state === 'granted';
}

addEventListener('blur', lost);
document.addEventListener('copy', lost);
wait();
