import { faultOf } from "./reply_fault";

/** Go on with the other text of a conflict; one's own is put aside, not lost. */
export function takeTheirs(session) {
    const { subject, body, version, saved_at } = session.conflict;
    session.aside = wordsOf(session);
    Object.assign(session.draft, { version, saved_at });
    Object.assign(session.words, { subject, body });
    session.conflict = null;
    session.saver.settle();
}

/** Write one's own text over the other one, which is put aside. */
export function keepMine(session) {
    const { subject, body, version } = session.conflict;
    session.aside = { subject, body };
    session.draft.version = version;
    session.conflict = null;
    session.saver.changed();
    return session.saver.save();
}

/** Change places with the text put aside. */
export function swapAside(session) {
    const back = session.aside;
    session.aside = wordsOf(session);
    session.edit(back);
}

/** Go on with the draft of a colleague, who finds it taken over. */
export async function takeOver(session, userId) {
    try {
        session.start(await session.call("reply_take_over", userId));
    } catch (error) {
        session.sendError = String(faultOf(error).sentence);
    }
}

/** Throw the draft away; its words can be put back as long as the page stands. */
export async function discard(session) {
    await session.saver.save();
    try {
        if (session.draft.version) {
            await session.call("reply_discard", session.draft.version);
        }
    } catch (error) {
        session.sendError = String(faultOf(error).sentence);
        return;
    }
    session.aside = wordsOf(session);
    session.clear();
}

/** @returns {{ subject: string, body: string } | null} nothing when there is no text to lose */
function wordsOf({ words: { subject, body } }) {
    return body.trim() ? { subject, body } : null;
}
