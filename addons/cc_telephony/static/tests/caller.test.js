import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

class Callback extends models.Model {
    _name = "cc.callback";
    number_masked = fields.Char();
    caller_name = fields.Char();
    last_try_at = fields.Datetime();
    try_count = fields.Integer();
    _records = [
        {
            id: 1,
            number_masked: "+7 9** ***-**-01",
            caller_name: "Anna",
            last_try_at: "2026-03-02 10:00:00",
            try_count: 3,
        },
        { id: 2, number_masked: "", last_try_at: "2026-03-02 10:00:00", try_count: 1 },
    ];
}

defineMailModels();
defineModels([Callback]);

test("the phone under the name, how often beside when", async () => {
    await mountView({
        type: "list",
        resModel: "cc.callback",
        arch: `<list>
            <field name="caller_name" column_invisible="True"/>
            <field name="try_count" column_invisible="True"/>
            <field name="number_masked" widget="cc_caller"/>
            <field name="last_try_at" widget="cc_last_try"/>
        </list>`,
    });
    expect(queryAllTexts(".o_cc_caller:first > div")).toEqual(["Anna", "+7 9** ***-**-01"]);
    expect(".o_data_row:eq(1) .o_cc_caller > div").toHaveCount(1);
    expect(queryAllTexts(".o_cc_tries")).toEqual(["×3"]);
    expect(".o_data_row:eq(0) .o_cc_last_try").toHaveAttribute("title", /^3 tries/);
});
