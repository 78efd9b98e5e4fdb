import { expect, test } from "@odoo/hoot";
import { click, edit, queryAllTexts, select } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    makeServerError,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { user } from "@web/core/user";
import { defineBulkModels, RUN } from "./bulk_test_helpers";

defineBulkModels();

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
        "Answer each",
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

test("an answer with an empty place goes when it is sent once more", async () => {
    onRpc("cc.bulk.run", "bulk_gaps", ({ args: [values] }) => {
        expect.step(["gaps", values.body]);
        return values.body.includes("{name}") ? [{ label: "name", count: 2 }] : [];
    });
    onRpc("cc.bulk.run", "bulk_start", ({ args: [values] }) => {
        expect.step(["start", values.body]);
        return RUN;
    });
    await mountList();
    await tick(0);
    await click(".o_cc_bulk_kind[data-kind=answer]");
    await animationFrame();
    const write = async (body) => {
        await click("textarea[name=body]");
        await edit(body);
        await animationFrame();
    };
    const press = async () => {
        await click(".o_cc_step_confirm");
        await animationFrame();
        await animationFrame();
    };
    await write("{name}, hi");
    await press();
    expect(".o_cc_gaps").toHaveText("A place stays empty (name: 2). Once more sends it so.");
    await write("{name}, hello");
    expect(".o_cc_gaps").toHaveCount(0);
    await press();
    await press();
    expect.verifySteps([
        ["gaps", "{name}, hi"],
        ["gaps", "{name}, hello"],
        ["start", "{name}, hello"],
    ]);
});
