// Proves that an operator, in the browser and without leaving the card, takes an appeal made
// from a letter through its whole way: hands it over to a department (the topic's one is
// proposed), takes it back, and closes it with a method; the board and the list open too.
import { registry } from "@web/core/registry";

const step = (state) => `.o_cc_status_step[data-state=${state}]`;
const stands = (state) => `${step(state)}.o_cc_status_current`;

registry.category("web_tour.tours").add("operator_closes_letter", {
    url: "/odoo/appeals",
    steps: () => [
        {
            content: "The letter stands on the board among the registered",
            trigger: ".o_kanban_group:first .o_cc_chip[data-state=registered]",
        },
        {
            content: "Nobody has it: take it from the card",
            trigger: ".o_kanban_record:contains('Нет горячей воды') .o_cc_take",
            run: "click",
        },
        {
            content: "It is taken: the button gave way to the owner",
            trigger:
                ".o_kanban_record:contains('Нет горячей воды'):not(:has(.o_cc_take)) .o_m2o_avatar, .o_kanban_record:contains('Нет горячей воды'):not(:has(.o_cc_take)) .o_avatar",
        },
        {
            content: "The list shows the same letter",
            trigger: ".o_switch_view.o_list",
            run: "click",
        },
        {
            content: "Open it",
            trigger: ".o_data_row:contains('Нет горячей воды') td[name=name]",
            run: "click",
        },
        { trigger: stands("registered") },
        {
            content: "Hand over: the strip opens under the line",
            trigger: step("handed_over"),
            run: "click",
        },
        {
            content: "Choose the department by its name",
            trigger: ".o_cc_step_strip .o_record_selector input",
            run: "edit Tour water",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains('Tour water department')",
            run: "click",
        },
        {
            trigger: ".o_cc_step_strip .o_cc_step_confirm",
            run: "click",
        },
        { content: "It is handed over, the strip is gone", trigger: stands("handed_over") },
        { trigger: ".o_form_view:not(:has(.o_cc_step_strip))" },
        {
            content: "Take it back",
            trigger: "button[data-step=take_back]",
            run: "click",
        },
        {
            trigger: ".o_cc_step_strip input[name=reason]",
            run: "edit The person called again",
        },
        {
            trigger: ".o_cc_step_strip .o_cc_step_confirm",
            run: "click",
        },
        { trigger: stands("registered") },
        {
            content: "Close",
            trigger: step("closed"),
            run: "click",
        },
        {
            content: "Without a method it is refused in place",
            trigger: ".o_cc_step_strip .o_cc_step_confirm",
            run: "click",
        },
        { trigger: ".o_cc_step_strip .o_cc_step_error" },
        {
            trigger: ".o_cc_step_strip select[name=closing_method]",
            run: "select answered",
        },
        {
            trigger: ".o_cc_step_strip .o_cc_step_confirm",
            run: "click",
        },
        { content: "Closed", trigger: stands("closed") },
        {
            content: "The way is kept in the chronology",
            trigger: ".o_cc_chronology .o_cc_entry[data-kind=step]:nth-of-type(4)",
        },
    ],
});
