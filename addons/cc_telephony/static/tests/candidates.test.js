import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

class Person extends models.Model {
    _name = "cc.test.person";
    name = fields.Char();
    _records = [
        { id: 5, name: "Anna" },
        { id: 6, name: "Ivan" },
    ];
}

class Call extends models.Model {
    _name = "cc.call";
    candidate_ids = fields.Many2many({ relation: "cc.test.person" });
    _records = [{ id: 1, candidate_ids: [5, 6] }];
}

defineMailModels();
defineModels([Call, Person]);

test("a press says who it was, and the card is read again", async () => {
    onRpc("cc.call", "action_choose", function ({ args }) {
        expect.step(args);
        this.env["cc.call"].write([1], { candidate_ids: [[5]] });
        return true;
    });
    await mountView({
        type: "form",
        resModel: "cc.call",
        resId: 1,
        arch: `<form><field name="candidate_ids" widget="cc_call_candidates"/></form>`,
    });
    expect(queryAllTexts(".o_cc_candidates button")).toEqual(["Anna", "Ivan"]);
    await click(".o_cc_candidates button:last");
    await animationFrame();
    await animationFrame();
    expect.verifySteps([[[1], 6]]);
    expect(".o_cc_candidates button").toHaveCount(0);
});
