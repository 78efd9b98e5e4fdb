import { expect, test } from "@odoo/hoot";
import { click, edit, queryAllTexts, queryText, waitFor } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { Component, useState, xml } from "@odoo/owl";
import { startBusService, waitForChannels } from "@bus/../tests/bus_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    defineModels,
    fields,
    getMockEnv,
    MockServer,
    mockService,
    models,
    mountView,
    mountWithCleanup,
    onRpc,
    contains,
} from "@web/../tests/web_test_helpers";
import { Chronology } from "@cc_appeals/chronology/chronology/chronology";
import { makeEntry, makeStep } from "./cc_chronology_test_helpers";

class Appeal extends models.Model {
    _name = "cc.appeal";
    name = fields.Char();
    _records = [{ id: 1, name: "No water" }];
}

defineMailModels();
defineModels([Appeal]);

const WAITING = { code: "waiting", label: "To be sent", sign: "clock-o", why: "" };
const DELIVERED = { code: "delivered", label: "Delivered", sign: "check check", why: "" };
const STATES = { waiting: WAITING, delivered: DELIVERED };

/** Answer as the server would: pages in turn, newest first; step what was asked. */
function serve(...pages) {
    mockDate("2026-03-16 12:00:00", 0);
    onRpc("cc.appeal", "chronology", ({ args }) => {
        expect.step(args);
        const entries = pages.length > 1 ? pages.shift() : pages[0];
        const last = entries.at(-1);
        return {
            entries,
            earlier: pages.length > 1 || pages.more ? [last.moment, last.key] : false,
            states: STATES,
        };
    });
}

async function mount(props = {}) {
    await mountWithCleanup(Chronology, { props: { resModel: "cc.appeal", resId: 1, ...props } });
    await animationFrame();
}

test("entries stand under their days, the latest last, or first under a composer", async () => {
    serve([
        makeEntry(3, "2026-03-16 09:00:00"),
        makeEntry(2, "2026-03-15 09:00:00"),
        makeEntry(1, "2026-03-12 09:00:00"),
    ]);
    await mount();
    expect(queryAllTexts("h4")).toEqual([
        "March 12, Thursday",
        "Yesterday, March 15",
        "Today, March 16",
    ]);
    expect(queryAllTexts(".o_cc_entry_title")).toEqual(["Letter 1", "Letter 2", "Letter 3"]);
    expect.verifySteps([[[1], false, 30]]);
});

test("earlier entries are read from where the page ended", async () => {
    let count = 0;
    mockDate("2026-03-16 12:00:00", 0);
    onRpc("cc.appeal", "chronology", ({ args }) => {
        expect.step(args[1]);
        count++;
        return count === 1
            ? {
                  entries: [makeEntry(9, "2026-03-16 09:00:00")],
                  earlier: ["2026-03-16 09:00:00", "cc.interaction,9"],
                  states: STATES,
              }
            : {
                  entries: [makeEntry(8, "2026-03-16 08:00:00")],
                  earlier: false,
                  states: STATES,
              };
    });
    await mount({ newestFirst: true });
    await click(".o_cc_chronology_earlier");
    await animationFrame();
    expect(queryAllTexts(".o_cc_entry_title")).toEqual(["Letter 9", "Letter 8"]);
    expect(".o_cc_chronology_earlier").toHaveCount(0);
    expect.verifySteps([false, ["2026-03-16 09:00:00", "cc.interaction,9"]]);
});

test("kinds and typed words sift what is shown", async () => {
    serve([
        makeStep(5, "2026-03-16 10:00:00"),
        makeEntry(2, "2026-03-16 09:00:00", { text: "Ещё нет воды" }),
        makeEntry(1, "2026-03-16 08:00:00"),
    ]);
    await mount({ newestFirst: true });
    await click("[data-kind=steps]");
    await animationFrame();
    expect(".o_cc_entry").toHaveCount(1);
    expect("[data-kind=steps]").toHaveAttribute("aria-pressed", "true");
    await click("[data-kind=contacts]");
    await click("input[type=search]");
    await edit("ВОДЫ еще");
    await animationFrame();
    expect(queryAllTexts(".o_cc_entry_title")).toEqual(["Letter 2"]);
    await edit("pigeon");
    await animationFrame();
    expect(queryText(".o_cc_chronology_empty")).toBe("Nothing of the kind happened.");
    expect.verifySteps([[[1], false, 30]]);
});

test("a delivery on the screen changes with the bus, without a request", async () => {
    serve([makeEntry(2, "2026-03-16 09:00:00", { state: WAITING, delivery_id: 7 })]);
    await mount();
    expect(".o_cc_entry_state").toHaveText("To be sent");
    const env = MockServer.env;
    const payload = { appeal_id: 1, delivery_id: 7, state: "delivered" };
    startBusService(getMockEnv());
    await waitForChannels(["cc.appeal_1"]);
    env["bus.bus"]._sendone("cc.appeal_1", "cc_appeal/delivery", payload);
    await waitFor(".o_cc_entry_state[data-state=delivered]");
    expect(".o_cc_entry_state").toHaveText("Delivered");
    expect(".o_cc_entry_checks .fa-check").toHaveCount(2);
    expect.verifySteps([[[1], false, 30]]);
});

test("a reload of the form reads the chronology anew", async () => {
    serve([makeEntry(1, "2026-03-16 09:00:00")]);
    onRpc("cc.appeal", "web_save", () => expect.step("saved"));
    await mountView({
        type: "form",
        resModel: "cc.appeal",
        resId: 1,
        arch: `<form><field name="name"/><widget name="cc_chronology"/></form>`,
    });
    await animationFrame();
    expect.verifySteps([[[1], false, 30]]);
    await contains("[name=name] input").edit("No water at all");
    await animationFrame();
    expect.verifySteps([]);
    await contains(".o_form_button_save").click();
    await animationFrame();
    expect.verifySteps(["saved", [[1], false, 30]]);
});

test("nothing yet, and a server that does not answer", async () => {
    serve([]);
    await mount();
    expect(".o_cc_chronology_empty").toHaveText("Nothing has happened yet.");
    expect.verifySteps([[[1], false, 30]]);
    onRpc("cc.appeal", "chronology", () => {
        throw new Error("away");
    });
    await mount({ resId: 2 });
    expect(".o_cc_chronology_error").toHaveCount(1);
});

test("the channel of its appeal stays as long as somebody else listens to it", async () => {
    serve([]);
    mockService("bus_service", {
        addChannel: (channel) => expect.step(["add", channel]),
        deleteChannel: (channel) => expect.step(["delete", channel]),
        subscribe: () => {},
        unsubscribe: () => expect.step("unsubscribe"),
    });
    class Screen extends Component {
        static template = xml`
            <Chronology t-foreach="state.shown" t-as="key" t-key="key"
                resModel="'cc.appeal'" resId="1"/>`;
        static components = { Chronology };
        static props = {};
        setup() {
            this.state = useState({ shown: [1, 2] });
        }
    }
    const screen = await mountWithCleanup(Screen);
    const asked = [[1], false, 30];
    expect.verifySteps([["add", "cc.appeal_1"], asked, asked]);
    screen.state.shown = [2];
    await animationFrame();
    expect.verifySteps(["unsubscribe"]);
    screen.state.shown = [];
    await animationFrame();
    expect.verifySteps([["delete", "cc.appeal_1"], "unsubscribe"]);
});
