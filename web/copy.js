// Copies without showing. A secret goes from the server's answer to the clipboard and is nowhere in the page; half a
// minute later it is taken out again, if it is still there.
import { tell } from './tell.js';
import { look } from './live.js';

const kept = 30; // seconds

document.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    tell('Copied.');
});

document.addEventListener('submit', async (event) => {
    const form = event.target.closest('form[data-copy-secret]');
    if (!form) return;
    event.preventDefault();
    const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) }).catch(() => null);
    const text = await answer?.text();
    if (!answer?.ok) return tell(answer?.headers.get('Roadcase-Problem') ?? 'Roadcase is not running.');
    await navigator.clipboard.writeText(text);
    tell(`Copied. Cleared in ${kept} s.`, kept);
    clearLater(text);
    if (form.dataset.copySecret === 'then-look') look();
});

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
        if (await mayRead()) ours = (await navigator.clipboard.readText().catch(() => '')) === secret;
        if (!ours) return tell('The clipboard was left alone: copy something else when you are done.');
        await navigator.clipboard.writeText('');
        tell('Cleared from the clipboard.');
    }, kept * 1000);
}

async function mayRead() {
    const permission = await navigator.permissions.query({ name: 'clipboard-read' }).catch(() => null);
    return permission?.state === 'granted';
}
