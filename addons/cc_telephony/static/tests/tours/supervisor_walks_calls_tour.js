// Proves that a supervisor narrows the list of calls down to the missed ones and widens it
// again, finds calls of a person, opens a card, reads its phones as a line of time, and goes
// from there to the person.
import { registry } from "@web/core/registry";

const row = (name) => `.o_data_row:contains('${name}')`;
// the menu names no filter but by its words: the third one is “Missed”
const missed = ".o_filter_menu .o_menu_item:eq(2)";

registry.category("web_tour.tours").add("supervisor_walks_calls", {
    url: "/odoo/calls",
    steps: () => [
        { content: "Answered and missed calls stand there", trigger: row("Tour answered") },
        { trigger: row("Tour missed") },
        { trigger: ".o_searchview_dropdown_toggler", run: "click" },
        { trigger: missed, run: "click" },
        {
            content: "Only the missed one is left",
            trigger: `.o_list_view:not(:has(${row("Tour answered")})) ${row("Tour missed")}`,
        },
        { trigger: missed, run: "click" },
        { trigger: row("Tour answered") },
        {
            content: "By a person's name",
            trigger: ".o_searchview_input",
            run: "edit Tour answered",
        },
        { trigger: ".o_searchview_autocomplete .o-dropdown-item:first", run: "click" },
        {
            trigger: `.o_list_view:not(:has(${row("Tour missed")})) ${row("Tour answered")} td[name=outcome]`,
            run: "click",
        },
        { content: "Who rang and talked, in time", trigger: ".o_cc_timeline" },
        {
            content: "To the person",
            trigger: ".o_form_view .o_field_widget[name=partner_id] a",
            run: "click",
        },
        {
            content: "The person's card",
            trigger: ".o_form_view .o_field_widget[name=name]",
        },
        { trigger: ".o_last_breadcrumb_item:contains('Tour answered')" },
    ],
});
