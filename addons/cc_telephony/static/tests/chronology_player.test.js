import { expect, test } from "@odoo/hoot";
import { contains, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { ChronologyEntry } from "@cc_appeals/chronology/chronology_entry/chronology_entry";

defineMailModels();

const ENTRY = {
    key: "cc.interaction,1",
    at: luxon.DateTime.fromISO("2026-03-02T10:00:00"),
    kind: "contact",
    icon: "phone",
    label: "Call",
    direction: "in",
    title: "Incoming call, 3:12",
    text: "",
    quote: "",
    who: "",
    step: false,
    appeals: [],
    files: [],
    state: false,
    waits: false,
};

const mount = (player) =>
    mountWithCleanup(ChronologyEntry, {
        props: { entry: { ...ENTRY, player }, resModel: "cc.appeal", resId: 1 },
    });

test("a call is heard where it stands", async () => {
    onRpc("cc.call", "player_recordings", ({ args }) => {
        expect.step(args[0][0]);
        return [];
    });
    await mount({ model: "cc.call", id: 9 });
    await contains(".o_cc_entry_listen").click();
    expect(".o_cc_recordings").toHaveCount(1);
    await contains(".o_cc_entry_listen").click();
    expect(".o_cc_recordings").toHaveCount(0);
    expect.verifySteps([9]);
});

test("what has no recording offers none", async () => {
    await mount(false);
    expect(".o_cc_entry_listen").toHaveCount(0);
});
