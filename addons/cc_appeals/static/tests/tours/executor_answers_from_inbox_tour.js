import { registry } from "@web/core/registry";

/** An executor opens the department's inbox, answers a part, then what the department leads. */
registry.category("web_tour.tours").add("executor_answers_from_inbox", {
    steps: () => [
        {
            content: "Two appeals wait: one is led, of one it is a part",
            trigger: "[data-filter=our_part] .o_cc_inbox_figure:contains(1)",
        },
        {
            trigger: "[data-filter=our_part]",
            run: "click",
        },
        { trigger: ".o_list_view:not(:has(.o_data_row:eq(1)))" },
        {
            trigger: ".o_data_row td[name=name]:contains('Pit')",
            run: "click",
        },
        {
            content: "The status line is not his to move",
            trigger: ".o_cc_status_steps:not(:has(.o_cc_status_allowed))",
        },
        {
            trigger: ".o_cc_executor:contains('Tour housing')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=answer] textarea",
            run: "edit The pit is filled",
        },
        {
            trigger: ".modal button[name=action_answer]",
            run: "click",
        },
        { trigger: "body:not(:has(.modal)) .o_cc_executor_done" },
        {
            trigger: ".o_back_button, .o_breadcrumb .breadcrumb-item a",
            run: "click",
        },
        {
            content: "The figures were counted again",
            trigger: "[data-filter=our_part].o_cc_inbox_none",
            run: "click",
        },
        {
            trigger: ".o_data_row td[name=name]:contains('Roof')",
            run: "click",
        },
        {
            trigger: "[data-state=feedback].o_cc_status_allowed",
            run: "click",
        },
        {
            trigger: ".o_cc_step_strip input[name=feedback_source]",
            run: "edit The applicant",
        },
        {
            trigger: ".o_cc_step_confirm",
            run: "click",
        },
        { trigger: "[data-state=feedback][aria-current=step]" },
    ],
});
