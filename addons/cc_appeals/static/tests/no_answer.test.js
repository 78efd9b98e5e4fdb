import { expect, test } from "@odoo/hoot";
import { click, edit, press, select, waitForNone } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    defineModels,
    fields,
    makeServerError,
    MockServer,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

class Contact extends models.Model {
    _name = "cc.interaction";
    subject = fields.Char();
    needs_answer = fields.Boolean();
    no_answer_reason = fields.Selection({
        selection: [
            ["thanks", "Only thanks"],
            ["other", "Another reason"],
        ],
    });
    _records = [{ id: 1, subject: "Thank you", needs_answer: true }];
}

defineMailModels();
defineModels([Contact]);

async function mountContact() {
    await mountView({
        type: "form",
        resModel: "cc.interaction",
        resId: 1,
        arch: `<form edit="0">
            <field name="needs_answer" invisible="1"/>
            <widget name="cc_no_answer" invisible="not needs_answer"/>
            <field name="subject"/>
        </form>`,
    });
}

test("the reason is asked in place, sent once, and the button is gone", async () => {
    onRpc("cc.interaction", "action_no_answer", ({ args }) => {
        const [ids, reason, note, token] = args;
        expect.step([ids[0], reason, note, token.length >= 32]);
        MockServer.env["cc.interaction"].write(ids, { needs_answer: false });
        return true;
    });
    await mountContact();
    await click(".o_cc_no_answer");
    await animationFrame();
    expect("select[name=choice]").toBeFocused();
    expect("select[name=choice] option").toHaveCount(3);
    await select("thanks");
    await click("input[name=note]");
    await edit("Nothing is asked");
    await press("Enter");
    await waitForNone(".o_cc_step_strip");
    await animationFrame();
    expect.verifySteps([[1, "thanks", "Nothing is asked", true]]);
    expect(".o_cc_no_answer").toHaveCount(0);
});

test("a refusal stays in the strip, Escape drops it", async () => {
    onRpc("cc.interaction", "action_no_answer", () => {
        throw makeServerError({ message: "Say why" });
    });
    await mountContact();
    await click(".o_cc_no_answer");
    await animationFrame();
    await click(".o_cc_step_confirm");
    await animationFrame();
    expect(".o_cc_step_error").toHaveText("Say why");
    await press("Escape");
    await animationFrame();
    expect(".o_cc_step_strip").toHaveCount(0);
    expect(".o_cc_no_answer").toHaveCount(1);
});
