import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts, select, waitFor } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import {
    defineModels,
    fields,
    getService,
    makeServerError,
    MockServer,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { waitForChannels } from "@bus/../tests/bus_test_helpers";
import { user } from "@web/core/user";
import { defineAppealModels } from "./cc_appeals_test_helpers";

class BulkRun extends models.Model {
    _name = "cc.bulk.run";
    name = fields.Char();
}

defineAppealModels();
defineModels([BulkRun]);

const RUN = {
    id: 7,
    kind: "close",
    title: "Close: Answered",
    state: "done",
    total: 2,
    done: 2,
    failed: 0,
    undone: 0,
    kept: 0,
    undo_until: false,
    incident_id: false,
};

async function mountList({ may = true, recent = [] } = {}) {
    patchWithCleanup(user, { hasGroup: async () => may });
    onRpc("cc.bulk.run", "bulk_recent", () => recent);
    await mountView({
        type: "list",
        resModel: "cc.appeal",
        arch: `<list js_class="cc_appeal_list" limit="2">
            <field name="name"/><field name="state"/>
            <field name="closing_method" column_invisible="1"/>
        </list>`,
    });
}

async function tick(row) {
    await click(`.o_data_row:eq(${row}) .o_list_record_selector input`);
    await animationFrame();
}

async function openClosing() {
    await click(".o_cc_bulk_kind[data-kind=close]");
    await animationFrame();
}

test("the bar stands there once something is ticked, for who may", async () => {
    await mountList();
    expect(".o_cc_bulk_bar_kinds").toHaveCount(0);
    await tick(0);
    expect(queryAllTexts(".o_cc_bulk_kind")).toEqual([
        "Assign",
        "Hand over",
        "Answer",
        "Close",
        "Join to a mass incident",
    ]);
    await tick(0);
    expect(".o_cc_bulk_bar_kinds").toHaveCount(0);
});

test("an operator has no bar and asks for no runs", async () => {
    await mountList({ may: false, recent: [RUN] });
    await tick(0);
    expect(".o_cc_bulk_bar_kinds").toHaveCount(0);
    expect(".o_cc_bulk_run").toHaveCount(0);
});

test("what is ticked is closed with a method, once, and told above the list", async () => {
    onRpc("cc.bulk.run", "bulk_start", ({ args: [values] }) => {
        expect.step([values.kind, values.ids, values.closing_method, values.note]);
        expect(values.token.length >= 32).toBe(true);
        return RUN;
    });
    await mountList();
    await tick(0);
    await tick(1);
    await openClosing();
    expect("select[name=closing_method]").toBeFocused();
    expect(".o_cc_step_confirm").toHaveText("Close: 2");
    await select("answered");
    await click(".o_cc_step_confirm");
    await animationFrame();
    await animationFrame();
    expect.verifySteps([["close", [1, 2], "answered", false]]);
    expect(".o_cc_bulk_strip").toHaveCount(0);
    expect(".o_cc_bulk_bar_kinds").toHaveCount(0);
    expect(".o_cc_bulk_title").toHaveText("Close: Answered");
    expect(".o_cc_bulk_figures").toHaveText("2 of 2");
});

test("all that was found goes by its domain", async () => {
    onRpc("cc.bulk.run", "bulk_start", ({ args: [values] }) => {
        expect.step([values.domain, values.ids]);
        return RUN;
    });
    await mountList();
    await click(".o_list_controller input");
    await animationFrame();
    await click(".o_select_domain");
    await animationFrame();
    await openClosing();
    expect(".o_cc_step_confirm").toHaveText("Close: 4");
    await click(".o_cc_step_confirm");
    await animationFrame();
    expect.verifySteps([[[], undefined]]);
});

test("a refusal stands in the strip; trying again carries the same token", async () => {
    const tokens = new Set();
    onRpc("cc.bulk.run", "bulk_start", ({ args: [values] }) => {
        tokens.add(values.token);
        throw makeServerError({ message: "Fill in how they end" });
    });
    await mountList();
    await tick(0);
    await openClosing();
    for (let i = 0; i < 2; i++) {
        await click(".o_cc_step_confirm");
        await animationFrame();
        expect(".o_cc_step_error").toHaveText("Fill in how they end");
    }
    expect(tokens.size).toBe(1);
});

test("progress comes by the bus and can be stopped", async () => {
    onRpc("cc.bulk.run", "bulk_stop", ({ args }) => {
        expect.step(["stop", ...args]);
        return { ...RUN, state: "stopped", total: 120, done: 60 };
    });
    const running = { ...RUN, state: "running", total: 120, done: 0 };
    onRpc("cc.bulk.run", "bulk_read", () => running);
    await mountList({ recent: [running] });
    expect(".o_cc_bulk_figures").toHaveText("0 of 120");
    getService("bus_service").addChannel("mine");
    await waitForChannels(["mine"]);
    MockServer.env["bus.bus"]._sendone("mine", "cc_appeals/bulk", {
        ...RUN,
        state: "running",
        total: 120,
        done: 57,
        failed: 3,
    });
    await waitFor(".o_cc_bulk_refused", { timeout: 3000 });
    expect(".o_cc_bulk_figures").toHaveText("57 of 120");
    expect(".o_cc_bulk_refused").toHaveText("3 refused");
    await click(".o_cc_bulk_stop");
    await animationFrame();
    expect.verifySteps([["stop", [7]]]);
    expect(".o_cc_bulk_stop").toHaveCount(0);
});

test("a lost notification is asked for", async () => {
    onRpc("cc.bulk.run", "bulk_read", () => ({ ...RUN, total: 120, done: 120 }));
    await mountList({ recent: [{ ...RUN, state: "running", total: 120, done: 0 }] });
    await advanceTime(5100);
    await animationFrame();
    expect(".o_cc_bulk_figures").toHaveText("120 of 120");
});

test("it is undone while there is time, which counts down", async () => {
    mockDate("2026-03-12 12:00:00", 0);
    onRpc("cc.bulk.run", "bulk_undo", ({ args }) => {
        expect.step(["undo", ...args]);
        return { ...RUN, state: "undone", done: 0, undone: 1, kept: 1 };
    });
    await mountList({ recent: [{ ...RUN, undo_until: "2026-03-12 12:00:05" }] });
    expect(".o_cc_bulk_undo span").toHaveText("0:05");
    await advanceTime(1000);
    await animationFrame();
    expect(".o_cc_bulk_undo span").toHaveText("0:04");
    await click(".o_cc_bulk_undo");
    await animationFrame();
    expect.verifySteps([["undo", [7]]]);
    expect(".o_cc_bulk_figures").toHaveText("1 put back, 1 left as they are");
    expect(".o_cc_bulk_undo").toHaveCount(0);
});

test("after five minutes there is nothing to press", async () => {
    mockDate("2026-03-12 12:00:00", 0);
    await mountList({ recent: [{ ...RUN, undo_until: "2026-03-12 12:00:01" }] });
    await advanceTime(2000);
    await animationFrame();
    expect(".o_cc_bulk_undo").toHaveCount(0);
    await click(".o_cc_bulk_dismiss");
    await animationFrame();
    expect(".o_cc_bulk_run").toHaveCount(0);
});
