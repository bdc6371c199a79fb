// <time data-until="1763800000">: the seconds that are left, drawn each second. Not announced: it stands beside words
// that are.
function left(seconds) {
    if (seconds < 60) return `${seconds} s`;
    const minutes = Math.ceil(seconds / 60);
    const hours = Math.floor(minutes / 60);
    return [hours && `${hours} h`, minutes % 60 && `${minutes % 60} min`].filter(Boolean).join(' ');
}

function draw() {
    for (const time of document.querySelectorAll('time[data-until]'))
        time.textContent = left(Math.max(0, Math.round(time.dataset.until - Date.now() / 1000)));
}

setInterval(draw, 1000);
document.addEventListener('fresh', draw);
draw();
