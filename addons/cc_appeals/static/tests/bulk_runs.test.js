import { expect, test } from "@odoo/hoot";
import { click, waitFor } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, freezeTime, mockDate } from "@odoo/hoot-mock";
import {
    getService,
    MockServer,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { waitForChannels } from "@bus/../tests/bus_test_helpers";
import { user } from "@web/core/user";
import { defineBulkModels, RUN } from "./bulk_test_helpers";

defineBulkModels();

async function mountList(recent) {
    patchWithCleanup(user, { hasGroup: async () => true });
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

test("progress comes by the bus and can be stopped", async () => {
    onRpc("cc.bulk.run", "bulk_stop", ({ args }) => {
        expect.step(["stop", ...args]);
        return { ...RUN, state: "stopped", total: 120, done: 60 };
    });
    const running = { ...RUN, state: "running", total: 120, done: 0 };
    onRpc("cc.bulk.run", "bulk_read", () => running);
    await mountList([running]);
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
    await mountList([{ ...RUN, state: "running", total: 120, done: 0 }]);
    await advanceTime(5100);
    await animationFrame();
    expect(".o_cc_bulk_figures").toHaveText("120 of 120");
});

test("it is undone while there is time, which counts down", async () => {
    freezeTime();
    mockDate("2026-03-12 12:00:00", 0);
    onRpc("cc.bulk.run", "bulk_undo", ({ args }) => {
        expect.step(["undo", ...args]);
        return { ...RUN, state: "undone", done: 0, undone: 1, kept: 1 };
    });
    await mountList([{ ...RUN, undo_until: "2026-03-12 12:00:05" }]);
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
    freezeTime();
    mockDate("2026-03-12 12:00:00", 0);
    await mountList([{ ...RUN, undo_until: "2026-03-12 12:00:01" }]);
    await advanceTime(2000);
    await animationFrame();
    expect(".o_cc_bulk_undo").toHaveCount(0);
    await click(".o_cc_bulk_dismiss");
    await animationFrame();
    expect(".o_cc_bulk_run").toHaveCount(0);
});
