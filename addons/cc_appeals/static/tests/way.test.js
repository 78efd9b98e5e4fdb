import { expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

class Contact extends models.Model {
    _name = "cc.interaction";
    is_outbound = fields.Boolean();
    _records = [
        { id: 1, is_outbound: false },
        { id: 2, is_outbound: true },
    ];
}

defineMailModels();
defineModels([Contact]);

test("in and out have a sign and a word each", async () => {
    await mountView({
        type: "list",
        resModel: "cc.interaction",
        arch: `<list><field name="is_outbound" widget="cc_way"/></list>`,
    });
    expect(".o_data_row:first .o_cc_way").toHaveClass("fa-arrow-down");
    expect(".o_data_row:first .o_cc_way").toHaveAttribute("title", "Incoming");
    expect(".o_data_row:last .o_cc_way").toHaveClass("fa-arrow-up");
    expect(".o_data_row:last .o_cc_way").toHaveAttribute("title", "Outgoing");
});
