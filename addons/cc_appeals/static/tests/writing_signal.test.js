import { expect, test } from "@odoo/hoot";
import { advanceTime } from "@odoo/hoot-mock";
import { WritingSignal } from "@cc_appeals/composer/session/writing_signal";

test("writing is told at once, repeated now and then, and ends with silence", async () => {
    const signal = new WritingSignal((isWriting) => expect.step(isWriting));
    signal.typed();
    signal.typed();
    expect.verifySteps([true]);
    await advanceTime(20000);
    signal.typed();
    expect.verifySteps([true]);
    await advanceTime(60000);
    expect.verifySteps([false]);
    signal.stop();
    expect.verifySteps([]);
});
