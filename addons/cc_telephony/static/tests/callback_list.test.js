import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, mountView, onRpc } from "@web/../tests/web_test_helpers";
import { CALLBACK_LIST, defineCallbackModels } from "./cc_callback_test_helpers";

defineCallbackModels();

const mountCounted = () => {
    onRpc("cc.callback", "callback_counts", () => [
        { filter: "owed", label: "Owed", count: 2 },
        { filter: "late", label: "Overdue", count: 1 },
    ]);
    return mountView({
        type: "list",
        resModel: "cc.callback",
        arch: CALLBACK_LIST,
        searchViewArch: `<search>
            <filter name="owed" string="Owed" domain="[('state', '=', 'open')]"/>
            <filter name="late" string="Overdue" domain="[('due_at', '&lt;', '2026-03-02 10:00:00')]"/>
        </search>`,
    });
};

test("what is owed stands above the list, and each figure filters it", async () => {
    onRpc("has_group", () => false);
    await mountCounted();
    expect(queryAllTexts(".o_cc_inbox_figure")).toEqual(["2", "1"]);
    expect(".o_cc_inbox_late:not(.o_cc_inbox_none)").toHaveCount(1);
    expect(".o_data_row").toHaveCount(3);
    await contains("[data-filter=owed]").click();
    expect(".o_data_row").toHaveCount(2);
    expect("[data-filter=owed]").toHaveAttribute("aria-pressed", "true");
});

test("who only calls has no steps of many", async () => {
    onRpc("has_group", () => false);
    await mountCounted();
    await contains(".o_data_row:first .o_list_record_selector input").click();
    expect(".o_cc_callback_bulk").toHaveCount(0);
    expect(".o_cc_inbox_figure").toHaveCount(2);
});

test("a senior settles what is ticked, and the figures come back", async () => {
    onRpc("has_group", () => true);
    onRpc("cc.callback", "action_give_up", ({ args }) => {
        expect.step(args);
        return true;
    });
    await mountCounted();
    await contains(".o_data_row:eq(0) .o_list_record_selector input").click();
    await contains(".o_data_row:eq(1) .o_list_record_selector input").click();
    await contains(".o_cc_callback_bulk [data-kind=callback_give_up]").click();
    expect(".o_cc_step_confirm").toHaveText(/2$/);
    await contains("input[name=reason]").edit("The line was down", { confirm: false });
    await contains(".o_cc_step_confirm").click();
    await animationFrame();
    expect.verifySteps([[[1, 2], "The line was down"]]);
    expect(".o_cc_callback_bulk").toHaveCount(0);
    expect(".o_cc_inbox_figure").toHaveCount(2);
});
