import { expect, test } from "@odoo/hoot";
import { click, press, select, waitFor } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { WaitingActions } from "@cc_appeals/journal/waiting_actions/waiting_actions";
import { makeServerError } from "@web/../tests/web_test_helpers";
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

test("without an appeal only the contact is settled", async () => {
    await mountLetter({ appealId: 0 });
    expect("[data-action]").toHaveCount(1);
});
