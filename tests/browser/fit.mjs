// A dock of 300 px, a phone, a window, a reader's own wider text (WCAG 1.4.12): nothing is cut off, nothing scrolls sideways, everything is
// large enough to be hit.
import assert from 'node:assert/strict';

/** In CSS pixels; a window of 640 px at a zoom of 200 % has 320 of them (WCAG 1.4.10). */
const widths = [300, 320, 390, 1100];

/** What does not fit, in words. */
function misfits() {
    const root = document.documentElement;
    const found = [];
    const name = (node) => `${node.nodeName.toLowerCase()}.${node.className} "${node.textContent.trim().slice(0, 30)}"`;
    if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} px wide in ${root.clientWidth}`);
    const shown = [...document.body.querySelectorAll('*')].filter((node) => node.checkVisibility() && !node.closest('.unseen, .skip, svg'));
    for (const node of shown) {
        const box = node.getBoundingClientRect();
        const style = getComputedStyle(node);
        if (box.width === 0 || style.position === 'fixed') continue;
        const scrolls = node.closest('pre, .code');
        if (!scrolls && (box.right > root.clientWidth + 1 || box.left < -1)) found.push(`${name(node)} reaches over the edge: ${box.left} to ${box.right}`);
        const cuts = style.overflowX === 'hidden' && style.textOverflow !== 'ellipsis';
        if (cuts && node.scrollWidth > node.clientWidth + 1) found.push(`${name(node)} is cut off`);
    }
    return found;
}

/** Buttons, links and fields that are smaller than 24 px and no part of a sentence (WCAG 2.5.8). */
function smallTargets() {
    const targets = [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')];
    const inSentence = (node) => getComputedStyle(node).display === 'inline' && node.parentElement.textContent.trim() !== node.textContent.trim();
    return targets.filter((node) => node.checkVisibility() && !node.closest('.skip') && !inSentence(node)).flatMap((node) => {
        const { width, height } = (node.closest('label') ?? (node.matches('.whole') ? node.closest('.row') : node)).getBoundingClientRect();
        return width < 24 || height < 24 ? [`${node.nodeName} "${node.textContent.trim()}" ${Math.round(width)} x ${Math.round(height)}`] : [];
    });
}

/** The spacing that a reader may ask for. */
function spaceOut() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }');
    document.adoptedStyleSheets = [sheet];
}

/** Everything that can be opened is open: what it hides must fit, too. */
const unfold = () => document.querySelectorAll('details').forEach((each) => { each.open = true; });

/** The page in each width, as it comes and with all unfolded; at last with wider text. It is left narrow and unfolded. */
export async function everythingFits(page) {
    const at = (width) => page.setViewportSize({ width, height: 700 });
    for (const width of widths) {
        await at(width);
        assert.deepEqual(await page.evaluate(misfits), [], `${width} px`);
        assert.deepEqual(await page.evaluate(smallTargets), [], `${width} px`);
    }
    await page.evaluate(unfold);
    for (const width of widths) {
        await at(width);
        assert.deepEqual(await page.evaluate(misfits), [], `${width} px, unfolded`);
    }
    await at(390);
    await page.evaluate(spaceOut);
    assert.deepEqual(await page.evaluate(misfits), [], 'wider text');
    await page.evaluate(() => { document.adoptedStyleSheets = []; });
}
