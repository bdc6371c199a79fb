// Going through a page with Tab: where one is, how that looks, and whether there is a way out.
import assert from 'node:assert/strict';

/** Where the focus is: its name, and how its ring looks. */
export function focused(page) {
    return page.evaluate(() => {
        const node = document.activeElement;
        if (!node || node === document.body || window.leftByTab) return null;
        const { outlineStyle, outlineWidth } = getComputedStyle(node);
        const box = node.getBoundingClientRect();
        const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
        const top = inside && document.elementFromPoint(box.left + box.width / 2, Math.min(innerHeight - 1, Math.max(0, box.top + box.height / 2)));
        const covered = inside && top && !node.contains(top) && !top.contains(node);
        return { name: (node.getAttribute('aria-label') ?? (node.labels?.[0] ?? node).textContent).trim().replace(/\s+/g, ' '), tag: node.nodeName,
                 ring: outlineStyle === 'none' ? 0 : parseFloat(outlineWidth), inside, covered };
    });
}

/** Fails when whoever looks cannot tell that the focus is here. */
export function assertSeen(stop) {
    assert.ok(stop.ring >= 3, `no ring at ${stop.tag} "${stop.name}"`);
    assert.ok(stop.inside && !stop.covered, `hidden: ${stop.tag} "${stop.name}"`);
}

/** Presses Tab, or `key`, until this is focused; each stop on the way must be seen. Gives the stops. */
export async function tabTo(page, name, { key = 'Tab', limit = 60 } = {}) {
    const stops = [];
    for (let tries = 0; tries < limit; ++tries) {
        await page.keyboard.press(key);
        const stop = await focused(page);
        if (!stop) continue;
        stops.push(stop.name);
        assertSeen(stop);
        if (name.test(stop.name)) return stops;
    }
    throw new Error(`${key} never came to ${name}: ${stops.join(' → ')}`);
}

/** Goes there and presses Enter, which leads to another page. */
export async function follow(page, name, to) {
    await tabTo(page, name);
    await page.keyboard.press('Enter');
    await page.waitForURL(to);
}

const stops = 'a[href], button, input:not([type=hidden]), select, textarea, summary';

/** Unfolds the page and lets the next Tab lead to its first stop; how many stops there are at least. */
function beginAtTheTop(selector) {
    document.querySelectorAll('details').forEach((each) => { each.open = true; });
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.blur();
    document.body.removeAttribute('tabindex');
    // The browser may give the focus back to the page at once, for another round.
    addEventListener('focusout', ({ relatedTarget }) => { window.leftByTab ||= !relatedTarget; });
    const reached = [...document.querySelectorAll(selector)].filter((node) => node.checkVisibility() && !node.disabled && node.tabIndex >= 0);
    const groups = reached.filter((node) => node.type === 'radio').map((node) => node.name); // one stop for all of a name
    return reached.length - groups.length + new Set(groups).size;
}

/** Every stop of the unfolded page is seen, and Tab leads out of it. */
export async function everyStopIsSeen(page) {
    const wanted = await page.evaluate(beginAtTheTop, stops);
    const seen = [];
    for (let tries = 0; tries < wanted + 12; ++tries) {
        await page.keyboard.press('Tab');
        const stop = await focused(page);
        if (!stop) { // out of the page, at the browser's own controls
            assert.ok(seen.length >= wanted, `${seen.length} of ${wanted} stops: ${seen.join(' → ')}`);
            return;
        }
        seen.push(stop.name);
        assertSeen(stop);
    }
    throw new Error(`no way out after ${seen.slice(-3).join(' → ')}`);
}

/** The stops of this page whose ring has the colour of the ground, in words; asked at once, after one Tab. */
export async function unseenRings(page) {
    await page.keyboard.press('Tab'); // a browser shows rings to whoever uses the keyboard
    return page.evaluate((selector) => {
        const ground = getComputedStyle(document.body).backgroundColor;
        const reached = [...document.querySelectorAll(selector)].filter((node) => node.checkVisibility() && !node.disabled);
        return reached.flatMap((node) => {
            node.focus();
            const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(node);
            const seen = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 3 && outlineColor !== ground;
            return seen ? [] : [`${node.nodeName} "${node.textContent.trim().slice(0, 30)}": ${outlineStyle} ${outlineWidth} ${outlineColor}`];
        });
    }, stops);
}
