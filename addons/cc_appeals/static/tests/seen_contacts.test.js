import { expect, test } from "@odoo/hoot";
import { noteSeen, seenUntil } from "@cc_appeals/chronology/seen_contacts";

const said = (id) => ({ context: { cc_seen_until: id } });

test("the newest contact shown is said, by appeal", () => {
    noteSeen([
        { key: "cc.interaction,41", appeals: [{ id: 901 }] },
        { key: "cc.interaction,43", appeals: [{ id: 901 }, { id: 902 }] },
        { key: "cc.audit.entry,99", appeals: [{ id: 901 }] },
    ]);
    noteSeen([{ key: "cc.interaction,42", appeals: null }], 901);
    expect(seenUntil("cc.appeal", 901)).toEqual(said(43));
    expect(seenUntil("cc.appeal", 902)).toEqual(said(43));
    noteSeen([{ key: "cc.interaction,44", appeals: [] }], 901);
    expect(seenUntil("cc.appeal", 901)).toEqual(said(44));
});

test("of what was never shown nothing is said", () => {
    expect(seenUntil("cc.appeal", 903)).toEqual({});
    noteSeen([{ key: "cc.interaction,904", appeals: [{ id: 904 }] }]);
    expect(seenUntil("cc.interaction", 904)).toEqual({});
});
