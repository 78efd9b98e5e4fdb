import { useEffect } from "@odoo/owl";

/**
 * What the Journal has of a talk: keys as long as it goes on, and the call that one more
 * appeal of who is on the line is taken from.
 *
 * @param {JournalState} journal
 * @param {DeskCall} desk
 * @param {Object} parts getters: talk: the call that is talked on; told: the one that is
 *     written down; phone: in the browser
 */
export function useTalk(journal, desk, { talk, told, phone }) {
    function serve(linkedid, hasPhone) {
        if (!linkedid) {
            return;
        }
        const keys = { hang_up: () => desk.hangUp() };
        if (hasPhone) {
            keys.microphone = () => phone().toggleMute();
            keys.hold = () => phone().toggleHold();
        }
        const removes = Object.entries(keys).map((entry) => journal.addKey(...entry));
        return () => removes.forEach((remove) => remove());
    }

    function tell(linkedid, partnerId) {
        if (partnerId) {
            journal.setTalk({ partnerId, card: () => desk.card(linkedid) });
            return () => journal.setTalk(null);
        }
    }

    useEffect(serve, () => [talk()?.linkedid, Boolean(phone()?.isTalking)]);
    useEffect(tell, () => [told()?.linkedid, told()?.partner_id]);
}
