import { expect, test } from "@odoo/hoot";
import { noteSeen, seenContacts } from "@cc_appeals/chronology/seen_contacts";

const said = (...ids) => ({ context: { cc_seen_ids: ids } });

test("the contacts shown are said, by appeal", () => {
    noteSeen([
        { key: "cc.interaction,41", appeals: [{ id: 901 }] },
        { key: "cc.interaction,43", appeals: [{ id: 901 }, { id: 902 }] },
        { key: "cc.audit.entry,99", appeals: [{ id: 901 }] },
    ]);
    noteSeen([{ key: "cc.interaction,42", appeals: null }], 901);
    expect(seenContacts("cc.appeal", 901)).toEqual(said(41, 43, 42));
    expect(seenContacts("cc.appeal", 902)).toEqual(said(43));
    noteSeen([{ key: "cc.interaction,43", appeals: [] }], 901);
    noteSeen([{ key: "cc.interaction,44", appeals: [] }], 901);
    expect(seenContacts("cc.appeal", 901)).toEqual(said(41, 43, 42, 44));
});

test("of what was never shown nothing is said", () => {
    expect(seenContacts("cc.appeal", 903)).toEqual({});
    noteSeen([{ key: "cc.interaction,904", appeals: [{ id: 904 }] }]);
    expect(seenContacts("cc.interaction", 904)).toEqual({});
});
