import { expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

class Contact extends models.Model {
    _name = "cc.test.contact";
    name = fields.Char();
    icon = fields.Char();
    channel_id = fields.Many2one({ relation: "cc.test.contact" });
    _records = [
        { id: 1, icon: "envelope", name: "Hot-line mailbox" },
        { id: 2, icon: "phone", channel_id: 1 },
        { id: 3, icon: false },
    ];
    _views = {
        list: `<list>
            <field name="icon" widget="cc_channel_icon"/>
            <field name="channel_id"/>
        </list>`,
    };
}

defineMailModels();
defineModels([Contact]);

test("a channel is a sign with a name for those who do not see it", async () => {
    await mountView({ type: "list", resModel: "cc.test.contact" });
    expect(".o_data_row:eq(0) i.fa-envelope").toHaveAttribute("aria-label", "E-mail");
    expect(".o_data_row:eq(0) i").toHaveAttribute("title", "E-mail");
});

test("the channel's own name wins over its kind", async () => {
    await mountView({ type: "list", resModel: "cc.test.contact" });
    expect(".o_data_row:eq(1) i.fa-phone").toHaveAttribute("aria-label", "Hot-line mailbox");
});

test("without a channel it was registered by hand", async () => {
    await mountView({ type: "list", resModel: "cc.test.contact" });
    expect(".o_data_row:eq(2) i").toHaveAttribute("aria-label", "Registered by hand");
});
