// <time data-until="1763800000">: the seconds that are left, drawn each second. Not announced: it stands beside words
// that are.
function left(seconds) {
    if (seconds < 60) return `${seconds} s`;
    if (seconds < 3600) return `${Math.ceil(seconds / 60)} min`;
    return `${Math.floor(seconds / 3600)} h ${Math.ceil((seconds % 3600) / 60)} min`;
}

function draw() {
    for (const time of document.querySelectorAll('time[data-until]'))
        time.textContent = left(Math.max(0, Math.round(time.dataset.until - Date.now() / 1000)));
}

setInterval(draw, 1000);
document.addEventListener('fresh', draw);
draw();
