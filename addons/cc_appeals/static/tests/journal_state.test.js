import { beforeEach, expect, test } from "@odoo/hoot";
import { Deferred, advanceTime, mockDate } from "@odoo/hoot-mock";
import { allowTranslations } from "@web/../tests/web_test_helpers";
import { makeContact, makeJournal, makeRow } from "./journal_test_helpers";

beforeEach(allowTranslations);

const keys = (journal) => journal.rows.map((row) => row.key);

async function started(rows, answers = {}) {
    const start = { now: "2026-03-12 12:00:00", tab: "mine", counts: { mine: 2 }, rows };
    const journal = makeJournal({ journal_start: () => start, ...answers });
    await journal.start();
    return journal;
}

test("the clock is the server's, whatever the PC believes", async () => {
    mockDate("2026-03-12 13:07:00", 0);
    const journal = await started([]);
    expect(journal.clock.now().toUTC().toFormat("HH:mm")).toBe("12:00");
    await advanceTime(60000);
    expect(journal.clock.now().toUTC().toFormat("HH:mm")).toBe("12:01");
});

test("only a row that is renewed is replaced, in its place; a new one is fresh", async () => {
    const journal = await started([makeRow(1), makeRow(2)]);
    const [first, second] = journal.rows;
    journal.apply({
        tab: "mine",
        upsert: [makeRow(1, { what: "Renewed" }), makeRow(3)],
        counts: { mine: 3 },
    });
    expect(keys(journal)).toEqual(["cc.appeal,1", "cc.appeal,2", "cc.appeal,3"]);
    expect([first.what, journal.rows[0].what]).toEqual(["Matter 1", "Renewed"]);
    expect(journal.rows[1] === second).toBe(true);
    expect([...journal.fresh]).toEqual(["cc.appeal,3"]);
    expect(journal.counts.mine).toBe(3);
    journal.see(["cc.appeal,3"]);
    expect(journal.fresh.size).toBe(0);
});

test("the bus says no names: they stay with a row that is known, else are asked once", async () => {
    const asked = [];
    const words = { "cc.appeal,3": { who: "Boris", what: "Light" } };
    const journal = await started([makeRow(1)], {
        journal_words: (keys) => {
            asked.push(keys);
            return { words };
        },
    });
    const bare = (id, more = {}) => {
        const row = { ...makeRow(id), ...more };
        delete row.who;
        delete row.what;
        return row;
    };
    journal.apply({ tab: "mine", upsert: [bare(1, { is_unread: true }), bare(3)] });
    journal.apply({ tab: "mine", upsert: [bare(3)] });
    expect(journal.rows.map(({ who }) => who)).toEqual(["Person 1", ""]);
    await journal.askWords();
    expect(asked).toEqual([["cc.appeal,3"]]);
    expect(journal.rows.map(({ who, what }) => `${who}: ${what}`)).toEqual([
        "Person 1: Matter 1",
        "Boris: Light",
    ]);
    words["cc.appeal,1"] = { who: "Person 1", what: "Renamed" };
    journal.apply({ tab: "mine", upsert: [bare(1, { has_new_words: true })] });
    await journal.askWords();
    expect(asked.length).toBe(2);
    expect(journal.rows[0].what).toBe("Renamed");
});

test("what left does not pile up: in a list nobody looks at, and among what is new", async () => {
    const journal = await started([makeRow(1)], {
        journal_rows: (tab) => ({ tab, counts: {}, rows: [makeRow(5), makeRow(6)] }),
    });
    await journal.openTab("queue");
    journal.apply({ tab: "mine", upsert: [makeRow(2)], gone: ["cc.appeal,1"] });
    expect(journal.lists.mine.map(({ id }) => id)).toEqual([2]);
    journal.apply({ tab: "queue", upsert: [makeRow(7)] });
    journal.apply({ tab: "queue", gone: ["cc.appeal,5", "cc.appeal,7"] });
    expect(keys(journal)).toEqual(["cc.appeal,5", "cc.appeal,6", "cc.appeal,7"]);
    expect(journal.fresh.size).toBe(1);
    journal.dropGone();
    expect(keys(journal)).toEqual(["cc.appeal,6"]);
    expect(journal.fresh.size).toBe(0);
});

test("a row that left stands until it is dropped; the open one stays", async () => {
    const journal = await started([makeRow(1), makeRow(2), makeRow(3)], {
        journal_contact: () => makeContact(2),
    });
    await journal.open(journal.rows[1]);
    const because = { "cc.appeal,2": { what: "closed", user_id: -1, name: "Ivanova" } };
    journal.apply({ tab: "mine", gone: ["cc.appeal,1", "cc.appeal,2"], because });
    expect(journal.rows.map((row) => Boolean(row.gone))).toEqual([true, true, false]);
    expect(journal.openedRow.gone.why).toBe("Closed by Ivanova");
    journal.dropGone();
    expect(keys(journal)).toEqual(["cc.appeal,2", "cc.appeal,3"]);
    journal.apply({ tab: "mine", upsert: [makeRow(2)] });
    expect(journal.openedRow.gone).toBe(undefined);
});

test("asked anew after a lost connection, rows that are known keep their places", async () => {
    const answers = [
        [makeRow(1), makeRow(2)],
        [makeRow(3), makeRow(2)],
    ];
    const start = () => ({ tab: "mine", counts: {}, rows: answers.shift() });
    const journal = makeJournal({ journal_start: start });
    await journal.start();
    journal.cut();
    expect(Boolean(journal.cutAt)).toBe(true);
    await journal.refresh();
    expect(journal.cutAt).toBe(null);
    expect(keys(journal)).toEqual(["cc.appeal,1", "cc.appeal,2", "cc.appeal,3"]);
    expect(journal.rows.map((row) => Boolean(row.gone))).toEqual([true, false, false]);
    expect([...journal.fresh]).toEqual(["cc.appeal,3"]);
});

test("the address may ask for another tab than the server opens with", async () => {
    const journal = makeJournal({
        journal_start: () => ({ tab: "mine", counts: {}, rows: [makeRow(1)] }),
        journal_rows: (tab) => ({ rows: [makeRow(2)], counts: { [tab]: 1 } }),
    });
    await journal.start("control");
    expect([journal.tab, ...keys(journal)]).toEqual(["control", "cc.appeal,2"]);
    expect(journal.lists.mine.length).toBe(1);
});

test("a message for a tab never looked at changes its figure only", async () => {
    const journal = await started([makeRow(1)]);
    journal.apply({ tab: "queue", upsert: [makeRow(9)], counts: { queue: 7 } });
    expect(keys(journal)).toEqual(["cc.appeal,1"]);
    expect(journal.counts).toEqual({ mine: 2, queue: 7 });
});

test("figures of directions are added up, one's own stand beside them", async () => {
    const start = {
        tab: "mine",
        rows: [],
        counts: { mine: 2, queue: 7, missed: 4 },
        scopes: { queue: { "1_1": 4, "2_1": 3 }, missed: { "1_1": 3 } },
    };
    const journal = makeJournal({ journal_start: () => start });
    await journal.start();
    journal.apply({ tab: "queue", scope: "1_1", counts: { queue: 6, missed: 0 } });
    journal.apply({ tab: "mine", counts: { mine: 5, missed: 2 } });
    expect(journal.counts).toEqual({ mine: 5, queue: 9, missed: 2 });
});

test("of two tabs asked for quickly only the last is shown", async () => {
    const slow = new Deferred();
    const journal = await started([makeRow(1)], {
        journal_rows: (tab) => (tab === "queue" ? slow : { rows: [makeRow(5)], counts: {} }),
    });
    journal.openTab("queue");
    await journal.openTab("control");
    slow.resolve({ rows: [makeRow(4)], counts: {} });
    await slow;
    expect(journal.tab).toBe("control");
    expect(keys(journal)).toEqual(["cc.appeal,5"]);
});

test("opening keeps the appeal that is looked at, if it is this contact's", async () => {
    const appeals = [1, 2].map((id) => makeContact(id).appeals[0]);
    const journal = await started([makeRow(1)], {
        journal_contact: () => makeContact(1, { appeals }),
    });
    await journal.open({ model: "cc.appeal", id: 1 });
    expect(journal.appealId).toBe(1);
    journal.showAppeal(2);
    await journal.loadContact();
    expect(journal.appealId).toBe(2);
});

test("what is said goes by itself, an older timer does not take the newer words", async () => {
    const journal = makeJournal();
    journal.say("One");
    await advanceTime(5000);
    journal.say("Two", { isError: true });
    await advanceTime(5000);
    expect(journal.said).toEqual({ text: "Two", isError: true });
    await advanceTime(5000);
    expect(journal.said).toBe(null);
});
