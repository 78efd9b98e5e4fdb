import { expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";
import { Component, onWillStart, useState, xml } from "@odoo/owl";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { useSeconds } from "@cc_appeals/presence/use_seconds";
import { defineAppealModels } from "./cc_appeals_test_helpers";

defineAppealModels();

class Clock extends Component {
    static template = xml`<i t-esc="clock.now"/>`;
    static props = { wait: { optional: true } };
    setup() {
        this.clock = useSeconds(() => {
            expect.step("looked");
            return 1;
        });
        onWillStart(() => this.props.wait);
    }
}

class Screen extends Component {
    static template = xml`<Clock t-if="state.isShown" wait="props.wait"/>`;
    static components = { Clock };
    static props = { wait: { optional: true } };
    setup() {
        this.state = useState({ isShown: false });
    }
}

async function show(screen, isShown) {
    screen.state.isShown = isShown;
    await animationFrame();
}

test("a clock that goes ticks no more", async () => {
    const screen = await mountWithCleanup(Screen);
    await show(screen, true);
    await advanceTime(1000);
    expect.verifySteps(["looked", "looked"]);
    await show(screen, false);
    await advanceTime(3000);
    expect.verifySteps([]);
});

test("nor does one that went before it stood on the screen", async () => {
    const screen = await mountWithCleanup(Screen, { props: { wait: new Deferred() } });
    await show(screen, true);
    expect.verifySteps(["looked"]);
    await show(screen, false);
    await advanceTime(3000);
    expect.verifySteps([]);
});
