import { beforeEach, expect, test } from "@odoo/hoot";
import { click, press, queryFirst, queryOne } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import { Component, useState, xml } from "@odoo/owl";
import {
    getService,
    makeServerError,
    mockService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { Journal } from "@cc_appeals/journal/journal/journal";
import { defineAppealModels } from "./cc_appeals_test_helpers";
import { makeContact, makeRow, withoutParts } from "./journal_test_helpers";

defineAppealModels();
beforeEach(withoutParts);

class Column extends Component {
    static template = xml`<div><textarea class="o_words"/></div>`;
    static props = { journal: Object };
}

class Holder extends Component {
    static components = { Journal };
    static template = xml`<Journal t-if="state.isShown" t-props="props.action"/>`;
    static props = { action: Object };
    setup() {
        this.state = useState({ isShown: true });
    }
}

let holder = null;
const listeners = {};
let deleted = [];

/** The frame with its own parts; contact and appeal have tests of their own. */
async function mountJournal(props = {}) {
    mockDate("2026-03-12 12:00:00", 0);
    deleted = [];
    const Plain = { ContactColumn: Column, AppealColumn: Column };
    patchWithCleanup(Journal, { components: { ...Journal.components, ...Plain } });
    mockService("bus_service", {
        addChannel: (channel) => expect.step(["add", channel]),
        deleteChannel: (channel) => deleted.push(channel),
        subscribe: (type, listen) => (listeners[type] = listen),
        unsubscribe: () => {},
        addEventListener: (type, listen) => (listeners[type] = listen),
        removeEventListener: () => {},
    });
    onRpc(
        "cc.journal",
        "journal_start",
        () =>
            expect.step("start") || {
                now: "2026-03-12 12:00:00",
                tab: "mine",
                counts: { mine: 2 },
                rows: [makeRow(1), makeRow(2)],
                channels: ["cc.journal"],
            }
    );
    onRpc("cc.journal", "journal_rows", ({ args }) => ({ rows: [makeRow(5)], counts: {}, args }));
    onRpc("cc.journal", "journal_contact", ({ args }) => makeContact(args[1]));
    const action = { action: {}, actionId: 1, className: "", ...props };
    holder = await mountWithCleanup(Holder, { props: { action } });
    await animationFrame();
    expect.verifySteps(["start", ["add", "cc.journal"]]);
    return getService("cc_journal").current;
}

test("the order of focus is bar, list, contact, appeal, foot", async () => {
    await mountJournal();
    const names = [
        ...queryOne(".o_cc_journal").querySelectorAll("button, textarea, [tabindex='0']"),
    ]
        .filter((each) => each.tabIndex === 0)
        .map((each) => each.className.split(" ")[0]);
    const order = ["o_cc_bar_find", "o_cc_work_tab", "o_cc_work_rows", "o_words", "o_cc_key_help"];
    const places = order.map((name) => names.indexOf(name));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places.toSorted((one, other) => one - other)).toEqual(places);
});

test("by keys alone: move, open, leave a field, the keys' sheet and back", async () => {
    await mountJournal();
    await press("j");
    await press("j");
    await animationFrame();
    await press("Enter");
    await animationFrame();
    expect(".o_cc_work_row_open").toHaveAttribute("data-key", "cc.appeal,2");
    queryFirst(".o_words").focus();
    await press("Escape");
    expect(".o_cc_work_rows").toBeFocused();
    await press("?");
    await animationFrame();
    expect(".o_cc_key_sheet").toHaveCount(1);
    await press("Escape");
    await animationFrame();
    expect(".o_cc_key_sheet").toHaveCount(0);
    expect(".o_cc_work_rows").toBeFocused();
    await press("]");
    await animationFrame();
    expect(".o_cc_journal").toHaveClass("o_cc_journal_drawn");
});

test("who has the focus in a field is typing", async () => {
    const journal = await mountJournal();
    expect(journal.isTyping()).toBe(false);
    queryFirst(".o_words").focus();
    expect(journal.isTyping()).toBe(true);
});

test("the bus changes rows; after a cut all is asked for once", async () => {
    const journal = await mountJournal();
    listeners["cc_journal/rows"]({ tab: "mine", upsert: [makeRow(3)] });
    await animationFrame();
    expect(".o_cc_work_row").toHaveCount(3);
    listeners["BUS:DISCONNECT"]();
    await animationFrame();
    expect(".o_cc_work_note").toHaveCount(1);
    listeners["BUS:RECONNECT"]();
    listeners["BUS:CONNECT"]();
    await advanceTime(3000);
    expect.verifySteps(["start"]);
    await animationFrame();
    expect(".o_cc_work_note").toHaveCount(0);
    expect(journal.rows.length).toBe(2);
});

test("a server that is not back yet is asked again", async () => {
    const journal = await mountJournal();
    let fails = 1;
    onRpc("cc.journal", "journal_start", ({ parent }) => {
        if (fails--) {
            throw makeServerError({ message: "Wait a little." });
        }
        return parent();
    });
    listeners["BUS:DISCONNECT"]();
    listeners["BUS:RECONNECT"]();
    await advanceTime(3000);
    expect(journal.said.text).toBe("Wait a little.");
    expect(Boolean(journal.cutAt)).toBe(true);
    await advanceTime(8000);
    expect.verifySteps(["start"]);
    expect(journal.cutAt).toBe(null);
});

test("it starts where it was left, and says where it is", async () => {
    const told = [];
    const journal = await mountJournal({
        state: { tab: "queue", row: "cc.appeal,7" },
        updateActionState: (place) => told.push({ ...place }),
    });
    expect(journal.tab).toBe("queue");
    expect(journal.contact.person.id).toBe(7);
    await click(".o_cc_work_row");
    await animationFrame();
    expect(told.at(-1)).toEqual({ tab: "queue", row: "cc.appeal,5" });
});

test("the palette knows it is here, until it goes", async () => {
    await mountJournal();
    expect(getService("cc_journal").current.tab).toBe("mine");
    holder.state.isShown = false;
    await animationFrame();
    expect(deleted).toEqual(["cc.journal"]);
    expect(getService("cc_journal").current).toBe(null);
});
