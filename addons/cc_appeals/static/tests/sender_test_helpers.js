import { expect } from "@odoo/hoot";
import { Sender } from "@cc_appeals/words/sender";
import { Words } from "@cc_appeals/words/words_service";

export const CALL = {
    model: "cc.appeal",
    method: "reply_send",
    args: [[1], { body: "Hello" }, "token"],
};
export const ABOUT = { label: "Answer to Smirnova", place: "reply:cc.appeal,1" };

/** A line to the server that a test cuts and mends. */
export function makeLine() {
    const line = { fault: null, answer: true };
    line.ask = async (_route, { method }) => {
        if (line.fault) {
            throw line.fault;
        }
        expect.step(method || "version_info");
        return line.answer;
    };
    return line;
}

/** The browser's locks: one holder of a name at a time, the next in its turn. */
export function makeLocks() {
    const last = new Map();
    return {
        request(name, ...rest) {
            const hold = rest.pop();
            if (rest.length) {
                return hold(last.has(name) ? null : {});
            }
            const done = (last.get(name) || Promise.resolve()).then(() => hold());
            last.set(name, done);
            return done;
        },
    };
}

export function makeSender(line, words = new Words(), locks = undefined) {
    const sender = new Sender(words, line.ask, locks);
    sender.start();
    return { sender, words };
}
