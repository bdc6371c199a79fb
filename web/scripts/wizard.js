// The checklist that ticks itself: what was opened, what looks right while it is typed, and what the provider says of it
// before anybody leaves the page. Every step works without this.
import { show } from './live.js';
import { tell } from './tell.js';

const calm = 400; // ms without a key: then whoever pasted both is done
let due = 0, unsaid = null, asking = false, tried = '';

/** What looks wrong, in the server's words; nothing of what was typed. */
function problem({ value, dataset }) {
    const text = value.trim();
    if (/\s/.test(text)) return 'There is a space in it, probably copied along.';
    if (!dataset.right) return '';
    if (text.length < dataset.shortest || text.length > dataset.longest)
        return `It has ${text.length} character${text.length === 1 ? '' : 's'}; right are ${dataset.right}.`;
    const known = new RegExp(`^[${dataset.alphabet}]*$`).test(text);
    return known ? '' : `There is a character in it that does not belong; right are ${dataset.right}.`;
}

function check(field) {
    const says = document.getElementById(`${field.id}_says`);
    says.dataset.hint ??= says.className === 'hint' ? says.textContent : '';
    const wrong = field.value && problem(field);
    const right = field.value && !wrong && field.dataset.right;
    says.textContent = wrong || (right ? 'Looks right.' : says.dataset.hint);
    says.className = wrong ? 'wrong' : right ? 'right' : 'hint';
    field.setAttribute('aria-invalid', String(Boolean(wrong)));
    return !wrong;
}

/** Nothing is wrong with a text that is not finished: the verdict waits for a paste, the next field or a calm moment. */
function judge() {
    if (unsaid?.isConnected) check(unsaid);
    unsaid = null;
}

/** Both are there and look as they should: nobody has to press anything. Where an app is saved already somebody does. */
function isWhole(form) {
    if (form.closest('#change')) return false;
    const typed = [...form.querySelectorAll('input:not([type=hidden])')];
    return typed.every((field) => field.value || !field.required) && typed.every((field) => !field.value || check(field))
        && typed.some((field) => field.type === 'password' && field.value && field.dataset.right);
}

async function save(form) {
    const body = new URLSearchParams(new FormData(form));
    if (asking || `${body}` === tried) return;
    asking = true;
    unsaid = null; // the provider says more
    tried = `${body}`;
    form.setAttribute('aria-busy', 'true');
    tell('Tested in a moment…', 30);
    const answer = await fetch(form.action, { method: 'POST', body, headers: { 'Roadcase-Fragment': '1' } }).catch(() => null);
    const text = await answer?.text();
    asking = false;
    form.removeAttribute('aria-busy');
    tell(answer ? '' : 'Roadcase is not running.');
    if (!answer) return void (tried = '');
    for (const secret of form.querySelectorAll('input[type=password]')) secret.value = '';
    show(text);
    (document.querySelector('[aria-invalid=true]') ?? document.getElementById('go'))?.focus();
}

/** One paste leads to the next: the hint of the id says so. */
function leadOn(field, form) {
    const secret = form.querySelector('input[type=password]');
    if (field !== secret && field.dataset.right && !problem(field) && secret?.value === '') secret.focus();
}

function tick(step) {
    const mark = document.querySelector(`#step-${step} .tick`);
    if (!mark || mark.classList.contains('done')) return;
    mark.textContent = '✓';
    mark.className = 'tick done';
    const next = document.querySelector(`#step-${step + 1} .tick:not(.done)`);
    next?.classList.add('now');
    if (next) document.getElementById('step').textContent = step + 1;
}

document.addEventListener('click', (event) => {
    if (event.target.closest('[data-console]')) tick(1);
});

document.addEventListener('input', (event) => {
    const form = event.target.closest('form[data-setup]');
    if (!form || event.target.type === 'hidden') return;
    unsaid = event.target.hasAttribute('aria-describedby') ? event.target : null;
    const pasted = event.inputType === 'insertFromPaste';
    if (pasted || event.target.value === '') judge();
    if (pasted) leadOn(event.target, form);
    clearTimeout(due);
    due = setTimeout(() => {
        judge();
        if (isWhole(form)) save(form);
    }, calm);
});

document.addEventListener('focusout', judge);

document.addEventListener('submit', (event) => {
    const form = event.target.closest('form[data-setup]');
    if (!form) return;
    event.preventDefault();
    tried = '';
    save(form);
});

document.addEventListener('change', (event) => {
    const go = document.getElementById('go');
    if (!go || !event.target.dataset.door) return;
    go.href = event.target.dataset.door;
    const byCode = document.getElementById('by-code');
    if (byCode) byCode.search = new URLSearchParams({ role: event.target.value });
});
