import { expect, test } from "@odoo/hoot";
import { click, press, select, waitFor } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { WaitingActions } from "@cc_appeals/journal/waiting_actions/waiting_actions";
import { getDesk } from "@cc_appeals/journal/desk/desk";
import { contains, makeServerError } from "@web/../tests/web_test_helpers";
import {
    defineJournalModels,
    makeOpened,
    mountPart,
    openJournal,
    serveJournal,
} from "./journal_card_test_helpers";

defineJournalModels();

const LETTER = { entryKey: "cc.interaction,10", appealId: 1 };

async function mountLetter(props = {}) {
    const journal = await openJournal(() => {
        expect.step("read");
        return makeOpened();
    });
    expect.verifySteps(["read"]);
    await mountPart(WaitingActions, journal, { ...LETTER, ...props });
    return journal;
}

test("no answer needed: the reason is asked in the letter, and it is read anew", async () => {
    serveJournal({ action_no_answer: () => true }, "cc.interaction");
    await mountLetter();
    await click("[data-action=no_answer]");
    await waitFor("select[name=choice]");
    expect("select[name=choice]").toBeFocused();
    await select("thanks");
    await click(".o_cc_step_confirm");
    await animationFrame();
    await animationFrame();
    expect.verifySteps([["action_no_answer", [10], "thanks", false, "token"], "read"]);
    expect(".o_cc_step_strip").toHaveCount(0);
    expect(".o_cc_waiting_actions").toHaveCount(1);
});

test("spam closes the appeal; escape leaves all as it is", async () => {
    serveJournal({ action_close: () => true }, "cc.appeal");
    await mountLetter();
    await click("[data-action=spam]");
    await waitFor("[data-step=spam]");
    await press("Escape");
    await animationFrame();
    expect(".o_cc_step_strip").toHaveCount(0);
    await click("[data-action=spam]");
    await waitFor("[data-step=spam]");
    await press("Enter");
    await animationFrame();
    await animationFrame();
    expect.verifySteps([["action_close", [1], "spam", false, "token"], "read"]);
});

test("what the server refuses is said in the strip", async () => {
    serveJournal(
        {
            action_close: () => {
                throw makeServerError({ message: "Somebody moved it meanwhile." });
            },
        },
        "cc.appeal"
    );
    await mountLetter();
    await click("[data-action=spam]");
    await waitFor("[data-step=spam]");
    await click(".o_cc_step_confirm");
    await waitFor(".o_cc_step_error");
    expect(".o_cc_step_error").toHaveText("Somebody moved it meanwhile.");
    expect.verifySteps([["action_close", [1], "spam", false, "token"]]);
});

test("another department is asked beside the appeal", async () => {
    serveJournal({ action_ask_department: () => true }, "cc.appeal");
    const journal = await mountLetter({ entryKey: "", hasButtons: false });
    getDesk(journal).ask("ask_department", "");
    await waitFor("[data-step=ask_department]");
    await contains(".o_record_selector input").click();
    await contains(".o-autocomplete--dropdown-item:contains(Water)").click();
    await contains("input[name=part]").edit("The riser", { confirm: false });
    await click(".o_cc_step_confirm");
    await animationFrame();
    await animationFrame();
    expect.verifySteps([["action_ask_department", [1], 5, "The riser", "token"], "read"]);
});

test("without an appeal only the contact is settled", async () => {
    await mountLetter({ appealId: 0 });
    expect("[data-action]").toHaveCount(1);
});
