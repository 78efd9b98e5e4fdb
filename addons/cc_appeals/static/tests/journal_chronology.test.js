import { expect, test } from "@odoo/hoot";
import { click, edit, press, queryAll, queryAllTexts, queryOne, waitFor } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { JournalChronology } from "@cc_appeals/journal/journal_chronology/journal_chronology";
import { ContactColumn } from "@cc_appeals/journal/contact_column/contact_column";
import { Component, xml } from "@odoo/owl";
import { onRpc } from "@web/../tests/web_test_helpers";
import { makeEntry, makeStep } from "./cc_chronology_test_helpers";
import {
    defineJournalModels,
    makeOpened,
    mountPart,
    openJournal,
    serveJournal,
} from "./journal_card_test_helpers";

defineJournalModels();

const CALL = { icon: "phone", label: "Call", title: "A call" };
const FIRST = {
    entries: [
        makeEntry(4, "2026-03-16 09:00:00", {
            waits: true,
            appeals: [{ id: 1, number: "26-000001" }],
        }),
        makeStep(3, "2026-03-15 10:00:00"),
        makeEntry(2, "2026-03-15 09:00:00", CALL),
    ],
    earlier: ["2026-03-15 09:00:00", "cc.interaction,2"],
    states: {},
};

/** Stands where the column does: it gives the first page on. */
class Place extends Component {
    static template = xml`
        <div style="height: 400px; display: flex">
            <JournalChronology
                journal="props.journal"
                resModel="'res.partner'"
                resId="7"
                version="props.journal.contact.chronology"
            />
        </div>`;
    static components = { JournalChronology };
    static props = { journal: Object };
}

async function mountFirst(read = () => makeOpened({ chronology: FIRST })) {
    mockDate("2026-03-16 12:00:00", 0);
    const journal = await openJournal(read);
    await mountPart(Place, journal);
    return journal;
}

const keys = () => queryAll(".o_cc_entry").map((entry) => entry.dataset.key);

test("the first page came with the contact; the latest stands last, at the lower end", async () => {
    onRpc("res.partner", "cc_chronology", () => expect.step("asked"));
    await mountFirst();
    expect(keys()).toEqual(["cc.interaction,2", "cc.appeal.interval,3", "cc.interaction,4"]);
    expect.verifySteps([]);
    const scroller = queryOne(".o_cc_journal_entries");
    expect(Math.abs(scroller.scrollTop)).toBeLessThan(2);
});

test("filters count what there is, and show one kind", async () => {
    await mountFirst();
    expect(queryAllTexts(".o_cc_journal_filter[data-kind]")).toEqual([
        "All\n3+",
        "1",
        "1",
        "steps\n1",
    ]);
    await click("[data-kind=phone]");
    await animationFrame();
    expect(keys()).toEqual(["cc.interaction,2"]);
    await click("[data-kind=steps]");
    await animationFrame();
    expect(keys()).toEqual(["cc.appeal.interval,3"]);
});

test("further back is asked for, and stays when the contact is read anew", async () => {
    serveJournal(
        {
            cc_chronology: () => ({
                entries: [makeEntry(1, "2026-03-01 09:00:00")],
                earlier: false,
                states: {},
            }),
        },
        "res.partner"
    );
    const journal = await mountFirst();
    await click(".o_cc_chronology_earlier");
    await animationFrame();
    expect.verifySteps([["cc_chronology", [7], FIRST.earlier, 30]]);
    expect(keys()[0]).toBe("cc.interaction,1");
    const newer = makeEntry(5, "2026-03-16 10:00:00");
    journal.contact.chronology = { ...FIRST, entries: [newer, ...FIRST.entries.slice(0, 2)] };
    await animationFrame();
    expect(keys()).toEqual([
        "cc.interaction,1",
        "cc.interaction,2",
        "cc.appeal.interval,3",
        "cc.interaction,4",
        "cc.interaction,5",
    ]);
    expect(".o_cc_chronology_earlier").toHaveCount(0);
});

test("only the chosen appeal's, and the person's again", async () => {
    serveJournal(
        {
            chronology: () => ({
                entries: [makeEntry(4, "2026-03-16 09:00:00")],
                earlier: false,
                states: {},
            }),
        },
        "cc.appeal"
    );
    await mountFirst();
    await click(".o_cc_journal_only");
    await animationFrame();
    await animationFrame();
    expect.verifySteps([["chronology", [1], false, 30]]);
    expect(keys()).toEqual(["cc.interaction,4"]);
    await click(".o_cc_journal_only");
    await animationFrame();
    expect(keys().length).toBe(3);
});

test("a letter that waits has its actions; an appeal of another is opened", async () => {
    const journal = await mountFirst();
    expect("[data-key='cc.interaction,4'] .o_cc_waiting_actions").toHaveCount(1);
    expect(".o_cc_waiting_actions").toHaveCount(1);
    journal.open = (where) => expect.step(where);
    const entry = makeEntry(9, "2026-03-16 11:00:00", { appeals: [{ id: 8, number: "25-8" }] });
    journal.contact.chronology = { ...FIRST, entries: [entry] };
    await animationFrame();
    await click("[data-key='cc.interaction,9'] .o_cc_entry_appeal");
    expect.verifySteps([{ model: "cc.appeal", id: 8 }]);
});

test("words are looked for in place, and escape ends it", async () => {
    await mountFirst();
    await click(".o_cc_journal_filter:last");
    await waitFor(".o_cc_journal_search");
    queryOne(".o_cc_journal_search").focus();
    await edit("a call", { confirm: false });
    await animationFrame();
    expect(keys()).toEqual(["cc.interaction,2"]);
    await press("Escape");
    await animationFrame();
    expect(keys().length).toBe(3);
});

test("the column says what to do as long as nothing is open", async () => {
    const journal = await openJournal();
    journal.contact = null;
    await mountPart(ContactColumn, journal);
    expect(".o_cc_contact_empty").toHaveText(/Choose a row/);
});
