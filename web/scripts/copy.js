// Copies without showing. A secret goes from the server's answer to the clipboard and is nowhere in the page; clear.js
// takes it out again.
import { clearLater, kept, lost, put } from './clear.js';
import { look } from './live.js';
import { tell } from './tell.js';

const refused = 'The browser did not let Roadcase copy.';
const unclear = 'Roadcase did not take that. Load the page again.';
const underWay = new WeakSet(); // forms: a double click must not make two keys

document.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    const copied = await put(button.dataset.copy);
    if (copied) lost();
    tell(copied ? 'Copied.' : refused);
});

document.addEventListener('submit', async (event) => {
    const form = event.target.closest('form[data-copy-secret]');
    if (!form) return;
    event.preventDefault();
    if (underWay.has(form)) return;
    underWay.add(form);
    await send(form).finally(() => underWay.delete(form));
});

async function send(form) {
    const makes = form.dataset.copySecret === 'then-look';
    // A key that is made and cannot be taken away is lost, and the one in whose place it came as well.
    if (makes && !await put('')) return tell(`${refused} Nothing was made.`, kept);
    const answer = await fetch(form.action, { method: 'POST', headers: { 'Roadcase-Copy': '1' },
                                              body: new URLSearchParams(new FormData(form)) }).catch(() => null);
    if (!answer) return tell('Roadcase is not running.', kept);
    if (!answer.ok) return tell(answer.headers.get('Roadcase-Problem') ?? unclear, kept);
    const secret = await answer.text();
    if (makes) show(form);
    await take(secret, form.elements.csrf.value);
}

/** A browser lets a page copy for a few seconds after a click; an answer may take longer. */
async function take(secret, csrf) {
    if (await put(secret)) tell(await clearLater(secret, csrf), kept);
    else tell('The browser wants another click for that.', 2 * kept, { label: 'Copy it now', act: () => take(secret, csrf) });
}

/** What was made stands on the page; the form is ready for another one. */
function show(form) {
    form.reset();
    const fold = form.closest('details');
    if (fold?.contains(document.activeElement)) fold.querySelector('summary').focus();
    fold?.removeAttribute('open');
    look();
}
