import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts, waitFor } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import { Component, useState, xml } from "@odoo/owl";
import { AppealCard } from "@cc_appeals/journal/appeal_card/appeal_card";
import { CARD_FIELDS } from "@cc_appeals/journal/appeal_card/card_model";
import { getDesk } from "@cc_appeals/journal/desk/desk";
import {
    contains,
    getService,
    makeMockEnv,
    makeServerError,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { loseConnection } from "./composer_test_helpers";
import {
    defineJournalModels,
    makeOpened,
    makeTab,
    makeValues,
    mountPart,
    openJournal,
    serveJournal,
} from "./journal_card_test_helpers";

defineJournalModels();

async function loadCardFields() {
    mockDate("2026-03-12 10:00:00", 0);
    await makeMockEnv();
    const options = { fieldNames: CARD_FIELDS };
    return getService("field").loadFields("cc.appeal", options);
}

async function mountCard(journal, appealId = 1) {
    await mountPart(AppealCard, journal, { appealId, fields: await loadCardFields() });
}

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

const topic = ".o_cc_appeal_field[data-name=topic_id] input";
const matter = ".o_cc_appeal_field[data-name=name] textarea";

test("opening asks nothing: the values came with the contact", async () => {
    onRpc("cc.appeal", "web_read", () => expect.step("web_read"));
    await mountCard(await openJournal());
    expect.verifySteps([]);
    expect(".o_cc_appeal_field[data-name=topic_id] input").toHaveValue("Hot water");
    expect(matter).toHaveValue("Matter 1");
    expect(".o_cc_status_current").toHaveText("Registered");
    expect(".o_cc_clock").toHaveText("8 d");
    expect(".o_cc_appeal_owner").toHaveCount(0);
});

test("another tab is asked for once", async () => {
    serveJournal({ journal_appeal: () => ({ appeal: { 2: makeValues(2) } }) });
    const journal = await openJournal();
    await mountCard(journal, 2);
    expect.verifySteps([["journal_appeal", 2]]);
    expect(matter).toHaveValue("Matter 2");
    expect(journal.contact.appeal[2].name).toBe("Matter 2");
});

/** A server that takes what is changed, unless `line` says why not. */
function serveSaving(line = {}) {
    onRpc("cc.journal", "journal_save", ({ args }) => {
        const [id, changes, base] = args;
        expect.step([changes, base]);
        if (line.fault) {
            throw line.fault;
        }
        return { appeal: { [id]: makeValues(id, { name: changes.name, ...line.values }) } };
    });
    return line;
}

const conflict = makeServerError({
    message: "Now there is: Pipe burst",
    context: { changed: { id: 1, name: "Pipe burst" } },
});

function kept() {
    return getService("cc_words").read("card:cc.appeal,1");
}

test("a changed field saves itself, and the tab follows", async () => {
    const journal = await openJournal();
    await mountCard(journal);
    serveSaving();
    await contains(matter).edit("No water at all");
    await advanceTime(10);
    await animationFrame();
    expect.verifySteps([[{ name: "No water at all" }, { name: "Matter 1" }]]);
    expect(journal.contact.appeals[0].name).toBe("No water at all");
    expect(".o_cc_appeal_card").toHaveClass("o_cc_appeal_saved");
    expect(kept()).toBe(null);
});

test("a chosen topic saves itself", async () => {
    await mountCard(await openJournal());
    const lifts = { id: 4, display_name: "Lifts" };
    serveSaving({ values: { name: "Matter 1", topic_id: lifts } });
    await contains(topic).click();
    await contains(".o-autocomplete--dropdown-item:contains(Lifts)").click();
    await advanceTime(10);
    await animationFrame();
    expect.verifySteps([[{ topic_id: 4 }, { topic_id: 3 }]]);
    expect(topic).toHaveValue("Lifts");
});

test("what is typed is kept here at once, and forgotten when it is as it was", async () => {
    await mountCard(await openJournal());
    await contains(matter).edit("No wa", { confirm: false });
    expect(kept()).toEqual({ changes: { name: "No wa" }, base: { name: "Matter 1" } });
    await contains(matter).edit("Matter 1", { confirm: false });
    expect(kept()).toBe(null);
});

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
    const line = serveSaving({ fault });
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
    const asked = [{ name: "Kept words" }, { name: "Matter 1" }];
    expect.verifySteps([asked, asked]);
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

test("a refusal is told, and one may go back", async () => {
    await mountCard(await openJournal());
    serveSaving({ fault: makeServerError({ message: "It belongs to another direction." }) });
    await contains(matter).edit("Other");
    await advanceTime(10);
    await waitFor(".o_cc_appeal_unsaved");
    expect(".o_cc_appeal_unsaved").toHaveText(/belongs to another direction/);
    expect(kept().changes).toEqual({ name: "Other" });
    await click(".o_cc_appeal_back");
    await animationFrame();
    expect(matter).toHaveValue("Matter 1");
    expect(".o_cc_appeal_unsaved").toHaveCount(0);
    expect(kept()).toBe(null);
    expect.verifySteps([[{ name: "Other" }, { name: "Matter 1" }]]);
});

test("what others wrote meanwhile is told: theirs may stay", async () => {
    await mountCard(await openJournal());
    serveSaving({ fault: conflict });
    await contains(matter).edit("Mine");
    await advanceTime(10);
    await waitFor(".o_cc_appeal_unsaved");
    expect(".o_cc_appeal_unsaved").toHaveText(/Now there is: Pipe burst/);
    expect(matter).toHaveValue("Mine");
    await click(".o_cc_appeal_back");
    await animationFrame();
    expect(matter).toHaveValue("Pipe burst");
    expect(kept()).toBe(null);
    expect.verifySteps([[{ name: "Mine" }, { name: "Matter 1" }]]);
});

test("… or ours goes over what was seen, and over nothing else", async () => {
    await mountCard(await openJournal());
    const line = serveSaving({ fault: conflict });
    await contains(matter).edit("Mine");
    await advanceTime(10);
    await waitFor(".o_cc_appeal_unsaved");
    line.fault = null;
    await click(".o_cc_appeal_again");
    await advanceTime(10);
    await animationFrame();
    expect(".o_cc_appeal_unsaved").toHaveCount(0);
    expect(matter).toHaveValue("Mine");
    expect.verifySteps([
        [{ name: "Mine" }, { name: "Matter 1" }],
        [{ name: "Mine" }, { id: 1, name: "Pipe burst" }],
    ]);
});

test("a contact read anew is shown, but not over words that are not saved", async () => {
    let name = "Changed by a colleague";
    const journal = await openJournal();
    await mountCard(journal);
    const read = () => makeOpened({}, { name });
    journal.orm = { call: async () => read() };
    await journal.loadContact();
    await animationFrame();
    await animationFrame();
    expect(matter).toHaveValue("Changed by a colleague");
    await contains(matter).edit("My words", { confirm: false });
    name = "Changed once more";
    await journal.loadContact();
    await animationFrame();
    expect(matter).toHaveValue("My words");
});

test("a chosen department is asked for as a step of the status line", async () => {
    await mountCard(await openJournal());
    await contains(".o_cc_appeal_field[data-name=department_id] input").click();
    await contains(".o-autocomplete--dropdown-item:contains(Water)").click();
    await waitFor(".o_cc_step_strip[data-step=hand_over]");
    expect(".o_cc_step_strip .o_record_selector input").toHaveValue("Water");
    expect.verifySteps([]);
});

test("who has it is told, and nobody's can be taken", async () => {
    serveJournal({ action_take: () => true }, "cc.appeal");
    const journal = await openJournal(() => makeOpened({}, { owner_id: false }));
    await mountCard(journal);
    expect(".o_cc_appeal_owner span").toHaveText("Nobody yet");
    await click(".o_cc_appeal_take");
    await animationFrame();
    expect.verifySteps([["action_take", [1]]]);
});

test("a closed one tells how it ended", async () => {
    const closed = {
        state: "closed",
        is_open: false,
        closing_method: "answered",
        closed_at: "2026-03-11 09:00:00",
        allowed_steps: [],
        department_id: { id: 5, display_name: "Water" },
    };
    const appeals = [makeTab(1, closed)];
    await mountCard(await openJournal(() => makeOpened({ appeals }, closed)));
    expect(queryAllTexts(".o_cc_appeal_terms dd")).toEqual(["Answered, Mar 11"]);
    expect(".o_cc_appeal_plain").toHaveText("Water");
});

test("keys ask the steps of the status line, and say when one is not possible", async () => {
    const journal = await openJournal();
    await mountCard(journal);
    journal.server("hand_over")();
    await waitFor("[data-step=hand_over]");
    journal.server("close")();
    await waitFor("[data-step=close]");
    expect("[data-step=hand_over]").toHaveCount(0);
    expect(getDesk(journal).notice).toBe(null);
    journal.server("feedback")();
    expect(getDesk(journal).notice.text).toInclude("not possible");
    journal.server("ask_department")();
    await waitFor("[data-step=ask_department]");
    // the next question takes the refusal away
    expect(getDesk(journal).notice).toBe(null);
    expect("[data-step=close]").toHaveCount(0);
});
