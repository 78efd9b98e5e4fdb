// Proves that an operator makes a second appeal out of a contact that has one: from the form
// of the appeal, and a third one from the form of the contact. Who asked, where and over what
// channel is filled in.
import { registry } from "@web/core/registry";

const matter = ".o_cc_appeal_form .o_field_widget[name=name]";
const filledIn = [
    {
        content: "A new appeal with its person",
        trigger:
            ".o_cc_appeal_form:not(:has(.o_cc_status_line)) .o_field_widget[name=applicant_id]",
        run() {
            const { value } = document.querySelector(
                ".o_cc_appeal_form .o_field_widget[name=applicant_id] input"
            );
            if (!value.includes("Anna Smirnova")) {
                throw new Error(`The person is “${value}”`);
            }
        },
    },
];
const another = (name) => [
    ...filledIn,
    { trigger: `${matter} input, ${matter} textarea`, run: `edit ${name}` },
    { trigger: ".o_form_button_save:enabled", run: "click" },
    {
        content: "It is registered",
        trigger: ".o_cc_appeal_form [data-state=registered][aria-current=step]",
    },
];

registry.category("web_tour.tours").add("operator_takes_second_appeal", {
    steps: () => [
        { trigger: ".o_cc_appeal_form [data-state=registered][aria-current=step]" },
        { trigger: "button[name=action_one_more_appeal]", run: "click" },
        ...another("Dark yard"),
    ],
});

registry.category("web_tour.tours").add("operator_takes_third_appeal", {
    steps: () => [
        {
            content: "The contact has two appeals",
            trigger: ".o_field_widget[name=appeal_ids] .o_tag:eq(1)",
        },
        { trigger: "button[name=action_one_more_appeal]", run: "click" },
        ...another("Broken lift"),
    ],
});
