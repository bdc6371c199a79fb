// The one line at the foot of the window that says what just happened; read out politely.
const line = document.getElementById('told');
let timer;

export function tell(text, seconds = 6) {
    line.textContent = text;
    line.classList.toggle('shown', text !== '');
    clearTimeout(timer);
    if (text !== '') timer = setTimeout(() => tell(''), seconds * 1000);
}
