// Proves that a supervisor starts a mass incident by a rule and joins what fits, joins one
// more by hand from its form, looks at the letters, answers all at once, and that all are
// closed with it.
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("supervisor_starts_incident", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        {
            trigger: ".o_cc_incident_form .o_field_widget[name=name] :is(input, textarea)",
            run: "edit Tour main burst",
        },
        {
            trigger: ".o_field_widget[name=direction_id] input",
            run: "edit Tour line",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains('Tour line') a",
            run: "click",
        },
        {
            content: "It began before anybody noticed: no first moment",
            trigger: ".o_field_widget[name=started_at] button",
            run: "click",
        },
        { trigger: ".o_field_widget[name=started_at] input", run: "clear" },
        { trigger: ".o_field_widget[name=words] input", run: "edit tourwater" },
        { trigger: ".o_form_button_save:enabled", run: "click" },
        {
            content: "Two fit by the rule",
            trigger: ".o_cc_incident_figure .o_field_widget[name=candidate_count]:contains(2)",
        },
        { trigger: "button[name=action_join_matching]", run: "click" },
        {
            content: "They are joined",
            trigger: "button[name=action_appeals] .o_stat_value:contains(2)",
        },
    ],
});

registry.category("web_tour.tours").add("supervisor_joins_by_hand", {
    steps: () => [
        { trigger: ".o_cc_incident_join", run: "click" },
        {
            trigger: ".o_cc_incident_offer:contains('Tour main burst')",
            run: "click",
        },
        { trigger: ".o_cc_incident_ribbon .o_cc_incident_open:contains('Tour main burst')" },
        { content: "The ribbon leads there", trigger: ".o_cc_incident_open", run: "click" },
        { trigger: "button[name=action_appeals] .o_stat_value:contains(3)" },
    ],
});

registry.category("web_tour.tours").add("supervisor_answers_incident", {
    steps: () => [
        { trigger: ".o_cc_incident_form .nav-link[name=answer]", run: "click" },
        {
            trigger: ".o_field_widget[name=answer_body] textarea",
            run: "edit {name}, the main is mended. {number}",
        },
        {
            content: "Close them as well",
            trigger: ".o_field_widget[name=answer_closing] input",
            run: "click",
        },
        {
            content: "Answered is the first of the methods",
            trigger: ".o_select_menu_item[data-choice-index='0']",
            run: "click",
        },
        { trigger: ".o_cc_incident_preview:enabled", run: "click" },
        {
            content: "Each letter has its own name and number",
            trigger: ".o_cc_incident_letter:eq(2) .o_cc_incident_words:contains('Anna Smirnova, ')",
        },
        { trigger: ".o_cc_incident_send:enabled", run: "click" },
        { trigger: ".o_cc_bulk_run[data-state=done]" },
        {
            content: "Nothing is left to be answered",
            trigger: ".o_cc_incident_form:not(:has(.o_cc_incident_preview))",
        },
    ],
});
