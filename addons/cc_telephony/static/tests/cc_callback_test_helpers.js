import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models } from "@web/../tests/web_test_helpers";

class Callback extends models.Model {
    _name = "cc.callback";
    number_masked = fields.Char();
    state = fields.Selection({
        selection: [
            ["open", "Owed"],
            ["done", "Settled"],
        ],
    });
    is_open = fields.Boolean();
    is_mine = fields.Boolean();
    is_callable = fields.Boolean();
    owner_id = fields.Many2one({ relation: "res.users" });
    due_at = fields.Datetime();
    warn_at = fields.Datetime();
    callback_counts() {
        return [];
    }
    _records = [
        {
            id: 1,
            number_masked: "+7 9** ***-**-01",
            state: "open",
            is_open: true,
            is_callable: true,
            due_at: "2026-03-02 10:30:00",
            warn_at: "2026-03-02 10:15:00",
        },
        {
            id: 2,
            number_masked: "",
            state: "open",
            is_open: true,
            is_mine: true,
            due_at: "2026-03-02 09:30:00",
        },
        { id: 3, number_masked: "+7 9** ***-**-03", state: "done", due_at: "2026-03-02 09:00:00" },
    ];
}

export const CALLBACK_LIST = `
    <list js_class="cc_callback_list">
        <field name="is_open" column_invisible="True"/>
        <field name="is_callable" column_invisible="True"/>
        <field name="warn_at" column_invisible="True"/>
        <field name="state" column_invisible="True"/>
        <field name="due_at" widget="cc_callback_clock"
            options="{'warn_field': 'warn_at', 'open_field': 'is_open'}"/>
        <field name="number_masked"/>
        <field name="is_mine" widget="cc_callback_steps" nolabel="1"/>
    </list>`;

export function defineCallbackModels() {
    defineMailModels();
    defineModels([Callback]);
}
