import { expect, test } from "@odoo/hoot";
import { click, waitFor } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { Component, useState, xml } from "@odoo/owl";
import { AppealCard } from "@cc_appeals/journal/appeal_card/appeal_card";
import {
    contains,
    getService,
    makeServerError,
    mountWithCleanup,
} from "@web/../tests/web_test_helpers";
import {
    conflict,
    kept,
    loadCardFields,
    matter,
    mountCard,
    serveSaving,
} from "./card_saving_test_helpers";
import { loseConnection } from "./composer_test_helpers";
import { defineJournalModels, mountPart, openJournal } from "./journal_card_test_helpers";

defineJournalModels();

/** A card that goes and comes, as another row is opened. */
class Leaving extends Component {
    static components = { AppealCard };
    static props = { journal: Object, fields: Object };
    static template = xml`
        <AppealCard t-if="state.isShown" appealId="1" t-props="props"/>`;

    setup() {
        this.state = useState({ isShown: true });
    }
}

test("words of an earlier page are there again and go to the server", async () => {
    serveSaving();
    const fields = await loadCardFields();
    const words = { changes: { name: "Nearly lost" }, base: { name: "Matter 0" } };
    await getService("cc_words").keep("card:cc.appeal,1", words);
    await mountPart(AppealCard, await openJournal(), { appealId: 1, fields });
    expect(matter).toHaveValue("Nearly lost");
    await advanceTime(10);
    await animationFrame();
    // the server compares with what was seen then, not with what it says now
    expect.verifySteps([[{ name: "Nearly lost" }, { name: "Matter 0" }]]);
    expect(kept()).toBe(null);
});

test("a lost session: it waits here, is told, and goes once", async () => {
    const fault = makeServerError({
        errorName: "odoo.http.SessionExpiredException",
        message: "Session expired",
    });
    await mountCard(await openJournal());
    const line = serveSaving({ fault, isTriedOften: true });
    await contains(matter).edit("Kept words");
    await advanceTime(10);
    await waitFor(".o_cc_appeal_unsaved");
    expect(".o_cc_appeal_unsaved").toHaveText(/you are logged out/);
    expect(matter).toHaveValue("Kept words");
    const sender = getService("cc_sender");
    expect(sender.waiting.map(({ label }) => label)).toEqual(["Name: Kept words"]);
    line.fault = null;
    await advanceTime(2000);
    await animationFrame();
    expect(".o_cc_appeal_unsaved").toHaveCount(0);
    expect(matter).toHaveValue("Kept words");
    expect.verifySteps([[{ name: "Kept words" }, { name: "Matter 1" }]]);
    expect(sender.waiting).toEqual([]);
});

test("what is changed while an earlier change is on its way goes after it", async () => {
    await mountCard(await openJournal());
    const line = loseConnection("journal_save");
    serveSaving();
    await contains(matter).edit("First");
    await advanceTime(10);
    await waitFor(".o_cc_appeal_unsaved .fa-plug");
    await contains(matter).edit("Second");
    await advanceTime(10);
    line.isDown = false;
    await getService("cc_sender").now();
    await advanceTime(10);
    await animationFrame();
    expect(matter).toHaveValue("Second");
    expect.verifySteps([
        [{ name: "First" }, { name: "Matter 1" }],
        [{ name: "Second" }, { name: "First" }],
    ]);
});

test("a card that goes leaves its words to the sender", async () => {
    const journal = await openJournal();
    const fields = await loadCardFields();
    const parent = await mountWithCleanup(Leaving, { props: { journal, fields } });
    const line = loseConnection("journal_save");
    serveSaving(line);
    await contains(matter).edit("Last words", { confirm: false });
    parent.state.isShown = false;
    await animationFrame();
    const sender = getService("cc_sender");
    expect(sender.waiting.length).toBe(1);
    // nobody stands there: a refusal is the banner's …
    Object.assign(line, { isDown: false, fault: conflict });
    await sender.now();
    expect(sender.refused.map(({ sentence }) => sentence)).toEqual(["Now there is: Pipe burst"]);
    // … until the card is opened again
    parent.state.isShown = true;
    await waitFor(".o_cc_appeal_back:contains(Leave theirs)");
    expect(sender.refused).toEqual([]);
    expect(matter).toHaveValue("Last words");
    await click(".o_cc_appeal_back");
    await animationFrame();
    const asked = [{ name: "Last words" }, { name: "Matter 1" }];
    expect.verifySteps([asked, asked]);
});
