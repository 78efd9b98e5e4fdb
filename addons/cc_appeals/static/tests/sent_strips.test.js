import { expect, test } from "@odoo/hoot";
import { click } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { SentStrips } from "@cc_appeals/journal/sent_strips/sent_strips";
import { defineAppealModels } from "./cc_appeals_test_helpers";
import { makeContact, makeJournal } from "./journal_test_helpers";

defineAppealModels();

async function mountStrips(answers = {}) {
    mockDate("2026-03-12 12:00:00", 0);
    const journal = makeJournal({
        journal_contact: (model, id) => makeContact(id),
        reply_take_back: (ids, deliveryId) => expect.step([...ids, deliveryId]),
        ...answers,
    });
    const over = Date.now() + 30000;
    journal.sent.follow({ deliveryId: 5, appealId: 1, who: "Anna S.", over });
    journal.sent.follow({ deliveryId: 6, appealId: 2, who: "", over: over + 10000 });
    await mountWithCleanup(SentStrips, { props: { journal } });
    return journal;
}

test("answers wait at the foot, but not the one whose composer is on screen", async () => {
    const journal = await mountStrips();
    expect(".o_cc_sent_strip").toHaveCount(2);
    expect(".o_cc_sent_strip_text:first span").toHaveText("Answer to Anna S.");
    expect(".o_cc_sent_strip_text:first small").toHaveText("leaves in 30 s");
    journal.showAppeal(1);
    await animationFrame();
    expect(".o_cc_sent_strip").toHaveCount(1);
});

test("when its time is over an answer is gone", async () => {
    const journal = await mountStrips();
    await advanceTime(31000);
    await animationFrame();
    expect(".o_cc_sent_strip").toHaveCount(1);
    await advanceTime(11000);
    await animationFrame();
    expect(".o_cc_sent_strip").toHaveCount(0);
    expect(journal.sent.waiting.length).toBe(0);
});

test("taken back, the appeal opens with its words; Ctrl+Z takes the last", async () => {
    const journal = await mountStrips();
    await click(".o_cc_sent_strip_undo:first");
    await animationFrame();
    expect.verifySteps([[1, 5]]);
    expect(journal.opened.key).toBe("cc.appeal,1");
    await journal.server("undo")();
    expect.verifySteps([[2, 6]]);
    expect(journal.sent.waiting.length).toBe(0);
});
