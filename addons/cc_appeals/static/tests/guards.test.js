import { expect, test } from "@odoo/hoot";
import { makeJournal } from "./journal_test_helpers";

test("parts say that something is typed, and take it back", async () => {
    const journal = makeJournal();
    let isTyping = false;
    const remove = journal.addTyping(() => isTyping);
    expect(journal.isTyping()).toBe(false);
    isTyping = true;
    expect(journal.isTyping()).toBe(true);
    remove();
    expect(journal.isTyping()).toBe(false);
});

test("the part that came last serves a key", async () => {
    const journal = makeJournal();
    const first = () => {};
    const last = () => {};
    journal.addKey("answer", first);
    const remove = journal.addKey("answer", last);
    expect(journal.server("answer")).toBe(last);
    remove();
    expect(journal.server("answer")).toBe(first);
});
