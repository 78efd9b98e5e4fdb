import { expect, test } from "@odoo/hoot";
import { lineWatchService } from "@cc_appeals/words/line_watch";

function start(sender) {
    const bus = new EventTarget();
    const own = { shown: 1, isOffline: false, now: () => expect.step("look"), ...sender };
    lineWatchService.start({}, { bus_service: bus, cc_sender: own });
    return { own, tell: (type) => bus.dispatchEvent(new Event(type)) };
}

test("a live connection that goes makes the banner look at the line at once", () => {
    const { own, tell } = start();
    tell("BUS:DISCONNECT");
    expect.verifySteps(["look"]);
    own.isOffline = true;
    tell("BUS:RECONNECT");
    expect.verifySteps(["look"]);
});

test("where no banner stands, and while all is well, nothing is asked", () => {
    const { tell } = start({ shown: 0 });
    tell("BUS:DISCONNECT");
    tell("BUS:CONNECT");
    expect.verifySteps([]);
});
