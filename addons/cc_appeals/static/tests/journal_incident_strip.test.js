import { expect, test } from "@odoo/hoot";
import { click, press, waitFor } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { IncidentStrip } from "@cc_appeals/journal/incident_strip/incident_strip";
import { makeServerError, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { defineJournalModels, serveJournal } from "./journal_card_test_helpers";

defineJournalModels();

const OFFER = [
    { id: 5, name: "No hot water", count: 12, fits: true },
    { id: 6, name: "Dark yard", count: 2, fits: false },
];

async function mountStrip() {
    await mountWithCleanup(IncidentStrip, {
        props: {
            appealId: 1,
            onDone: () => expect.step("done"),
            onDrop: () => expect.step("dropped"),
        },
    });
}

test("the likeliest has the focus; enter joins it, escape drops", async () => {
    serveJournal(
        { incident_offer: () => OFFER, action_join_incident: () => true },
        "cc.appeal"
    );
    await mountStrip();
    expect.verifySteps([["incident_offer", [1]]]);
    expect(".o_cc_incident_offer:first").toBeFocused();
    await press("Escape");
    expect.verifySteps(["dropped"]);
    await press("Enter");
    await animationFrame();
    expect.verifySteps([["action_join_incident", [1], 5], "done"]);
});

test("a refusal is said in place", async () => {
    serveJournal(
        {
            incident_offer: () => OFFER,
            action_join_incident: () => {
                throw makeServerError({ message: "It has ended." });
            },
        },
        "cc.appeal"
    );
    await mountStrip();
    await click(".o_cc_incident_offer:last");
    await waitFor(".o_cc_step_error");
    expect(".o_cc_step_error").toHaveText("It has ended.");
    expect.verifySteps([
        ["incident_offer", [1]],
        ["action_join_incident", [1], 6],
    ]);
});

test("none going on is said", async () => {
    serveJournal({ incident_offer: () => [] }, "cc.appeal");
    await mountStrip();
    expect(".o_cc_incident_strip").toHaveText(/No mass incident goes on here/);
    expect.verifySteps([["incident_offer", [1]]]);
});
