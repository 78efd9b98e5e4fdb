// Proves that an auditor reads in words who changed what, sees how far the chain is sealed
// without choosing a row, and opens an entry.
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("auditor_reads_log", {
    url: "/odoo/cc-audit",
    steps: () => [
        {
            content: "The change stands on top, with the record it is about",
            trigger: ".o_data_row:first td[name=record_text]:not(:empty)",
        },
        {
            content: "How far is it sealed?",
            trigger: "button[name=action_chain_state]",
            run: "click",
        },
        {
            content: "The head of the chain is told",
            trigger: ".o_notification .o_notification_content, .o_notification_content",
        },
        {
            content: "Open the entry",
            trigger: ".o_data_row:first td[name=action_text]",
            run: "click",
        },
        { trigger: ".o_form_view .o_field_widget[name=detail_text]:contains(':')" },
        {
            content: "Nothing of it can be filled in",
            trigger: ".o_form_view:not(:has(.o_form_sheet .o_input))",
        },
    ],
});
