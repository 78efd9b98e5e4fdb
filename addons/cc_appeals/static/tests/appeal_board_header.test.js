import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

class Appeal extends models.Model {
    _name = "cc.appeal";
    name = fields.Char();
    state = fields.Selection({
        selection: [
            ["registered", "Registered"],
            ["closed", "Closed"],
        ],
    });
    deadline_state = fields.Selection({
        selection: [
            ["late", "Late"],
            ["warning", "Soon"],
            ["quiet", "In time"],
        ],
    });
    _records = [
        { id: 1, name: "a", state: "registered", deadline_state: "late" },
        { id: 2, name: "b", state: "registered", deadline_state: "warning" },
        { id: 3, name: "c", state: "registered", deadline_state: "warning" },
        { id: 4, name: "d", state: "registered", deadline_state: "quiet" },
        { id: 5, name: "e", state: "closed", deadline_state: false },
    ];
}

defineMailModels();
defineModels([Appeal]);

async function mountBoard() {
    await mountView({
        type: "kanban",
        resModel: "cc.appeal",
        groupBy: ["state"],
        arch: `<kanban js_class="cc_appeal_board">
            <field name="deadline_state"/>
            <progressbar field="deadline_state"
                colors='{"late": "danger", "warning": "warning", "quiet": "muted"}'/>
            <templates><t t-name="card"><field name="name"/></t></templates>
        </kanban>`,
    });
}

test("the head tells state, count and how many are late or soon", async () => {
    await mountBoard();
    expect(queryAllTexts(".o_cc_board_head .o_cc_chip")).toEqual(["Registered", "Closed"]);
    expect(queryAllTexts(".o_cc_board_count")).toEqual(["4", "1"]);
    expect(queryAllTexts(".o_kanban_group:eq(0) .o_cc_board_alarm")).toEqual(["1", "2"]);
    expect(".o_kanban_group:eq(0) .o_cc_board_alarm .fa-exclamation-circle").toHaveCount(1);
    expect(".o_kanban_group:eq(0) .o_cc_board_bars > button").toHaveCount(3);
    expect(".o_kanban_group:eq(1) .o_cc_board_alarm").toHaveCount(0);
    expect(".o_cc_board_bars [data-term=warning]").toHaveAttribute("title", "Soon: 2");
});

test("a part of the bar filters its column and lets go again", async () => {
    await mountBoard();
    await click(".o_cc_board_bars [data-term=late]");
    await animationFrame();
    expect(".o_kanban_group:eq(0) .o_kanban_record").toHaveCount(1);
    expect(".o_cc_board_alarm:eq(0)").toHaveAttribute("aria-pressed", "true");
    await click(".o_cc_board_alarm:eq(0)");
    await animationFrame();
    expect(".o_kanban_group:eq(0) .o_kanban_record").toHaveCount(4);
});

test("a folded column stands upright and opens with a click", async () => {
    onRpc("cc.appeal", "web_read_group", async ({ parent }) => {
        const result = await parent();
        const closed = result.groups.find(({ state }) => state === "closed");
        delete closed.__records;
        return result;
    });
    await mountBoard();
    expect(".o_column_folded .o_cc_board_folded .o_cc_chip").toHaveText("Closed");
    await click(".o_column_folded .o_column_unfold");
    await animationFrame();
    expect(".o_column_folded").toHaveCount(0);
});
