import { expect, test } from "@odoo/hoot";
import { click } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

class Pbx extends models.Model {
    _name = "cc.pbx";
    code = fields.Char();
    has_token = fields.Boolean();
    _records = [
        { id: 1, code: "main", has_token: false },
        { id: 2, code: "other", has_token: true },
    ];
}

defineMailModels();
defineModels([Pbx]);

const mount = (resId) =>
    mountView({
        type: "form",
        resModel: "cc.pbx",
        resId,
        arch: `<form><field name="code"/><widget name="cc_pbx_token"/></form>`,
    });

test("a new token is shown once, with what to write", async () => {
    onRpc("cc.pbx", "action_new_token", ({ args }) => {
        expect.step(args);
        return "s3cret";
    });
    await mount(1);
    await click(".o_cc_pbx_token button");
    await animationFrame();
    await animationFrame();
    expect.verifySteps([[[1]]]);
    expect(".o_cc_pbx_token_value").toHaveText("s3cret");
    expect(".modal pre").toHaveText(/pbx = "main"/);
    expect(".modal pre").not.toHaveText(/s3cret/);
    await click(".modal footer .btn-primary");
    await animationFrame();
    expect(".modal").toHaveCount(0);
});

test("the one before is void: it asks first", async () => {
    onRpc("cc.pbx", "action_new_token", () => {
        expect.step("made");
        return "s3cret";
    });
    await mount(2);
    await click(".o_cc_pbx_token button");
    await animationFrame();
    expect(".modal").toHaveCount(1);
    expect.verifySteps([]);
    await click(".modal footer .btn-primary");
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["made"]);
});
