// What most suites of this folder begin and end with.
import { after, before } from 'node:test';
import { launch } from './chromium.mjs';
import { Stages } from './scenes.mjs';

/** A browser and the homes of scenes.mjs, for all tests of one file; they end with it. */
export function openHouse() {
    const house = { stages: new Stages() };
    before(async () => { house.browser = await launch(); });
    after(async () => {
        await house.browser?.close();
        await house.stages.close();
    });
    return house;
}
