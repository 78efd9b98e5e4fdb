import { expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { Component, reactive, useState, xml } from "@odoo/owl";
import { useAppealChannel } from "@cc_appeals/composer/session/appeal_channel";
import { mockService, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { defineAppealModels } from "./cc_appeals_test_helpers";

defineAppealModels();

class Listener extends Component {
    static template = xml`<i/>`;
    static props = {};
    setup() {
        useAppealChannel(7, { "cc_appeal/writing": () => {} });
    }
}

class Screen extends Component {
    static template = xml`<Listener t-foreach="state.shown" t-as="key" t-key="key"/>`;
    static components = { Listener };
    static props = {};
    setup() {
        this.state = useState({ shown: [1, 2] });
    }
}

test("two listeners share a channel; the last to go leaves it", async () => {
    mockService("bus_service", {
        addChannel: (channel) => expect.step(["add", channel]),
        deleteChannel: (channel) => expect.step(["delete", channel]),
        subscribe: () => {},
        unsubscribe: () => expect.step("unsubscribe"),
    });
    const screen = await mountWithCleanup(Screen);
    expect.verifySteps([["add", "cc.appeal_7"]]);
    screen.state.shown = [2];
    await animationFrame();
    expect.verifySteps(["unsubscribe"]);
    screen.state.shown = [];
    await animationFrame();
    expect.verifySteps(["unsubscribe", ["delete", "cc.appeal_7"]]);
});

test("who goes is kept by nobody: the bus draws it no more", async () => {
    const nothing = () => {};
    const names = ["addChannel", "deleteChannel", "subscribe", "unsubscribe", "send", "start"];
    const listens = ["addEventListener", "removeEventListener"];
    const bus = reactive(Object.fromEntries([...names, ...listens].map((name) => [name, nothing])));
    mockService("bus_service", () => bus);
    class Watched extends Listener {
        setup() {
            this.__owl__.render = () => expect.step("drawn");
            super.setup();
        }
    }
    class Screen extends Component {
        static template = xml`<Watched t-if="state.isShown"/>`;
        static components = { Watched };
        static props = {};
        setup() {
            this.state = useState({ isShown: true });
        }
    }
    const screen = await mountWithCleanup(Screen);
    screen.state.isShown = false;
    await animationFrame();
    bus.unsubscribe = () => {};
    bus.deleteChannel = () => {};
    await animationFrame();
    expect.verifySteps([]);
});
