import { expect, test } from "@odoo/hoot";
import { click, edit, press, queryOne, waitFor } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { NoteSheet } from "@cc_appeals/journal/note_sheet/note_sheet";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { loseConnection } from "./composer_test_helpers";
import { defineJournalModels, serveJournal } from "./journal_card_test_helpers";

defineJournalModels();

const props = {
    resModel: "cc.appeal",
    resId: 1,
    ways: [],
    onNoted: () => expect.step("noted"),
};

async function write(words) {
    queryOne(".o_cc_note_text").focus();
    await edit(words, { confirm: false });
    await animationFrame();
}

async function mountNote() {
    await mountWithCleanup(NoteSheet, { props });
}

test("ctrl+enter writes the note once and empties the sheet", async () => {
    serveJournal({ journal_note: () => true });
    await mountNote();
    expect(".o_cc_note_send").not.toBeEnabled();
    await write("Call her after noon");
    await press(["ctrl", "Enter"]);
    await press(["ctrl", "Enter"]);
    await animationFrame();
    expect.verifySteps([["journal_note", "cc.appeal", 1, "Call her after noon", "token"], "noted"]);
    expect(".o_cc_note_text").toHaveValue("");
});

test("without a connection the words stay and go by themselves with one token", async () => {
    serveJournal({ journal_note: () => true });
    await mountNote();
    await write("Call her");
    const line = loseConnection("journal_note");
    await click(".o_cc_note_send");
    await waitFor("[role=alert]");
    expect("[role=alert]").toHaveText(/kept here/);
    expect(".o_cc_note_text").toHaveValue("Call her");
    line.isDown = false;
    await advanceTime(5000);
    await animationFrame();
    expect(new Set(line.asked).size).toBe(1);
    expect.verifySteps([["journal_note", "cc.appeal", 1, "Call her", "token"], "noted"]);
});

test("the words are there again after the page went", async () => {
    await mountNote();
    await write("Half a sentence");
    await mountWithCleanup(NoteSheet, { props });
    expect(".o_cc_note_text:last").toHaveValue("Half a sentence");
});
