import { expect, test } from "@odoo/hoot";
import { queryAllAttributes, queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { Recordings } from "@cc_telephony/player/recordings/recordings";

defineMailModels();

const told = (id, state, note = "") => ({
    id,
    kind: "talk",
    seconds: 10,
    peaks: [],
    state,
    note,
    listening: "yes",
    downloading: "no",
});

const mount = () => mountWithCleanup(Recordings, { props: { resModel: "cc.call", resId: 1 } });

test("what is kept is played, of the rest it is said why it is not", async () => {
    onRpc("cc.call", "player_recordings", () => [
        told(1, "stored"),
        told(2, "missing", "It has not come."),
        told(3, "erased", "Its time was over."),
    ]);
    await mount();
    expect(queryAllAttributes(".o_cc_player", "data-id")).toEqual(["1"]);
    expect(queryAllTexts(".o_cc_recording_note")).toEqual([
        "It has not come.",
        "Its time was over.",
    ]);
    expect("[data-state=missing]").toHaveClass("o_cc_recording_missing");
});

test("what is on its way is looked for until it is here", async () => {
    const answers = [[told(1, "expected", "Not yet.")], [told(1, "stored")]];
    onRpc("cc.call", "player_recordings", () => {
        expect.step("asked");
        return answers.shift();
    });
    await mount();
    expect(".o_cc_player").toHaveCount(0);
    expect("[data-state=expected]").toHaveCount(1);
    await advanceTime(30000);
    await animationFrame();
    expect(".o_cc_player").toHaveCount(1);
    await advanceTime(60000);
    expect.verifySteps(["asked", "asked"]);
});

test("what may not be heard is not shown", async () => {
    onRpc("cc.call", "player_recordings", () => []);
    await mount();
    expect(".o_cc_recordings > *").toHaveCount(0);
});
