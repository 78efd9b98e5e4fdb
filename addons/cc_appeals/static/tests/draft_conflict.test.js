import { expect, test } from "@odoo/hoot";
import { click } from "@odoo/hoot-dom";
import { mockDate } from "@odoo/hoot-mock";
import { DraftConflict } from "@cc_appeals/composer/draft_conflict/draft_conflict";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { defineAppealModels } from "./cc_appeals_test_helpers";

defineAppealModels();

const THEIRS = {
    name: "Ivanov",
    saved_at: "2026-03-12 09:06:00",
    subject: "Re: No water",
    body: "Their text\nin two lines",
    version: 9,
};

async function mountConflict(conflict) {
    mockDate("2026-03-12 12:00:00", 0);
    await mountWithCleanup(DraftConflict, {
        props: {
            conflict,
            onTake: () => expect.step("take"),
            onKeep: () => expect.step("keep"),
        },
    });
}

test("who changed it, when, and both ways to go on", async () => {
    await mountConflict(THEIRS);
    expect(".o_cc_draft_conflict_head").toHaveText(
        "Ivanov changed this draft (09:06). Which text goes on?"
    );
    expect(".o_cc_draft_theirs_body").toHaveText("Their text\nin two lines");
    await click(".o_cc_draft_take");
    await click(".o_cc_draft_keep");
    expect.verifySteps(["take", "keep"]);
});

test("a draft that is gone is not called somebody's text", async () => {
    await mountConflict({ name: "Ivanov", saved_at: false, subject: "", body: "", version: 0 });
    expect(".o_cc_draft_conflict_head").toHaveText(/^This draft was sent or thrown away/);
});
