import { describe, expect, test } from "@odoo/hoot";
import { HEAD_PX, ROW_PX, RowWindow } from "@cc_appeals/journal/work_list/row_window";
import { makeRow } from "./journal_test_helpers";

describe.current.tags("headless");

const key = (id) => `cc.appeal,${id}`;
const rowsOf = (from, to) =>
    Array.from({ length: to - from + 1 }, (_, index) => makeRow(from + index));

function makeWindow(...groups) {
    return new RowWindow(
        groups.map((rows, index) => ({ code: `group${index}`, count: rows.length, rows }))
    );
}

test("of two thousand rows only those that are seen are drawn", () => {
    const place = makeWindow(rowsOf(1, 500), rowsOf(501, 2000));
    const [first, second] = place.slice(900 * ROW_PX, 10 * ROW_PX);
    expect(first.rows.length).toBe(0);
    expect(second.rows.length).toBeLessThan(30);
    expect(second.rows.map(({ id }) => id)).toInclude(905);
    expect(second.first + 1).toBe(second.rows[0].id);
    expect(HEAD_PX + second.gap).toBe(place.topOf(second.rows[0].key) - 500 * ROW_PX - HEAD_PX);
    expect(place.height).toBe(2000 * ROW_PX + 2 * HEAD_PX);
});

test("a row that came in above does not move what is read", () => {
    const before = makeWindow(rowsOf(5, 50));
    const after = makeWindow([...rowsOf(1, 2), ...before.rows]);
    expect(after.keep(before, 300, "")).toBe(300 + 2 * ROW_PX);
    expect(after.keep(before, 0, key(5))).toBe(2 * ROW_PX);
});

test("a row that came in below changes nothing", () => {
    const before = makeWindow(rowsOf(1, 20));
    const after = makeWindow(rowsOf(1, 40));
    expect(after.keep(before, 300, key(8))).toBe(300);
});

test("who moved far away is not followed", () => {
    const before = makeWindow(rowsOf(1, 20));
    const [first, ...others] = before.rows;
    const after = makeWindow([...others, { ...first }]);
    expect(after.keep(before, HEAD_PX, "")).toBe(HEAD_PX - ROW_PX < 0 ? 0 : HEAD_PX - ROW_PX);
    expect(after.keep(before, 500, "")).toBe(500 - ROW_PX);
});

test("a row is brought below its sticky head, or up to the edge", () => {
    const place = makeWindow(rowsOf(1, 100));
    expect(place.reach(key(1), 500, 560)).toBe(0);
    expect(place.reach(key(30), 0, 560)).toBe(place.topOf(key(30)) + ROW_PX - 560);
    expect(place.reach(key(3), 0, 560)).toBe(0);
});

test("steps end at the ends, and start at either", () => {
    const place = makeWindow(rowsOf(1, 3), rowsOf(4, 5));
    expect(place.beside(key(3), 1)).toBe(key(4));
    expect(place.beside(key(5), 1)).toBe(key(5));
    expect(place.beside(key(2), -8)).toBe(key(1));
    expect(place.beside("", 1)).toBe(key(1));
    expect(place.beside("", -1)).toBe(key(5));
    expect(makeWindow().beside("", 1)).toBe(undefined);
});

test("after a row that left stands the one that followed it", () => {
    const before = makeWindow(rowsOf(1, 4));
    expect(makeWindow([before.rows[0], before.rows[3]]).after(before, key(2))).toBe(key(4));
    expect(makeWindow([before.rows[0]]).after(before, key(2))).toBe(key(1));
    expect(makeWindow().after(before, key(2))).toBe("");
});
