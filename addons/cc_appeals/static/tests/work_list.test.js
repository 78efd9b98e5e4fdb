import { expect, test } from "@odoo/hoot";
import { click, press, queryAll, queryOne, queryRect, scroll } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineAppealModels } from "./cc_appeals_test_helpers";
import { dated, keyOf, many, mountList } from "./work_list_test_helpers";

defineAppealModels();

test("two thousand rows: few are drawn, scrolling draws others", async () => {
    await mountList(many(1, 2000));
    expect(queryAll(".o_cc_work_row").length).toBeLessThan(40);
    await scroll(".o_cc_work_rows", { y: 1000 * 56 });
    await animationFrame();
    await animationFrame();
    expect(keyOf(1003)).toHaveCount(1);
    expect(keyOf(1)).toHaveCount(0);
    expect(queryAll(".o_cc_work_row").length).toBeLessThan(40);
});

test("keys move, the list says where one is; Enter opens", async () => {
    const journal = await mountList(many(1, 200));
    journal.server("next")();
    journal.server("next")();
    await animationFrame();
    expect(".o_cc_work_rows").toBeFocused();
    expect(keyOf(2)).toHaveClass("o_cc_work_row_active");
    expect(".o_cc_work_rows").toHaveAttribute("aria-activedescendant", queryOne(keyOf(2)).id);
    await press("End");
    await animationFrame();
    await animationFrame();
    expect(keyOf(200)).toHaveClass("o_cc_work_row_active");
    const bottom = queryRect(".o_cc_work_rows").bottom;
    expect(Math.round(queryRect(keyOf(200)).bottom)).toBe(Math.round(bottom));
    await journal.server("open")();
    await animationFrame();
    expect(journal.contact.person.id).toBe(200);
    expect(keyOf(200)).toHaveAttribute("aria-selected", "true");
});

test("taking a row out of the queue leads to the next one", async () => {
    const journal = await mountList(
        [],
        {
            journal_rows: () => ({ rows: many(1, 3), counts: { queue: 3 } }),
            journal_take: (keys) => {
                expect.step(keys);
                return { rows: [dated(1, { tab: "mine" })], refused: [] };
            },
        },
        { mine: 0, queue: 3 }
    );
    await click(".o_cc_work_tab[data-tab=queue]");
    await animationFrame();
    journal.server("next")();
    await journal.server("take")();
    await animationFrame();
    expect.verifySteps([["cc.appeal,1"]]);
    expect(keyOf(1)).toHaveCount(0);
    expect(keyOf(2)).toHaveClass("o_cc_work_row_active");
    expect(journal.said.text).toBe("Taken: Person 1");
    expect(journal.lists.mine.length).toBe(1);
});

test("a row somebody was quicker with stays, and the foot says so", async () => {
    const refused = [{ key: "cc.appeal,1", sentence: "Ivanova calls already." }];
    const journal = await mountList(many(1, 2), {
        journal_take: () => ({ rows: [], refused }),
    });
    journal.server("next")();
    await journal.server("take")();
    await animationFrame();
    expect(keyOf(1)).not.toHaveClass("o_cc_work_row_gone");
    expect(journal.said).toEqual({ text: "Ivanova calls already.", isError: true });
});

test("tabs: their figures, the arrows, an empty one says so", async () => {
    await mountList([], { journal_rows: () => ({ rows: [], counts: { queue: 0 } }) });
    expect(".o_cc_work_empty").toHaveCount(1);
    await click(".o_cc_work_tab[data-tab=mine]");
    await press("ArrowRight");
    await animationFrame();
    expect(".o_cc_work_tab[data-tab=queue]").toHaveAttribute("aria-selected", "true");
    expect(".o_cc_work_tab[data-tab=queue]").toBeFocused();
    expect(".o_cc_work_empty .fa-coffee").toHaveCount(1);
});

test("a list that is not whole says so; a cut connection too", async () => {
    const journal = await mountList(many(1, 5), {}, { mine: 2014 });
    expect(".o_cc_work_missing").toHaveText("The nearest 5 of 2014");
    journal.cut();
    await animationFrame();
    expect(".o_cc_work_note").toHaveCount(1);
    journal.cutAt = null;
    journal.isSecond = true;
    await animationFrame();
    expect(".o_cc_work_second").toHaveCount(1);
});
