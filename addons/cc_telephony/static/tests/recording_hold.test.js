import { expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    MockServer,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

class Recording extends models.Model {
    _name = "cc.recording";
    is_held = fields.Boolean();
    held_reason = fields.Char();
    _records = [{ id: 1, is_held: false }];
}

defineMailModels();
defineModels([Recording]);

const mount = (resId) =>
    mountView({
        type: "form",
        resModel: "cc.recording",
        resId,
        arch: `<form edit="0">
            <field name="is_held" widget="cc_recording_hold"/>
        </form>`,
    });

test("a recording is held with a reason, and let go with one", async () => {
    for (const method of ["action_hold", "action_release"]) {
        onRpc("cc.recording", method, ({ args }) => {
            expect.step([method, ...args]);
            MockServer.env["cc.recording"].write(args[0], { is_held: method === "action_hold" });
            return true;
        });
    }
    await mount(1);
    for (const reason of ["A court asks", "The court has decided"]) {
        await contains(".o_cc_recording_hold").click();
        await contains("input[name=reason]").edit(reason, { confirm: "Enter" });
        await animationFrame();
    }
    expect.verifySteps([
        ["action_hold", [1], "A court asks"],
        ["action_release", [1], "The court has decided"],
    ]);
});

test("a lock stands in the row of what is held, with why", async () => {
    Recording._records = [
        ...Recording._records,
        { id: 2, is_held: true, held_reason: "A court asks" },
    ];
    await mountView({
        type: "list",
        resModel: "cc.recording",
        arch: `<list>
            <field name="held_reason" column_invisible="True"/>
            <field name="is_held" widget="cc_held_sign"/>
        </list>`,
    });
    expect(".fa-lock").toHaveCount(1);
    expect(".fa-lock").toHaveAttribute("title", "Held: A court asks");
});
