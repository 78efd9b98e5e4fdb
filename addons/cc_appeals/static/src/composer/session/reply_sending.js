import { browser } from "@web/core/browser/browser";
import { faultOf } from "./reply_fault";
import { pendingOf } from "./undo_span";

/** @returns {Promise<boolean>} whether the request may go out: nothing half saved, nobody else's text */
async function isReady(session) {
    await session.saver.running;
    browser.clearTimeout(session.saver.timer);
    return !session.conflict;
}

/**
 * Send the answer of a session. While the connection is lost it waits in this browser, with
 * its words and token, so that it goes once; the text is locked meanwhile.
 *
 * @param {ReplySession} session
 * @returns {Promise<boolean>} whether the server took it
 */
export async function sendReply(session) {
    if (session.isSending) {
        return false;
    }
    Object.assign(session, { isSending: true, sendError: "" });
    try {
        return (await isReady(session)) && (await untilAnswered(session));
    } finally {
        session.isSending = false;
        session.saver.resume();
    }
}

async function untilAnswered(session) {
    try {
        accept(session, await session.post());
        return true;
    } catch (error) {
        session.sendError = String(faultOf(error).sentence);
        return false;
    }
}

function accept(session, answer) {
    session.pending = pendingOf(answer);
    session.last = null;
    session.aside = null;
    session.clear();
}

/** @returns {Promise<boolean>} whether the words are back */
export async function takeBackReply(session) {
    const { deliveryId } = session.pending;
    Object.assign(session, { isTakingBack: true, sendError: "" });
    try {
        session.start(await session.call("reply_take_back", deliveryId));
        return true;
    } catch (error) {
        session.sendError = String(faultOf(error).sentence);
        return false;
    } finally {
        session.isTakingBack = false;
    }
}

/** The time to take an answer back is over. */
export function leaveReply(session) {
    session.pending = null;
    if ([undefined, "waiting"].includes(session.last?.state)) {
        session.last = { state: "sending" };
    }
}

/** What became of an answer; taken back by somebody else, its words are a draft again. */
export function hearOfReply(session, deliveryId, state) {
    const isOurs = session.pending?.deliveryId === deliveryId;
    session.last = { state };
    if (state === "taken_back" && isOurs && !session.isTakingBack) {
        session.load();
    }
}
