import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { mockDate } from "@odoo/hoot-mock";
import { AppealTerms } from "@cc_appeals/journal/appeal_terms/appeal_terms";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { defineJournalModels } from "./journal_card_test_helpers";

defineJournalModels();

const { DateTime } = luxon;
const day = (text) => DateTime.fromSQL(text, { zone: "utc" });

test("the term, whose answer is awaited, and the parts of others", async () => {
    mockDate("2026-03-12 10:00:00", 0);
    const data = {
        state: "feedback",
        is_open: true,
        registered_at: day("2026-03-10 10:00:00"),
        due_at: day("2026-03-14 10:30:00"),
        warn_at: day("2026-03-13 10:00:00"),
        feedback_source: "Waterworks",
        control_on: day("2026-03-13"),
        executor_line: {
            rows: [
                { id: 1, name: "Roofs", part: "", isDone: true, dueAt: false, warnAt: false },
                {
                    id: 2,
                    name: "Pipes",
                    part: "the riser",
                    isDone: false,
                    dueAt: "2026-03-12 14:30:00",
                    warnAt: "2026-03-12 09:00:00",
                },
            ],
        },
    };
    await mountWithCleanup(AppealTerms, { props: { record: { data, fields: {} } } });
    expect(queryAllTexts("dt")).toEqual(["Terms", "Awaiting", "Co-executors"]);
    expect(queryAllTexts(".o_cc_term_what")).toEqual([
        "answer by Mar 14",
        "Waterworks, by Mar 13",
        "Roofs",
        "Pipes",
    ]);
    expect(queryAllTexts(".o_cc_clock")).toEqual(["2 d", "4 h"]);
    expect(".o_cc_deadline_bar").toHaveAttribute("aria-label", "50% of the term used");
    expect("dd:last .o_cc_clock").toHaveClass("o_cc_term_warning");
});
