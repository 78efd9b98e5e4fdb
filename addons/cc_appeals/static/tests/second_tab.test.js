import { expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame, tick } from "@odoo/hoot-mock";
import { Component, useState, xml } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { useSecondTab } from "@cc_appeals/journal/journal/second_tab";
import { defineAppealModels } from "./cc_appeals_test_helpers";

defineAppealModels();

/** A channel between the tabs of a browser, without the browser. */
function makeChannels() {
    const open = new Set();
    return class {
        static open = open;
        constructor(name) {
            this.name = name;
            open.add(this);
        }
        postMessage(data) {
            // who crashed says nothing more
            const others = open.has(this) ? open : [];
            others.forEach((each) => each !== this && each.onmessage?.({ data }));
        }
        close() {
            open.delete(this);
        }
    };
}

class Tab extends Component {
    static template = xml`<i/>`;
    static props = { journal: Object };
    setup() {
        useSecondTab(this.props.journal);
    }
}

class Tabs extends Component {
    static template = xml`<Tab t-foreach="state.open" t-as="name" t-key="name" journal="props.journals[name]"/>`;
    static components = { Tab };
    static props = { journals: Object };
    setup() {
        this.state = useState({ open: ["first"] });
    }
}

/** Each tab has asked who is there, and heard. */
async function rounds() {
    for (let round = 0; round < 4; round++) {
        await advanceTime(20000);
        await advanceTime(1000);
    }
}

test("a first tab that crashed is not waited for", async () => {
    const Channels = makeChannels();
    patchWithCleanup(browser, { BroadcastChannel: Channels });
    const journals = { first: { isSecond: false }, second: { isSecond: false } };
    const tabs = await mountWithCleanup(Tabs, { props: { journals } });
    const crashed = [...Channels.open].find(({ name }) => name === "cc_journal");
    await advanceTime(1000);
    tabs.state.open = ["first", "second"];
    await animationFrame();
    await rounds();
    expect(journals.second.isSecond).toBe(true);
    crashed.close();
    await rounds();
    expect(journals.second.isSecond).toBe(false);
});

test("the tab that came later knows; when the first closes it takes its part", async () => {
    patchWithCleanup(browser, { BroadcastChannel: makeChannels() });
    const journals = { first: { isSecond: false }, second: { isSecond: false } };
    const told = () => [journals.first.isSecond, journals.second.isSecond];
    const tabs = await mountWithCleanup(Tabs, { props: { journals } });
    await advanceTime(1000);
    tabs.state.open = ["first", "second"];
    await animationFrame();
    await tick();
    expect(told()).toEqual([false, true]);
    tabs.state.open = ["second"];
    await animationFrame();
    expect(told()).toEqual([false, false]);
});
