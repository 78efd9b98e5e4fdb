import { markRaw, onMounted, onWillUnmount, toRaw } from "@odoo/owl";

/**
 * What the parts of the Journal can do with what is open, by name, for keys and menus:
 * `journal.actions[name]` is {run: () => void, isAvailable: () => boolean} as long as the
 * part stands. Names: reply, note, no_answer, incident, spam, pass, help, one_more.
 *
 * @param {JournalState} journal
 * @param {Object<string, {run: Function, isAvailable?: Function}>} actions
 */
export function useJournalActions(journal, actions) {
    const own = Object.entries(actions).map(([name, { run, isAvailable = () => true }]) => [
        name,
        markRaw({ run, isAvailable }),
    ]);
    onMounted(() => {
        journal.actions ??= {};
        own.forEach(([name, action]) => (journal.actions[name] = action));
    });
    onWillUnmount(() => {
        for (const [name, action] of own) {
            // another part may have taken the name over already
            if (toRaw(journal.actions[name]) === action) {
                delete journal.actions[name];
            }
        }
    });
}
