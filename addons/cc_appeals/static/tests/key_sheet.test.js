import { expect, test } from "@odoo/hoot";
import { click } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { KEYS, OTHER_KEYS } from "@cc_appeals/journal/journal_keys/key_table";
import { KeyHints } from "@cc_appeals/journal/key_hints/key_hints";
import { KeySheet } from "@cc_appeals/journal/key_sheet/key_sheet";
import { defineAppealModels } from "./cc_appeals_test_helpers";
import { makeJournal } from "./journal_test_helpers";

defineAppealModels();

test("the sheet has all keys, takes the focus and closes", async () => {
    await mountWithCleanup(KeySheet, { props: { onClose: () => expect.step("close") } });
    expect(".o_cc_key_sheet dt").toHaveCount(KEYS.length + OTHER_KEYS.length);
    expect(".o_cc_key_sheet_close").toBeFocused();
    await click(".o_cc_key_sheet_close");
    expect.verifySteps(["close"]);
});

test("the foot shows keys, and what the Journal says in their place", async () => {
    const journal = makeJournal();
    await mountWithCleanup(KeyHints, {
        props: { journal, isHelpOpen: false, onHelp: () => expect.step("help") },
    });
    const keys = document.querySelectorAll(".o_cc_key_hints kbd").length;
    journal.say("Taken: Person 1", { isError: true });
    await animationFrame();
    expect(".o_cc_said").toHaveText("Taken: Person 1");
    expect(".o_cc_said").toHaveClass("o_cc_said_error");
    expect(document.querySelectorAll(".o_cc_key_hints kbd").length).toBeLessThan(keys);
    await click(".o_cc_key_help");
    expect.verifySteps(["help"]);
});
