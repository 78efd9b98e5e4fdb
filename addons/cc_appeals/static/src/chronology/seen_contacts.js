const CONTACT = "cc.interaction,";
/** by appeal: the id of the newest contact that this page has shown */
const newest = new Map();

/**
 * A chronology shows these entries: what is decided from now on was decided knowing them.
 *
 * @param {{key: string, appeals?: {id: number}[]}[]} entries
 * @param {number} [appealId] whose entries these are, if they are of one appeal
 */
export function noteSeen(entries, appealId) {
    for (const { key, appeals } of entries) {
        if (key.startsWith(CONTACT)) {
            const id = Number(key.slice(CONTACT.length));
            const own = appealId ? [appealId] : [];
            for (const appeal of [...own, ...(appeals || []).map((each) => each.id)]) {
                newest.set(appeal, Math.max(id, newest.get(appeal) || 0));
            }
        }
    }
}

/** @returns {Object} what a request about a record says of it, for `kwargs` of the call */
export function seenUntil(resModel, resId) {
    const id = resModel === "cc.appeal" && newest.get(resId);
    return id ? { context: { cc_seen_until: id } } : {};
}
