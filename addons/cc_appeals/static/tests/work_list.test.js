import { expect, getFixture, test } from "@odoo/hoot";
import { click, hover, press, queryAll, queryAllTexts, queryOne, queryRect, scroll } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { WorkList } from "@cc_appeals/journal/work_list/work_list";
import { HEAD_PX, ROW_PX } from "@cc_appeals/journal/work_list/row_window";
import { defineAppealModels } from "./cc_appeals_test_helpers";
import { makeContact, makeJournal, makeRow } from "./journal_test_helpers";

defineAppealModels();

const DAYS = (id) => `2026-03-${String(13 + Math.floor(id / 100)).padStart(2, "0")}`;
/** A row due the later, the greater its number. */
const dated = (id, values) =>
    makeRow(id, {
        due_at: `${DAYS(id)} 00:${String(Math.floor(id / 60) % 60).padStart(2, "0")}:${String(
            id % 60
        ).padStart(2, "0")}`,
        ...values,
    });
const many = (from, to) =>
    Array.from({ length: to - from + 1 }, (_, index) => dated(from + index));
const keyOf = (id) => `.o_cc_work_row[data-key="cc.appeal,${id}"]`;
const rows = () => queryOne(".o_cc_work_rows");

// style sheets are not loaded here, but the list counts on these heights
const STYLE = `<style>
    .o_cc_work_rows { height: 600px; overflow-y: auto; overflow-anchor: none; }
    .o_cc_work_row { box-sizing: border-box; height: ${ROW_PX}px; overflow: hidden; }
    .o_cc_work_above { position: absolute; }
    .o_cc_work_head { position: sticky; top: 0; height: ${HEAD_PX}px; }
</style>`;

/** A list 600 px high, as in the window. */
async function mountList(found, answers = {}, counts = { mine: found.length, queue: 2 }) {
    mockDate("2026-03-12 12:00:00", 0);
    const journal = makeJournal({
        journal_start: () => ({ now: "2026-03-12 12:00:00", tab: "mine", counts, rows: found }),
        journal_contact: (model, id) => makeContact(id),
        ...answers,
    });
    await journal.start();
    getFixture().insertAdjacentHTML("beforeend", STYLE);
    await mountWithCleanup(WorkList, { props: { journal } });
    return journal;
}

async function changed(journal, payload) {
    journal.apply(payload);
    await animationFrame();
}

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
    expect(queryAllTexts(".o_cc_work_head")).toEqual(["Today1", "Later1"]);
    await advanceTime(90000);
    await animationFrame();
    expect(queryAllTexts(".o_cc_work_head")).toEqual(["Burning1", "Later1"]);
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
