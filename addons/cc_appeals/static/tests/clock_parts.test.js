import { expect, test } from "@odoo/hoot";
import { allowTranslations } from "@web/../tests/web_test_helpers";
import { spanText, termState, usedShare } from "@cc_appeals/components/deadline_clock/clock_parts";

const { DateTime } = luxon;
const at = (text) => DateTime.fromSQL(text, { zone: "utc" });
const MINUTE = 60000;

test("the nearer the term, the finer the figure", () => {
    allowTranslations();
    expect(String(spanText(9 * 1440 * MINUTE + 5 * MINUTE))).toBe("9 d");
    expect(String(spanText((2 * 1440 + 4 * 60) * MINUTE))).toBe("2 d 4 h");
    expect(String(spanText(4 * 60 * MINUTE + MINUTE))).toBe("4 h");
    expect(String(spanText(130 * MINUTE))).toBe("2 h 10 min");
    expect(String(spanText(12 * MINUTE))).toBe("12 min");
    expect(String(spanText(1000))).toBe("1 min");
});

test("the very moment of the end is late already", () => {
    const due = at("2026-03-12 12:00:00");
    expect(termState({ due, isOpen: true, now: due })).toBe("late");
    expect(termState({ due, isOpen: true, now: due.minus({ seconds: 1 }) })).toBe("quiet");
    expect(termState({ due, isOpen: false, now: due })).toBe("done");
});

test("the used share stays between nothing and all", () => {
    const start = at("2026-03-01 00:00:00");
    const due = at("2026-03-11 00:00:00");
    expect(usedShare({ start, due, now: at("2026-03-06 00:00:00") })).toBe(50);
    expect(usedShare({ start, due, now: at("2026-02-06 00:00:00") })).toBe(0);
    expect(usedShare({ start, due, now: at("2026-05-06 00:00:00") })).toBe(100);
    expect(usedShare({ start: due, due: start, now: start })).toBe(100);
});
