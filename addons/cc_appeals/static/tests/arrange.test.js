import { describe, expect, test } from "@odoo/hoot";
import { arrange } from "@cc_appeals/journal/work_list/arrange";
import { makeRow } from "./journal_test_helpers";

const { DateTime } = luxon;
const NOW = DateTime.fromISO("2026-03-12T12:00:00Z", { setZone: true });
const at = (id, due_at, values = {}) => makeRow(id, { due_at: `2026-03-${due_at}:00`, ...values });
const ids = (groups) =>
    Object.fromEntries(groups.map(({ code, rows }) => [code, rows.map(({ id }) => id)]));

describe.current.tags("headless");

test("late and warned burn, the rest is of today or later", () => {
    const groups = arrange(
        [
            at(1, "20 10:00"),
            at(2, "12 18:00"),
            at(3, "12 09:00"),
            at(4, "14 10:00", { warn_at: "2026-03-12 11:59:59" }),
            makeRow(5),
            makeRow(6, { is_missed: true }),
        ],
        NOW
    );
    expect(ids(groups)).toEqual({ burning: [3, 4], today: [2, 6], later: [1, 5] });
});

test("a colleague who asks for help stands first; who is helped, with the rest", () => {
    const help = (id, is_unread) => makeRow(id, { why: "help", is_unread });
    const groups = arrange([help(1, false), help(2, true)], NOW);
    expect(ids(groups)).toEqual({ today: [2], later: [1] });
});

test("a day ends at midnight of the person, not of Greenwich", () => {
    const moscow = NOW.setZone("UTC+3");
    const groups = arrange([at(1, "12 20:59"), at(2, "12 21:30")], moscow);
    expect(ids(groups)).toEqual({ today: [1], later: [2] });
});

test("of one moment the key decides, as on the server", () => {
    const groups = arrange([at(12, "13 10:00"), at(2, "13 10:00"), at(3, "13 09:00")], NOW);
    expect(ids(groups)).toEqual({ later: [3, 12, 2] });
});

test("under a hand rows keep their places, new ones come between them", () => {
    const before = arrange([at(1, "12 18:00"), at(2, "12 19:00")], NOW);
    const rows = [at(2, "12 13:00"), at(1, "20 10:00"), at(3, "12 18:30"), at(4, "12 09:00")];
    expect(ids(arrange(rows, NOW, before))).toEqual({ burning: [4], today: [3, 1, 2] });
    expect(ids(arrange(rows, NOW))).toEqual({ burning: [4], today: [2, 3], later: [1] });
});

test("what is gone stands, but is not counted", () => {
    const [group] = arrange([makeRow(1), makeRow(2, { gone: { why: "" } })], NOW);
    expect([group.rows.length, group.count]).toEqual([2, 1]);
});
