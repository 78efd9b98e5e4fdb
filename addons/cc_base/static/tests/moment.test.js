import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

class Contact extends models.Model {
    _name = "cc.test.contact";
    at = fields.Datetime();
    _records = [
        { id: 1, at: "2026-03-12 11:05:00" },
        { id: 2, at: "2026-03-11 13:20:00" },
        { id: 3, at: "2026-03-01 06:00:00" },
        { id: 4, at: "2025-12-31 06:00:00" },
        { id: 5, at: false },
    ];
}

defineMailModels();
defineModels([Contact]);

test("a moment is as short as the day allows", async () => {
    mockDate("2026-03-12 12:00:00", 0);
    await mountView({
        type: "list",
        resModel: "cc.test.contact",
        arch: `<list><field name="at" widget="cc_moment"/></list>`,
    });
    expect(queryAllTexts(".o_field_cc_moment")).toEqual([
        "11:05",
        "yesterday 13:20",
        "Mar 1",
        "Dec 31, 2025",
        "",
    ]);
});

test("the day is the reader's own, not that of UTC", async () => {
    mockDate("2026-03-11 22:30:00", +3);
    await mountView({
        type: "list",
        resModel: "cc.test.contact",
        arch: `<list limit="2"><field name="at" widget="cc_moment"/></list>`,
    });
    expect(".o_field_cc_moment:eq(1)").toHaveText("yesterday 16:20");
});

test("as a sentence it says that it is the receipt", async () => {
    mockDate("2026-03-12 12:00:00", 0);
    await mountView({
        type: "list",
        resModel: "cc.test.contact",
        arch: `<list><field name="at" widget="cc_moment" options="{'received': True}"/></list>`,
    });
    expect(queryAllTexts(".o_field_cc_moment").slice(0, 3)).toEqual([
        "received at 11:05",
        "received yesterday at 13:20",
        "received March 1",
    ]);
});
