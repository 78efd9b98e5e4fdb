// Proves that an operator makes an appeal out of a call, from its card, with the person filled
// in, and that the card knows the appeal from then on.
import { registry } from "@web/core/registry";

const MATTER = "The lift stands since noon";
const matter = ".o_cc_appeal_form .o_field_widget[name=name]";

registry.category("web_tour.tours").add("operator_opens_appeal_from_call", {
    url: "/odoo/calls",
    steps: () => [
        { trigger: ".o_data_row:contains('Tour answered') td[name=outcome]", run: "click" },
        { trigger: "button[name=action_new_appeal]", run: "click" },
        {
            content: "Who called is filled in",
            trigger: ".o_cc_appeal_form .o_field_widget[name=applicant_id]",
            run() {
                const { value } = this.anchor.querySelector("input");
                if (!value.includes("Tour answered")) {
                    throw new Error(`The person is “${value}”`);
                }
            },
        },
        { trigger: `${matter} input, ${matter} textarea`, run: `edit ${MATTER}` },
        { trigger: ".o_form_button_save:enabled", run: "click" },
        {
            content: "It is registered",
            trigger: ".o_cc_appeal_form [data-state=registered][aria-current=step]",
        },
        { trigger: ".o_breadcrumb .breadcrumb-item.o_back_button a", run: "click" },
        {
            content: "The card of the call has it",
            trigger: ".o_form_view .o_field_widget[name=appeal_ids] .o_tag",
        },
    ],
});
