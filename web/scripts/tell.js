// The one line at the foot of the window that says what just happened; read out politely.
const line = document.getElementById('told');
let timer, before;

/** `action`: a button beside the words, { label, act }. */
export function tell(text, seconds = 6, action = null) {
    // The button goes with its words; the focus goes back to where it was when they came.
    if (line.contains(document.activeElement)) before.focus();
    else before = document.activeElement;
    line.textContent = text;
    if (action) line.append(' ', button(action));
    line.classList.toggle('shown', text !== '');
    clearTimeout(timer);
    if (text !== '') timer = setTimeout(() => tell(''), seconds * 1000);
}

function button({ label, act }) {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'button small';
    made.textContent = label;
    made.addEventListener('click', act, { once: true });
    return made;
}
