import { expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame, click, queryAllTexts } from "@odoo/hoot-dom";
import { mockDate } from "@odoo/hoot-mock";
import { mockService, mountView, onRpc } from "@web/../tests/web_test_helpers";
import { defineAppealModels } from "./cc_appeals_test_helpers";

defineAppealModels();

const LATE = [["due_at", "<=", "now"]];
const TODAY = [["due_at", "<", "today +1d"]];

function found(late, today) {
    return {
        terms: [
            { name: "late", label: "Overdue", count: late, domain: LATE },
            { name: "today", label: "Today", count: today, domain: TODAY },
        ],
        rows: [
            {
                id: 5,
                name: "Water",
                counts: { late, today: 0 },
                count: late,
                nearest: "2026-03-02 07:00:00",
            },
            {
                id: false,
                name: "Not handed over yet",
                counts: { late: 0, today },
                count: today,
                nearest: "2026-03-02 15:00:00",
            },
        ].filter((row) => row.count),
        count: late + today,
    };
}

async function mountBurning(...answers) {
    mockDate("2026-03-02 10:00:00", 0);
    onRpc("cc.appeal", "burning_counts", ({ args }) => {
        expect.step(args[0]);
        return answers.length > 1 ? answers.shift() : answers[0];
    });
    mockService("action", {
        doAction: ({ name, domain, views }) => expect.step({ name, domain, view: views[0][1] }),
    });
    await mountView({
        type: "cc_burning",
        resModel: "cc.appeal",
        arch: "<cc_burning/>",
        domain: [["name", "!=", false]],
    });
    expect.verifySteps([[["name", "!=", false]]]);
}

test("figures stand by department and term, with the nearest term", async () => {
    await mountBurning(found(3, 2));
    expect(queryAllTexts(".o_cc_burning_figure")).toEqual(["3", "2"]);
    expect(queryAllTexts(".o_cc_burning_row:first td:not(.o_cc_burning_nearest)")).toEqual([
        "3",
        "–",
    ]);
    expect(".o_cc_burning_row").toHaveCount(2);
    expect(".o_cc_burning_row:first .o_cc_clock").toHaveClass("o_cc_term_late");
    expect(".o_cc_burning_row:last .o_cc_clock").toHaveClass("o_cc_term_warning");
});

test("a figure opens its list, within what is looked for", async () => {
    await mountBurning(found(3, 2));
    await click(".o_cc_burning_row:first .o_cc_burning_cell");
    await click(".o_cc_burning_head[data-term=today]");
    await click(".o_cc_burning_row:last .o_cc_burning_open");
    const asked = ["&", ["name", "!=", false]];
    expect.verifySteps([
        {
            name: "Water, Overdue",
            domain: [...asked, "&", ...LATE, ["department_id", "=", 5]],
            view: "list",
        },
        { name: "Today", domain: [...asked, ...TODAY], view: "list" },
        {
            name: "Not handed over yet",
            domain: [...asked, "&", "|", ...LATE, ...TODAY, ["department_id", "=", false]],
            view: "list",
        },
    ]);
});

test("what burns is counted anew each minute", async () => {
    await mountBurning(found(1, 0), found(2, 0));
    expect(".o_cc_burning_head[data-term=today]").toHaveAttribute("disabled");
    await advanceTime(60000);
    await animationFrame();
    expect.verifySteps([[["name", "!=", false]]]);
    expect(".o_cc_burning_figure:first").toHaveText("2");
});

test("nothing burns: a sentence, and no table", async () => {
    await mountBurning(found(0, 0));
    expect(".o_view_nocontent").toHaveCount(1);
    expect(".o_cc_burning_table").toHaveCount(0);
});
