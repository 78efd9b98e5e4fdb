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
import { RENEW_MS } from "@cc_telephony/live/live_list";

class Live extends models.Model {
    _name = "cc.pbx.live";
    number_masked = fields.Char();
    _records = [{ id: 1, number_masked: "+7 916 ***-**-67" }];
}

defineMailModels();
defineModels([Live]);

test("calls that began meanwhile appear without a press", async () => {
    await mountView({
        type: "list",
        resModel: "cc.pbx.live",
        arch: `<list js_class="cc_call_live"><field name="number_masked"/></list>`,
    });
    expect(".o_data_row").toHaveCount(1);
    MockServer.env["cc.pbx.live"].create({ number_masked: "+7 903 ***-**-18" });
    await advanceTime(RENEW_MS);
    await animationFrame();
    expect(".o_data_row").toHaveCount(2);
});
