import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime, mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

const row = (id, why, waits = true) => ({
    id,
    waiting_since: "2026-03-12 10:00:00",
    waiting_why: why,
    needs_answer: waits,
});

class Waiting extends models.Model {
    _name = "cc.test.waiting";
    waiting_since = fields.Datetime();
    needs_answer = fields.Boolean();
    waiting_why = fields.Selection({
        selection: [
            ["first", "Not answered yet"],
            ["follow_up", "Wrote again"],
            ["bounced", "Answer returned"],
            ["taken_back", "Answer taken back"],
        ],
    });
    _records = [
        row(1, "first"),
        row(2, "follow_up"),
        row(3, "bounced"),
        row(4, "taken_back"),
        row(5, "first", false),
        { id: 6, needs_answer: true },
    ];
}

defineMailModels();
defineModels([Waiting]);

const FIELD = (brief) => `<field name="waiting_since" widget="cc_waiting"
    options="{'why_field': 'waiting_why', 'waits_field': 'needs_answer', 'brief': ${brief}}"/>`;

async function mountList(brief) {
    mockDate("2026-03-12 12:00:30", 0);
    await mountView({
        type: "list",
        resModel: "cc.test.waiting",
        arch: `<list>
            <field name="needs_answer" column_invisible="True"/>
            <field name="waiting_why" column_invisible="True"/>
            ${FIELD(brief)}
        </list>`,
    });
}

test("it says since when and why somebody waits, and nothing of who does not", async () => {
    await mountList("False");
    expect(queryAllTexts(".o_field_cc_waiting")).toEqual([
        "waits 2 h",
        "wrote again, waits 2 h",
        "answer returned, waits 2 h",
        "answer taken back, waits 2 h",
        "",
        "",
    ]);
    expect(".o_cc_waiting.o_cc_term_late").toHaveCount(2);
    expect("[data-why=bounced] .fa-exclamation-triangle").toHaveCount(1);
    expect("[data-why=first]").toHaveAttribute("title", /^Waits for an answer since /);
});

test("where there is little room, only what was lost is said in words", async () => {
    await mountList("True");
    expect(queryAllTexts(".o_field_cc_waiting")).toEqual([
        "2 h",
        "2 h",
        "returned",
        "taken back",
        "",
        "",
    ]);
});

test("the span goes on by itself", async () => {
    await mountList("True");
    await advanceTime(60000);
    expect(queryAllTexts("[data-why=first]")).toEqual(["2 h 1 min"]);
});
