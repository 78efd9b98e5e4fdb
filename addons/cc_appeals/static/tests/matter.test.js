import { expect, test } from "@odoo/hoot";
import { mountView } from "@web/../tests/web_test_helpers";
import { defineAppealModels } from "./cc_appeals_test_helpers";

defineAppealModels();

test("the topic stands under the matter, when there is one", async () => {
    await mountView({
        type: "list",
        resModel: "cc.appeal",
        arch: `<list>
            <field name="name" widget="cc_matter" options="{'under': ['topic_id', 'department_id']}"/>
            <field name="topic_id" optional="hide"/>
            <field name="department_id" optional="hide"/>
        </list>`,
    });
    expect(".o_data_row:eq(2) .o_cc_matter_under").toHaveText("Hot water");
    expect(".o_data_row:eq(1) .o_cc_matter_under").toHaveText("Roofs");
    expect(".o_data_row:eq(0) .o_cc_matter").toHaveText("No water");
    expect(".o_data_row:eq(0) .o_cc_matter_under").toHaveCount(0);
});
