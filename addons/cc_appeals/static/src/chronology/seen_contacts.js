const CONTACT = "cc.interaction,";
/** by appeal: the ids of the contacts that this page has shown */
const shown = new Map();

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
                shown.set(appeal, (shown.get(appeal) || new Set()).add(id));
            }
        }
    }
}

/** @returns {Object} what a request about a record says of it, for `kwargs` of the call */
export function seenContacts(resModel, resId) {
    const ids = resModel === "cc.appeal" && shown.get(resId);
    return ids ? { context: { cc_seen_ids: [...ids] } } : {};
}
