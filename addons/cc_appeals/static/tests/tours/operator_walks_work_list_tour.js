// Proves that an operator walks the work list by keyboard alone, in any layout: moves along
// his rows, opens one, goes to the queue and takes a row, which leaves it for his own part;
// looks at the keys and closes them; after F5 the window stands as it stood.
import { registry } from "@web/core/registry";

const list = ".o_cc_work_rows";
const on = (tab) => `.o_cc_work_tab[data-tab=${tab}][aria-selected=true]`;

/** Strike a key as a Russian layout gives it: another letter, the same place. */
function strike(code, key, values = {}) {
    return () => {
        const target = document.activeElement || document.body;
        const init = { code, key, bubbles: true, cancelable: true, ...values };
        target.dispatchEvent(new KeyboardEvent("keydown", init));
    };
}

registry.category("web_tour.tours").add("operator_walks_work_list", {
    steps: () => [
        { trigger: `.o_cc_work_list:has(${on("mine")}) .o_cc_work_row`, run: strike("KeyJ", "о") },
        {
            content: "The list has the focus and says which row the keys act on",
            trigger: `${list}[aria-activedescendant]:has(.o_cc_work_row_active[aria-posinset='1'])`,
            run: strike("KeyJ", "о"),
        },
        {
            trigger: ".o_cc_work_row_active[aria-posinset='2']",
            run: strike("KeyK", "л"),
        },
        {
            trigger: ".o_cc_work_row_active[aria-posinset='1']",
            run: strike("Enter", "Enter"),
        },
        {
            content: "Opened in place",
            trigger: ".o_cc_work_row_open[aria-selected=true][aria-posinset='1']",
            run: strike("Digit2", "2"),
        },
        { trigger: `.o_cc_work_list:has(${on("queue")}) .o_cc_work_row`, run: strike("KeyJ", "о") },
        {
            trigger: ".o_cc_work_row_active .o_cc_work_what:contains('Tour lamp')",
            run: strike("KeyA", "ф"),
        },
        {
            content: "Taken: it left the queue, and the foot says so",
            trigger: `.o_cc_journal:has(.o_cc_said:not(:empty)):not(:has(.o_cc_said_error))
                ${list}:not(:has(.o_cc_work_what:contains('Tour lamp')))`,
            run: strike("Digit1", "1"),
        },
        {
            content: "And stands among the operator's own",
            trigger: `.o_cc_work_list:has(${on("mine")}) .o_cc_work_what:contains('Tour lamp')`,
            run: strike("Slash", ",", { shiftKey: true }),
        },
        { trigger: ".o_cc_key_sheet .o_cc_key_sheet_close:focus", run: strike("Escape", "Escape") },
        {
            trigger: ".o_cc_journal:not(:has(.o_cc_key_sheet)) .o_cc_work_row_open",
            run: () => window.location.reload(),
            expectUnloadPage: true,
        },
        {
            content: "As it stood before",
            trigger: `.o_cc_work_list:has(${on("mine")}) .o_cc_work_row_open`,
        },
    ],
});
