import { expect, test } from "@odoo/hoot";
import { click, edit, press } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    defineModels,
    fields,
    makeServerError,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Identity extends models.Model {
    _name = "cc.identity";
    masked = fields.Char({ readonly: true });
    _rec_name = "masked";
    _records = [{ id: 7, masked: "+7 916 ***-**-67", display_name: "+7 916 ***-**-67" }];
}

class Card extends models.Model {
    _name = "cc.test.card";
    identity_id = fields.Many2one({ relation: "cc.identity" });
    phone = fields.Char({ readonly: true });
    is_free = fields.Boolean();
    _records = [{ id: 1, identity_id: 7, phone: "+7 916 ***-**-67", is_free: false }];
}

defineMailModels();
defineModels([Identity, Card]);

const ROW = `<form><field name="masked" widget="cc_masked"/></form>`;
const CARD = `<form>
    <field name="is_free"/>
    <field name="phone" widget="cc_masked"
        options="{'kind': 'phone', 'method': 'open_it', 'free_field': 'is_free'}"/>
</form>`;

async function openEye() {
    await click(".o_cc_masked_eye");
    await animationFrame();
}

test("the eye asks for a reason in place, shows the value for a minute and hides it", async () => {
    onRpc("cc.identity", "action_reveal", ({ args }) => {
        expect.step(args);
        return "+79161234567";
    });
    await mountView({ type: "form", resModel: "cc.identity", resId: 7, arch: ROW });
    expect(".o_cc_masked").toHaveText("+7 916 ***-**-67");
    await openEye();
    expect(".o_cc_masked_reason").toBeFocused();
    await edit("call back", { confirm: "enter" });
    await animationFrame();
    expect.verifySteps([[[7], "call back"]]);
    expect(".o_cc_masked_plain").toHaveText("+79161234567");
    await advanceTime(59000);
    expect(".o_cc_masked_plain").toHaveCount(1);
    await advanceTime(1500);
    await animationFrame();
    expect(".o_cc_masked").toHaveText("+7 916 ***-**-67");
});

test("escape drops the question and nothing is asked of the server", async () => {
    onRpc("cc.identity", "action_reveal", () => expect.step("never"));
    await mountView({ type: "form", resModel: "cc.identity", resId: 7, arch: ROW });
    await openEye();
    await edit("wrong row");
    await press("Escape");
    await animationFrame();
    expect(".o_cc_masked_reason").toHaveCount(0);
    expect(".o_cc_masked").toHaveText("+7 916 ***-**-67");
    expect.verifySteps([]);
});

test("a refusal is told beside the field and the reason stays", async () => {
    onRpc("cc.identity", "action_reveal", () => {
        throw makeServerError({ message: "Say why you need it" });
    });
    await mountView({ type: "form", resModel: "cc.identity", resId: 7, arch: ROW });
    await openEye();
    await edit("x", { confirm: "enter" });
    await animationFrame();
    expect(".o_cc_masked [role=alert]").toHaveText("Say why you need it");
    expect(".o_cc_masked_reason").toHaveValue("x");
});

test("a many2one opens the contact it points to", async () => {
    onRpc("cc.identity", "action_reveal", ({ args }) => {
        expect.step(args);
        return "+79161234567";
    });
    await mountView({
        type: "form",
        resModel: "cc.test.card",
        resId: 1,
        arch: `<form><field name="identity_id" widget="cc_masked" readonly="1"/></form>`,
    });
    await openEye();
    await edit("call back", { confirm: "enter" });
    await animationFrame();
    expect.verifySteps([[[7], "call back"]]);
});

test("a card's own method gets the kind and may give several values", async () => {
    onRpc("cc.test.card", "open_it", ({ args }) => {
        expect.step(args);
        return ["+79161234567", "+74951234567"];
    });
    await mountView({ type: "form", resModel: "cc.test.card", resId: 1, arch: CARD });
    await openEye();
    await edit("call back", { confirm: "enter" });
    await animationFrame();
    expect.verifySteps([[[1], "phone", "call back"]]);
    expect(".o_cc_masked_plain").toHaveText("+79161234567, +74951234567");
});

test("no reason is asked where the policy lets the user look", async () => {
    Card._records[0].is_free = true;
    onRpc("cc.test.card", "open_it", () => ["+79161234567"]);
    await mountView({ type: "form", resModel: "cc.test.card", resId: 1, arch: CARD });
    await openEye();
    await animationFrame();
    expect(".o_cc_masked_reason").toHaveCount(0);
    expect(".o_cc_masked_plain").toHaveText("+79161234567");
});
