import { expect, test } from "@odoo/hoot";
import { click, hover, queryAllTexts, queryRect, scroll } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { defineAppealModels } from "./cc_appeals_test_helpers";
import { makeRow } from "./journal_test_helpers";
import { changed, dated, heads, keyOf, many, mountList, rows } from "./work_list_test_helpers";

defineAppealModels();

test("a row that comes while nobody looks slides in above", async () => {
    const journal = await mountList(many(5, 9));
    await changed(journal, { tab: "mine", upsert: [dated(1)], counts: { mine: 6 } });
    expect(queryAllTexts(".o_cc_work_who")[0]).toBe("Person 1");
    expect(keyOf(1)).toHaveClass("o_cc_work_row_fresh");
    expect(rows().scrollTop).toBe(0);
    expect(".o_cc_work_tab[data-tab=mine] .o_cc_work_count").toHaveText("6");
    expect(journal.fresh.size).toBe(0);
});

test("under the hand nothing moves: what came above is told of", async () => {
    const journal = await mountList(many(5, 60));
    await hover(keyOf(7));
    const { y } = queryRect(keyOf(7));
    await changed(journal, { tab: "mine", upsert: [dated(1), dated(2)] });
    expect(queryRect(keyOf(7)).y).toBe(y);
    expect(".o_cc_work_above").toHaveText("New above: 2");
    await click(".o_cc_work_above");
    await animationFrame();
    await animationFrame();
    expect(rows().scrollTop).toBe(0);
    expect(".o_cc_work_above").toHaveCount(0);
});

test("a short list does not move under the hand either", async () => {
    const journal = await mountList(many(5, 7));
    await hover(keyOf(6));
    const { y } = queryRect(keyOf(6));
    await changed(journal, { tab: "mine", upsert: [dated(1)] });
    expect(queryRect(keyOf(6)).y).toBe(y);
});

test("a scrolled list keeps what is read, without a hand on it", async () => {
    const journal = await mountList(many(100, 400));
    await scroll(".o_cc_work_rows", { y: 2000 });
    await animationFrame();
    await animationFrame();
    const { y } = queryRect(keyOf(140));
    await changed(journal, { tab: "mine", upsert: [dated(1), dated(2)] });
    expect(queryRect(keyOf(140)).y).toBe(y);
});

test("what left under the hand stands until the hand is gone", async () => {
    const journal = await mountList(many(1, 3));
    await hover(keyOf(3));
    const because = { "cc.appeal,2": { what: "closed", user_id: -1, name: "Ivanova" } };
    await changed(journal, { tab: "mine", gone: ["cc.appeal,2"], because, counts: { mine: 2 } });
    expect(`${keyOf(2)} .o_cc_work_what`).toHaveText("Closed by Ivanova");
    expect(".o_cc_work_head_count").toHaveText("2");
    await hover(".o_cc_work_tabs");
    await animationFrame();
    expect(keyOf(2)).toHaveCount(0);
});

test("a pointer that rests is no hand", async () => {
    const journal = await mountList(many(1, 3));
    await hover(keyOf(3));
    await changed(journal, { tab: "mine", gone: ["cc.appeal,2"] });
    await advanceTime(20000);
    await animationFrame();
    expect(keyOf(2)).toHaveCount(0);
});

test("without a hand a row leaves at once, but the open one stays", async () => {
    const journal = await mountList(many(1, 3));
    journal.opened = { key: "cc.appeal,1", model: "cc.appeal", id: 1 };
    await changed(journal, { tab: "mine", gone: ["cc.appeal,1", "cc.appeal,2"] });
    await animationFrame();
    expect(keyOf(1)).toHaveClass(["o_cc_work_row_gone", "o_cc_work_row_open"]);
    expect(keyOf(2)).toHaveCount(0);
});

test("time moves a row into the burning ones", async () => {
    const due_at = "2026-03-12 12:01:00";
    await mountList([makeRow(1, { due_at }), dated(2)]);
    expect(heads()).toEqual(["Today1", "Later1"]);
    await advanceTime(90000);
    await animationFrame();
    expect(heads()).toEqual(["Burning1", "Later1"]);
});
