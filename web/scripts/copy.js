// Copies without showing. A secret goes from the server's answer to the clipboard and is nowhere in the page; half a
// minute later it is taken out again, if it is still there.
import { tell } from './tell.js';
import { look } from './live.js';

const kept = 30; // seconds
const refused = 'The browser did not let Roadcase copy.';

document.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copy]');
    if (button) tell(await put(button.dataset.copy) ? 'Copied.' : refused);
});

document.addEventListener('submit', async (event) => {
    const form = event.target.closest('form[data-copy-secret]');
    if (!form) return;
    event.preventDefault();
    const answer = await fetch(form.action, { method: 'POST', headers: { 'Roadcase-Copy': '1' },
                                              body: new URLSearchParams(new FormData(form)) }).catch(() => null);
    const text = await answer?.text();
    if (!answer?.ok) return tell(answer?.headers.get('Roadcase-Problem') ?? 'Roadcase is not running.', kept);
    if (await put(text)) {
        tell(`Copied. Cleared in ${kept} s.`, kept);
        clearLater(text);
    } else tell(refused, kept);
    if (form.dataset.copySecret === 'then-look') show(form);
});

/** What was made stands on the page; the form is ready for another one. */
function show(form) {
    form.reset();
    form.closest('details')?.removeAttribute('open');
    look();
}

async function put(text) {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        return false;
    }
}

/**
 * Another program may have copied something since. Whether it did can be read only with a permission that we do not ask
 * for on stream; without it the clipboard is ours as long as the window kept the focus and nothing was copied in it.
 */
function clearLater(secret) {
    let ours = true;
    const lost = () => { ours = false; };
    addEventListener('blur', lost);
    document.addEventListener('copy', lost);
    setTimeout(async () => {
        removeEventListener('blur', lost);
        document.removeEventListener('copy', lost);
        const held = await mayRead() ? await navigator.clipboard.readText().catch(() => null) : null;
        if (held !== null && held !== secret) return tell('The clipboard holds something else by now and was left alone.');
        if ((held === secret || ours) && await put('')) return tell('Cleared from the clipboard.');
        tell('The clipboard was left alone: copy something else when you are done.');
    }, kept * 1000);
}

async function mayRead() {
    const permission = await navigator.permissions.query({ name: 'clipboard-read' }).catch(() => null);
    return permission?.state === 'granted';
}
