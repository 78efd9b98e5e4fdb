/**
 * @param {JournalState} journal
 * @returns {Array | null} what one more appeal is taken from: the contact on screen, or the
 *     appeal's last
 */
export function sourceOf({ contact, appealId }) {
    if (contact.interaction_id) {
        return ["cc.interaction", contact.interaction_id];
    }
    return appealId ? ["cc.appeal", appealId] : null;
}

/**
 * @param {JournalState} journal
 * @returns {Object | null} the talk with who is on screen; a letter that has no appeal yet
 *     comes first
 */
export function talkOf({ talk, appealId, contact }) {
    const isTheirs = talk && talk.partnerId === contact.person?.id;
    return isTheirs && (appealId || !contact.interaction_id) ? talk : null;
}
