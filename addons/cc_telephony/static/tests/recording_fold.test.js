import { expect, test } from "@odoo/hoot";
import { queryAllAttributes } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

class Call extends models.Model {
    _name = "cc.call";
    recording_state = fields.Selection({
        selection: ["none", "expected", "stored", "missing", "erased"].map((each) => [each, each]),
    });
    recording_note = fields.Char();
    listening = fields.Selection({
        selection: ["no", "yes", "reason"].map((each) => [each, each]),
    });
    _records = [
        { id: 1, recording_state: "stored", listening: "yes" },
        { id: 2, recording_state: "stored", listening: "no" },
        { id: 3, recording_state: "missing", recording_note: "It has not come." },
        { id: 4, recording_state: "none" },
        { id: 5, recording_state: "stored", listening: "reason" },
    ];
}

defineMailModels();
defineModels([Call]);

test("a player unfolds under its row, one at a time", async () => {
    onRpc("cc.call", "player_recordings", ({ args }) => {
        expect.step(args[0][0]);
        return [];
    });
    await mountView({
        type: "list",
        resModel: "cc.call",
        arch: `<list js_class="cc_unfold_list">
            <field name="listening" column_invisible="True"/>
            <field name="recording_note" column_invisible="True"/>
            <field name="recording_state" widget="cc_recording_fold" nolabel="1"/>
        </list>`,
    });
    expect(".o_cc_recording_fold").toHaveCount(2, { message: "no right shows nothing" });
    expect(queryAllAttributes(".o_data_row i[role=img]", "title")).toEqual(["It has not come."]);
    await contains(".o_data_row:eq(0) .o_cc_recording_fold").click();
    expect(".o_data_row:eq(0) + .o_cc_unfolded .o_cc_recordings").toHaveCount(1);
    expect(".o_cc_recording_fold[aria-expanded=true]").toHaveCount(1);
    await contains(".o_data_row:eq(4) .o_cc_recording_fold").click();
    await animationFrame();
    expect(".o_cc_unfolded").toHaveCount(1);
    expect(".o_data_row:eq(4) + .o_cc_unfolded").toHaveCount(1);
    await contains(".o_data_row:eq(4) .o_cc_recording_fold").click();
    expect(".o_cc_unfolded").toHaveCount(0);
    expect.verifySteps([1, 5]);
});
