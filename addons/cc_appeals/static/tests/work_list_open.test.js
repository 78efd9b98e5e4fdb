import { expect, test } from "@odoo/hoot";
import { click } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineAppealModels } from "./cc_appeals_test_helpers";
import { changed, dated, keyOf, many, mountList } from "./work_list_test_helpers";

defineAppealModels();

test("one more appeal is marked when its row is there, and the keys go on from it", async () => {
    const journal = await mountList(many(1, 3));
    await click(keyOf(2));
    await animationFrame();
    expect(keyOf(2)).toHaveAttribute("aria-selected", "true");
    journal.showAppeal(9);
    await animationFrame();
    expect(keyOf(2)).toHaveAttribute("aria-selected", "true");
    await changed(journal, { tab: "mine", upsert: [dated(9)] });
    await animationFrame();
    expect(keyOf(9)).toHaveAttribute("aria-selected", "true");
    expect(keyOf(2)).toHaveAttribute("aria-selected", "false");
    expect(keyOf(9)).toHaveClass("o_cc_work_row_active");
});

test("whoever moved on along the list stays there", async () => {
    const journal = await mountList(many(1, 3));
    await click(keyOf(2));
    await animationFrame();
    journal.server("next")();
    await animationFrame();
    journal.showAppeal(1);
    await animationFrame();
    await animationFrame();
    expect(keyOf(1)).toHaveAttribute("aria-selected", "true");
    expect(keyOf(3)).toHaveClass("o_cc_work_row_active");
});
