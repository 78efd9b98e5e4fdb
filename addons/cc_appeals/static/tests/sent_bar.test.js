import { expect, test } from "@odoo/hoot";
import { click, queryOne } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { SentBar } from "@cc_appeals/composer/sent_bar/sent_bar";
import { pendingOf } from "@cc_appeals/composer/session/undo_span";
import { defineAppealModels } from "./cc_appeals_test_helpers";

defineAppealModels();

async function mountBar(props) {
    const pending = pendingOf({ delivery_id: 1, undo_left: 10 });
    await mountWithCleanup(SentBar, {
        props: { pending, onTakeBack: () => {}, onOver: () => {}, ...props },
    });
}

test("the line shrinks with the seconds and says when it is over", async () => {
    await mountBar({ onOver: () => expect.step("over") });
    await advanceTime(5000);
    await animationFrame();
    expect(".o_cc_sent_left").toHaveText("5");
    expect(queryOne(".o_cc_sent_bar").style.getPropertyValue("--cc-share")).toBe("50%");
    await advanceTime(5000);
    expect.verifySteps(["over"]);
});

test("pressed twice it is taken back once", async () => {
    await mountBar({
        onTakeBack: () => {
            expect.step("back");
            return new Promise(() => {});
        },
    });
    await click(".o_cc_sent_take_back");
    await click(".o_cc_sent_take_back");
    expect.verifySteps(["back"]);
});
