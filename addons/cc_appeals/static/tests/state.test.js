import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    defineModels,
    fields,
    models,
    mountView,
    serverState,
} from "@web/../tests/web_test_helpers";

class Appeal extends models.Model {
    _name = "cc.test.appeal";
    state = fields.Selection({
        selection: [
            ["registered", "Registered"],
            ["handed_over", "Handed over"],
            ["feedback", "Feedback"],
            ["closed", "Closed"],
        ],
    });
    closing_method = fields.Selection({ selection: [["spam", "Spam"]] });
    partner_id = fields.Many2one({ relation: "res.partner" });
    _records = [
        { id: 1, state: "registered" },
        { id: 2, state: "handed_over", partner_id: serverState.partnerId },
        { id: 3, state: "feedback" },
        { id: 4, state: "closed", closing_method: "spam" },
    ];
}

defineMailModels();
defineModels([Appeal]);

test("each state has a word and a sign of its own; the closed one tells its method", async () => {
    await mountView({
        type: "list",
        resModel: "cc.test.appeal",
        arch: `<list>
            <field name="state" widget="cc_state"/>
            <field name="closing_method" column_invisible="True"/>
        </list>`,
    });
    expect(queryAllTexts(".o_cc_chip")).toEqual([
        "Registered",
        "Handed over",
        "Feedback",
        "Closed",
    ]);
    for (const [row, sign] of ["inbox", "arrow-right", "reply", "check"].entries()) {
        expect(`.o_cc_chip:eq(${row}) .fa-${sign}`).toHaveCount(1);
    }
    expect(".o_cc_chip:eq(3)").toHaveAttribute("title", "Spam");
    expect(".o_cc_chip:eq(0)").toHaveAttribute("title", "Registered");
});

test("whose turn it is stands under the state, and nothing where it is nobody's", async () => {
    await mountView({
        type: "list",
        resModel: "cc.test.appeal",
        arch: `<list>
            <field name="state" widget="cc_state" options="{'under': 'partner_id'}"/>
            <field name="partner_id" optional="hide"/>
        </list>`,
    });
    expect(".o_cc_state_under").toHaveCount(1);
    expect(".o_data_row:eq(1) .o_cc_state_under").toHaveText("Mitchell Admin");
});
