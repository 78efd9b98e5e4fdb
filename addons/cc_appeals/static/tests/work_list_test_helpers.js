import { getFixture } from "@odoo/hoot";
import { queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { HEAD_PX, ROW_PX } from "@cc_appeals/journal/work_list/row_window";
import { WorkList } from "@cc_appeals/journal/work_list/work_list";
import { makeContact, makeJournal, makeRow } from "./journal_test_helpers";

const START = luxon.DateTime.fromISO("2026-03-13T00:00:00");
/** A row due the later, the greater its number. */
export const dated = (id, values) =>
    makeRow(id, { due_at: START.plus({ minutes: id }).toFormat("yyyy-MM-dd HH:mm:ss"), ...values });
export const many = (from, to) =>
    Array.from({ length: to - from + 1 }, (_, index) => dated(from + index));
export const heads = () => queryAllTexts(".o_cc_work_head").map((text) => text.replace(/\s/g, ""));
export const keyOf = (id) => `.o_cc_work_row[data-key="cc.appeal,${id}"]`;
export const rows = () => queryOne(".o_cc_work_rows");

// style sheets are not loaded here, but the list counts on these heights
const STYLE = `<style>
    .o_cc_work_rows { height: 600px; overflow-y: auto; overflow-anchor: none; }
    .o_cc_work_row { box-sizing: border-box; height: ${ROW_PX}px; overflow: hidden; }
    .o_cc_work_above { position: absolute; }
    .o_cc_work_head { position: sticky; top: 0; height: ${HEAD_PX}px; }
</style>`;

/** A list 600 px high, as in the window. */
export async function mountList(found, answers = {}, counts = { mine: found.length, queue: 2 }) {
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

/** Put a message of the bus into the list, and wait until it is drawn. */
export async function changed(journal, payload) {
    journal.apply(payload);
    await animationFrame();
}
