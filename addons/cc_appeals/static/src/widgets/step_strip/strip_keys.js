/** What takes Enter for itself. */
const OWN_ENTER = "button, textarea";

/**
 * The keys of a strip that asks for a few things: Enter confirms, Esc drops it.
 *
 * @param {KeyboardEvent} ev
 * @param {{ confirm: () => void, drop: () => void }} steps
 */
export function takeStripKey(ev, { confirm, drop }) {
    if (ev.key === "Escape") {
        drop();
    } else if (ev.key === "Enter" && !ev.target.closest(OWN_ENTER)) {
        confirm();
    } else {
        return;
    }
    ev.preventDefault();
    ev.stopPropagation();
}
