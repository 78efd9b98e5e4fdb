import { expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

class Call extends models.Model {
    _name = "cc.call";
    kind = fields.Selection({
        selection: [
            ["in", "Incoming"],
            ["out", "Outgoing"],
        ],
    });
    outcome = fields.Selection({
        selection: [
            ["answered", "Answered"],
            ["abandoned", "Gave up waiting"],
            ["failed", "Failed"],
        ],
    });
    _records = [
        { id: 1, kind: "in", outcome: "answered" },
        { id: 2, kind: "in", outcome: "abandoned" },
        { id: 3, kind: "out", outcome: "failed" },
    ];
}

defineMailModels();
defineModels([Call]);

test("an outcome has a sign, a tone and a word", async () => {
    await mountView({
        type: "list",
        resModel: "cc.call",
        arch: `<list><field name="outcome" widget="cc_call_outcome"/></list>`,
    });
    expect("[data-outcome=answered]").toHaveClass("o_cc_tone_good");
    expect("[data-outcome=answered] .fa-check").toHaveCount(1);
    expect("[data-outcome=abandoned]").toHaveClass("o_cc_tone_late");
    expect("[data-outcome=abandoned]").toHaveText("Gave up waiting");
    expect("[data-outcome=failed]").toHaveClass("o_cc_tone_quiet");
});

test("which way a call went is a sign with a word", async () => {
    await mountView({
        type: "list",
        resModel: "cc.call",
        arch: `<list><field name="kind" widget="cc_call_way"/></list>`,
    });
    expect(".o_data_row:first .o_cc_way").toHaveClass("fa-arrow-down");
    expect(".o_data_row:first .o_cc_way").toHaveAttribute("title", "Incoming");
    expect(".o_data_row:last .o_cc_way").toHaveClass("fa-arrow-up");
});
