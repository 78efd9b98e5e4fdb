import { expect, test } from "@odoo/hoot";
import { click } from "@odoo/hoot-dom";
import { mockDate } from "@odoo/hoot-mock";
import { user } from "@web/core/user";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { WorkRow } from "@cc_appeals/journal/work_row/work_row";
import { defineAppealModels } from "./cc_appeals_test_helpers";
import { makeRow } from "./journal_test_helpers";

defineAppealModels();

async function mountRow(values, props = {}) {
    mockDate("2026-03-12 12:00:00", 0);
    const row = makeRow(7, values);
    const rest = { isOpen: false, isActive: false, isFresh: false, onOpen: () => {} };
    await mountWithCleanup(WorkRow, {
        props: { row, id: "row", place: 3, of: 9, ...rest, ...props },
    });
}

test("who, what, until when; its place is told though others are not drawn", async () => {
    await mountRow({ due_at: "2026-03-12 18:00:30" });
    expect(".o_cc_work_who").toHaveText("Person 7");
    expect(".o_cc_work_what").toHaveText("Matter 7");
    expect(".o_cc_clock").toHaveText("6 h");
    expect("#row").toHaveAttribute("role", "option");
    expect("#row").toHaveAttribute("aria-posinset", "3");
    expect("#row").toHaveAttribute("aria-setsize", "9");
    expect("#row").toHaveAttribute("aria-selected", "false");
});

test("unread and missed are signs and words, not colours alone", async () => {
    await mountRow({ is_unread: true, is_missed: true, icon: "phone" });
    expect(".o_cc_work_dot").toHaveCount(1);
    expect(".o_cc_work_cross").toHaveCount(1);
    expect(".o_cc_work_row .visually-hidden").toHaveCount(2);
    expect(".o_cc_work_row").toHaveClass(["o_cc_work_row_unread", "o_cc_work_row_missed"]);
});

test("without a term it says when it came", async () => {
    await mountRow({ since: "2026-03-12 09:41:00" });
    expect(".o_cc_work_since").toHaveText("09:41");
});

test("a colleague's row shows who has it, one's own does not", async () => {
    await mountRow({ owner_id: user.userId + 1, owner: "Ivanov" });
    expect(".o_cc_work_owner").toHaveText("Ivanov");
    await mountRow({ owner_id: user.userId, owner: "Me" });
    expect(".o_cc_work_owner").toHaveCount(1);
});

test("a row that left says why, and has no term any more", async () => {
    await mountRow({ due_at: "2026-03-12 18:00:00", gone: { why: "Closed by Ivanova" } });
    expect(".o_cc_work_what").toHaveText("Closed by Ivanova");
    expect(".o_cc_clock").toHaveCount(0);
});

test("a click opens it", async () => {
    await mountRow({}, { onOpen: (row) => expect.step(row.key) });
    await click("#row");
    expect.verifySteps(["cc.appeal,7"]);
});
