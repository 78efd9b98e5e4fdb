import { beforeEach, expect, test } from "@odoo/hoot";
import { Deferred } from "@odoo/hoot-mock";
import { allowTranslations } from "@web/../tests/web_test_helpers";
import { makeJournal, makeRow } from "./journal_test_helpers";

beforeEach(allowTranslations);

const START = { now: "2026-03-12 12:00:00", tab: "mine", counts: {}, rows: [] };
const shown = (journal) => journal.rows.map((row) => `${row.id}${row.gone ? " gone" : ""}`);

test("what the bus says while a part of the list is read is not lost", async () => {
    const answer = new Deferred();
    const journal = makeJournal({ journal_start: () => START, journal_rows: () => answer });
    await journal.start();
    const opening = journal.openTab("missed");
    // read by the server before these changed, answered after
    journal.apply({ tab: "missed", upsert: [makeRow(7)], gone: ["cc.appeal,5"] });
    answer.resolve({ counts: { missed: 1 }, rows: [makeRow(5), makeRow(6)] });
    await opening;
    expect(shown(journal)).toEqual(["5 gone", "6", "7"]);
    // once: what is read afterwards knows it
    await journal.openTab("missed");
    expect(shown(journal)).toEqual(["5", "6"]);
    expect(journal.heard.underWay.size).toBe(0);
});

test("nor while all is asked for anew", async () => {
    const answer = new Deferred();
    const starts = [START, answer];
    const journal = makeJournal({ journal_start: () => starts.shift() });
    await journal.start();
    const asking = journal.refresh();
    journal.apply({ tab: "mine", upsert: [makeRow(1)], counts: { mine: 1 } });
    answer.resolve({ ...START, counts: { mine: 0 } });
    await asking;
    expect(shown(journal)).toEqual(["1"]);
    expect(journal.counts.mine).toBe(1);
});

test("a question that fails leaves nothing behind", async () => {
    const journal = makeJournal({
        journal_start: () => START,
        journal_rows: () => Promise.reject(new Error("cut")),
    });
    await journal.start();
    await expect(journal.openTab("queue")).rejects.toThrow("cut");
    expect(journal.heard.underWay.size).toBe(0);
});
