// A person with a mouse: counts the clicks, here and at the provider, so that a journey can be held to its budget.
import { openPage } from './chromium.mjs';

export class Person {
    static async at(browser, url) {
        const person = new Person();
        Object.assign(person, await openPage(browser));
        person.clicks = 0;
        await person.page.goto(url);
        return person;
    }

    /** One click on what the accessibility tree calls so. */
    async click(role, name, within = this.page) {
        await within.getByRole(role, { name }).first().click();
        this.clicks += 1;
    }

    /** Waits until this can be read; nothing is clicked and nothing is loaded anew. */
    reads(text) {
        return this.page.getByText(text).filter({ visible: true }).first().waitFor();
    }

    leave() {
        return this.context.close();
    }
}
