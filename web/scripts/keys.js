// Single letters, only while the list of accounts has the focus (WCAG 2.1.4): elsewhere they belong to the page's reader.
// And Esc, which takes back what was only asked.
import { tell } from './tell.js';

const overview = 'j k move · Enter opens · r signs in again · c copies the token · a connects another';

const actions = {
    j: (row) => focus(row.nextElementSibling),
    k: (row) => focus(row.previousElementSibling),
    r: (row) => row.querySelector('a.button[href^="/auth/"], form[action="/accounts/refresh"] button')?.click(),
    c: (row) => copy(row.id),
    a: () => location.assign('/add'),
    '?': () => tell(overview, 15),
};

function focus(row) {
    row?.querySelector('.whole')?.focus();
}

function copy(account) {
    const form = document.getElementById('copy-by-key');
    form.elements.account.value = account;
    form.requestSubmit();
}

function takeBack(question) {
    question?.querySelector('summary').focus();
    question?.removeAttribute('open');
}

document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') takeBack(event.target.closest('.confirm[open]'));
    const row = event.target.closest('[data-keys] > .row'); // other lists look the same and hold other things
    const action = actions[event.key];
    if (!row || !action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action(row);
});
