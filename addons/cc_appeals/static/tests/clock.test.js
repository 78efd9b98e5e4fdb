import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

class Appeal extends models.Model {
    _name = "cc.test.appeal";
    start_at = fields.Datetime();
    warn_at = fields.Datetime();
    due_at = fields.Datetime();
    is_open = fields.Boolean();
    _records = [
        {
            id: 1,
            start_at: "2026-03-02 12:00:00",
            warn_at: "2026-03-20 12:00:00",
            due_at: "2026-03-22 12:00:30",
            is_open: true,
        },
        {
            id: 2,
            start_at: "2026-03-02 12:00:00",
            warn_at: "2026-03-10 12:00:00",
            due_at: "2026-03-12 16:00:30",
            is_open: true,
        },
        { id: 3, due_at: "2026-03-11 12:00:00", is_open: true },
        { id: 4, due_at: "2026-03-11 12:00:00", is_open: false },
        { id: 5, due_at: false, is_open: true },
    ];
}

defineMailModels();
defineModels([Appeal]);

const TERM = `{'warn_field': 'warn_at', 'open_field': 'is_open', 'start_field': 'start_at'}`;

test("the clock reads when to warn and whether it still runs from other fields", async () => {
    mockDate("2026-03-12 12:00:00", 0);
    await mountView({
        type: "list",
        resModel: "cc.test.appeal",
        arch: `<list>
            <field name="warn_at" column_invisible="True"/>
            <field name="is_open" column_invisible="True"/>
            <field name="due_at" widget="cc_clock" options="${TERM}"/>
        </list>`,
    });
    expect(queryAllTexts(".o_field_cc_clock")).toEqual([
        "10 d",
        "4 h",
        "overdue 1 d",
        "Mar 11",
        "",
    ]);
    expect(".o_cc_term_warning").toHaveCount(1);
    expect(".o_cc_term_late").toHaveCount(1);
});

test("the bar shows how much of the term is used", async () => {
    mockDate("2026-03-12 12:00:00", 0);
    await mountView({
        type: "kanban",
        resModel: "cc.test.appeal",
        arch: `<kanban>
            <field name="start_at"/>
            <field name="warn_at"/>
            <field name="is_open"/>
            <templates><t t-name="card">
                <field name="due_at" widget="cc_deadline_bar" options="${TERM}"/>
            </t></templates>
        </kanban>`,
    });
    expect(".o_cc_deadline_bar").toHaveCount(2);
    expect(".o_cc_deadline_bar:eq(0)").toHaveAttribute("aria-label", "50% of the term used");
    expect(".o_cc_deadline_bar:eq(0) > div").toHaveAttribute("style", "width: 50%");
    expect(".o_cc_deadline_bar:eq(1)").toHaveClass("o_cc_term_warning");
});
