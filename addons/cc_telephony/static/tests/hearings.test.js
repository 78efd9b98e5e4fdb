import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

const heard = { id: 7, who: "Anna", at: "2026-03-02 10:00:00", what: "Listened", reason: "So" };

class Recording extends models.Model {
    _name = "cc.recording";
    hearings = fields.Json();
    _records = [
        { id: 1, hearings: [heard] },
        { id: 2, hearings: [] },
    ];
}

defineMailModels();
defineModels([Recording]);

const mount = (resId) =>
    mountView({
        type: "form",
        resModel: "cc.recording",
        resId,
        arch: `<form edit="0"><field name="hearings" widget="cc_hearings"/></form>`,
    });

test("who listened, when and why", async () => {
    await mount(1);
    expect(queryAllTexts(".o_cc_hearings tbody td").slice(1)).toEqual(["Anna", "Listened", "So"]);
});

test("nobody has listened yet", async () => {
    await mount(2);
    expect(".o_cc_hearings").toHaveCount(0);
    expect(".o_field_cc_hearings p").toHaveCount(1);
});
