// What a machine can tell of accessibility (WCAG 2.2 A and AA) of one page.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const everything = { type: 'tag', values: tags };
/** A theme is a palette: what is not about colour need not be asked twice. */
const colours = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

export const themes = {
    light: { media: { colorScheme: 'light', forcedColors: 'none' }, rules: everything },
    dark: { media: { colorScheme: 'dark', forcedColors: 'none' }, rules: colours },
    forced: { media: { colorScheme: 'light', forcedColors: 'active' }, rules: colours },
};

/** A browser that forces its colours on a page still tells the author's as what text is filled with, and axe believes it. */
function tellForcedColours() {
    const ask = CSSStyleDeclaration.prototype.getPropertyValue;
    CSSStyleDeclaration.prototype.getPropertyValue = function (name) {
        return ask.call(this, name === '-webkit-text-fill-color' ? 'color' : name);
    };
}

/** The faults in words: which rule, where. */
export async function faults(page, { media, rules }) {
    if (!(await page.evaluate(() => 'axe' in window))) {
        await page.evaluate(source);
        await page.evaluate(tellForcedColours);
    }
    await page.emulateMedia(media);
    const { violations } = await page.evaluate((runOnly) => axe.run({ runOnly }), rules);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary}`).join(' | ')}`);
}
