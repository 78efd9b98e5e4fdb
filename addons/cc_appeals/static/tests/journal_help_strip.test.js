import { expect, test } from "@odoo/hoot";
import { click, press, waitFor } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { HelpStrip } from "@cc_appeals/journal/help_strip/help_strip";
import { contains, makeServerError } from "@web/../tests/web_test_helpers";
import {
    defineJournalModels,
    makeOpened,
    mountPart,
    openJournal,
    serveJournal,
} from "./journal_card_test_helpers";

defineJournalModels();

const ROW = {
    key: "cc.journal.help,4",
    model: "cc.journal.help",
    id: 4,
    tab: "help",
    who: "Ivanov",
    what: "What do I tell him?",
    owner: "",
};

test("who asks and what is told; joining is one press", async () => {
    serveJournal({ journal_help: () => ({}) });
    await mountPart(HelpStrip, await openJournal(() => makeOpened({ row: ROW })));
    expect(".o_cc_help_words").toHaveText("Ivanov: What do I tell him?");
    await click("[data-help=join]");
    await animationFrame();
    expect.verifySteps([["journal_help", "join", { id: 4 }]]);
});

test("taking over asks why; a refusal is said and the words stay", async () => {
    serveJournal({
        journal_help: () => {
            throw makeServerError({ message: "This help has ended already." });
        },
    });
    const row = { ...ROW, owner: "Me" };
    await mountPart(HelpStrip, await openJournal(() => makeOpened({ row })));
    expect("[data-help=join]").toHaveCount(0);
    await click("[data-help=ask]");
    await waitFor("input[name=help_reason]");
    await contains("input[name=help_reason]").edit("It is urgent", { confirm: false });
    await press("Enter");
    await waitFor(".o_cc_step_error");
    expect(".o_cc_step_error").toHaveText("This help has ended already.");
    expect("input[name=help_reason]").toHaveValue("It is urgent");
    expect.verifySteps([["journal_help", "take_over", { id: 4, reason: "It is urgent" }]]);
});
