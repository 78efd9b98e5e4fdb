// Proves that Alt+N takes a second appeal in the contact that is open in the Journal: the
// contact stays, one line registers it, and its matter saves itself when it is changed.
import { registry } from "@web/core/registry";

const matter = ".o_cc_appeal_card .o_cc_appeal_field[data-name=name] textarea";

registry.category("web_tour.tours").add("operator_second_appeal_in_journal", {
    steps: () => [
        { trigger: ".o_cc_work_row", run: "click" },
        {
            content: "One appeal is there",
            trigger: ".o_cc_appeal_tab.active[data-appeal]",
            run() {
                const keys = { key: "n", code: "KeyN", altKey: true, bubbles: true };
                document.body.dispatchEvent(new KeyboardEvent("keydown", keys));
            },
        },
        { trigger: "textarea[name=new_matter]", run: "edit Dark yard" },
        { trigger: ".o_cc_new_register:enabled", run: "click" },
        {
            content: "It is the tab on screen, beside the first",
            trigger: ".o_cc_appeal_tablist:has(.o_cc_appeal_tab:not(.active)) .active[data-appeal]",
        },
        { trigger: ".o_cc_appeal_card [data-state=registered].o_cc_status_current" },
        {
            trigger: matter,
            run() {
                if (document.querySelector(matter).value !== "Dark yard") {
                    throw new Error("The new appeal is not on screen");
                }
            },
        },
        { trigger: matter, run: "edit Dark yard and gate" },
        { trigger: ".o_cc_contact_head h2", run: "click" },
        { content: "It saved itself", trigger: ".o_cc_appeal_saved" },
    ],
});
