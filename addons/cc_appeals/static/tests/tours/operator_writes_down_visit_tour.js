import { registry } from "@web/core/registry";

/** An operator writes a visit down: one form makes the person, the contact and the appeal. */
registry.category("web_tour.tours").add("operator_writes_down_visit", {
    steps: () => [
        {
            content: "Somebody came in person",
            trigger: ".o_cc_intake [name=kind] .o_selection_badge[value*=visit]",
            run: "click",
        },
        {
            content: "Without the matter it is refused in place",
            trigger: "button[name=action_register]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=name].o_field_invalid input",
            run: "edit Pit in the yard",
        },
        {
            trigger: ".o_field_widget[name=person_name] input",
            run: "edit Ivan Tourist",
        },
        {
            trigger: ".o_field_widget[name=person_phone] input",
            run: "edit 8 (916) 000-00-67",
        },
        {
            trigger: ".o_field_widget[name=problem_address] input",
            run: "edit 8 Forest street",
        },
        {
            content: "Who else has this phone is shown, not merged",
            trigger: ".o_field_widget[name=known_ids] .o_tag:contains('Anna Smirnova')",
        },
        {
            trigger: ".o_field_widget[name=text] textarea",
            run: "edit There is a pit by the door",
        },
        {
            trigger: "button[name=action_register]",
            run: "click",
        },
        {
            content: "The appeal stands, with its status line",
            trigger: ".o_cc_appeal_form [data-state=registered][aria-current=step]",
        },
        { trigger: ".o_cc_appeal_form .o_field_widget[name=name]" },
    ],
});
