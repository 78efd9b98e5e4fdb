import { expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    defineModels,
    fields,
    MockServer,
    models,
    mountView,
} from "@web/../tests/web_test_helpers";
import { ASK_MS } from "@cc_telephony/rebuild_progress/rebuild_progress";

class Rebuild extends models.Model {
    _name = "cc.call.rebuild";
    state = fields.Selection({
        selection: [
            ["running", "Going on"],
            ["done", "Done"],
        ],
    });
    asked_count = fields.Integer();
    built_count = fields.Integer();
    sentence = fields.Char();
    _records = [
        { id: 1, state: "running", asked_count: 200, built_count: 50, sentence: "50 of 200" },
    ];
}

defineMailModels();
defineModels([Rebuild]);

test("it moves by itself and ends with a sentence", async () => {
    await mountView({
        type: "form",
        resModel: "cc.call.rebuild",
        resId: 1,
        arch: `<form><field name="sentence" widget="cc_call_rebuild_progress"/></form>`,
    });
    expect(".progress").toHaveAttribute("aria-valuenow", "25");
    MockServer.env["cc.call.rebuild"].write([1], {
        state: "done",
        built_count: 200,
        sentence: "Done: 200",
    });
    await advanceTime(ASK_MS);
    await animationFrame();
    expect(".progress").toHaveAttribute("aria-valuenow", "100");
    expect(".o_cc_rebuild p").toHaveText("Done: 200");
    expect(".progress-bar-animated").toHaveCount(0);
});
