import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { mountView, onRpc } from "@web/../tests/web_test_helpers";
import { defineAppealModels } from "./cc_appeals_test_helpers";

defineAppealModels();

async function mountInbox(counts) {
    onRpc("cc.appeal", "department_inbox", () => [
        { filter: "for_us", label: "Waiting for us", count: counts.shift() },
        { filter: "late", label: "Late", count: 0 },
    ]);
    await mountView({
        type: "list",
        resModel: "cc.appeal",
        arch: `<list js_class="cc_department_inbox"><field name="name"/></list>`,
        searchViewArch: `<search>
            <filter name="for_us" string="Waiting" domain="[('state', '=', 'handed_over')]"/>
        </search>`,
    });
}

test("figures stand above the list and filter it", async () => {
    await mountInbox([1, 7]);
    expect(queryAllTexts(".o_cc_inbox_figure")).toEqual(["1", "0"]);
    expect(".o_cc_inbox_late").toHaveClass("o_cc_inbox_none");
    expect(".o_data_row").toHaveCount(4);
    await click("[data-filter=for_us]");
    await animationFrame();
    await animationFrame();
    expect(".o_data_row").toHaveCount(1);
    expect("[data-filter=for_us]").toHaveAttribute("aria-pressed", "true");
    // the list was read again, and so were the figures
    expect(".o_cc_inbox_figure:first").toHaveText("7");
    await click("[data-filter=for_us]");
    await animationFrame();
    expect(".o_data_row").toHaveCount(4);
});
