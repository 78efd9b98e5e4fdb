import { useExternalListener } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { KEYS } from "./key_table";

const TEXT =
    "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]";
const BUTTON = "button, a, summary, input, [role=button], [role=menuitem], [tabindex='0']";

function isHelp({ key, code, shiftKey }) {
    return key === "?" || (code === "Slash" && shiftKey);
}

/** Within `data-cc-keys="1 2 3"` these keys are somebody else's, as answers of a script are. */
function isLent(target, { keys }) {
    const lender = target.closest?.("[data-cc-keys]");
    return lender && lender.dataset.ccKeys.split(" ").includes(keys.at(-1));
}

/** A keyboard on a screen has no places, only letters. */
function isKey(ev, { code, keys }) {
    return ev.code ? code === ev.code : keys.at(-1).toLowerCase() === ev.key?.toLowerCase();
}

function found(ev) {
    const hasCtrl = ev.ctrlKey || ev.metaKey;
    return KEYS.find(
        (key) =>
            isKey(ev, key) &&
            Boolean(key.alt) === ev.altKey &&
            Boolean(key.ctrl) === hasCtrl &&
            Boolean(key.shift) === ev.shiftKey
    );
}

/** Enter on a button presses it; on the list, or on nothing, it opens the row. */
function isPress(target, { name }) {
    const button = name === "open" && target.closest?.(BUTTON);
    return button && button.getAttribute("role") !== "listbox";
}

/**
 * Listen to the keys of the Journal; letters act outside text fields only.
 *
 * @param {JournalState} journal
 * @param {{ help: () => void, escape: (isText: boolean) => boolean }} own
 */
export function useJournalKeys(journal, { help, escape }) {
    const ui = useService("ui");

    function handle(ev) {
        const { target } = ev;
        const isText = Boolean(target.closest?.(TEXT));
        if (ev.key === "Escape") {
            return escape(isText);
        }
        if (!isText && isHelp(ev)) {
            return help() ?? true;
        }
        const key = found(ev);
        if (!key || (isText && !key.everywhere) || isLent(target, key) || isPress(target, key)) {
            return false;
        }
        const run = journal.server(key.name);
        run?.(ev);
        return Boolean(run);
    }

    useExternalListener(window, "keydown", (ev) => {
        // a palette or a menu is open, or a part has served the key
        const isOurs = ui.activeElement === document && !ev.defaultPrevented && !ev.isComposing;
        if (isOurs && handle(ev)) {
            ev.preventDefault();
        }
    });
}
