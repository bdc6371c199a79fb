// The pictures in docs/screenshots, made anew: node tests/browser/screenshots.mjs [NAME …]
// Every page of scenes.mjs that says `look`, light and dark, at the size `frame` gives; the accounts on a phone, too.
import { execFile } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { launch } from './chromium.mjs';
import { Stages, scenes } from './scenes.mjs';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const wanted = process.argv.slice(2);
const phone = { width: 390, height: 700 };

/** Fewer colours make smaller files; without pngquant they stay as they are. */
async function squeeze(file) {
    await run('pngquant', ['--force', '--skip-if-larger', '--output', file, '64', file]).catch(() => null);
}

async function shoot(browser, stage, scene, name, frame) {
    const context = await browser.newContext({ viewport: frame, deviceScaleFactor: 1 });
    const page = await context.newPage();
    await scene.go(page, stage);
    for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        const file = path.join(folder, `${name}-${colorScheme}.png`);
        await page.screenshot({ path: file, fullPage: true });
        await squeeze(file);
        console.log(`${path.relative(process.cwd(), file)}  ${((await stat(file)).size / 1024).toFixed(0)} KB`);
    }
    await context.close();
}

const stages = new Stages();
const browser = await launch();
try {
    await mkdir(folder, { recursive: true });
    for (const scene of scenes.filter(({ look, skip }) => look && !skip && (wanted.length === 0 || wanted.includes(look)))) {
        const stage = await stages.get(scene.home);
        await shoot(browser, stage, scene, scene.look, scene.frame ?? { width: 1100, height: 700 });
        if (scene.phone) await shoot(browser, stage, scene, `${scene.look}-phone`, phone);
    }
} finally {
    await browser.close();
    await stages.close();
}
