// Proves that an operator takes a call-back and settles it where it stands in the list, with a
// reason, and that it leaves what is owed; the counters follow.
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("operator_settles_callback", {
    steps: () => [
        {
            content: "The one that is nobody's is taken",
            trigger: ".o_data_row:has(.o_cc_caller:contains('Anna Smirnova')) .o_cc_callback_take",
            run: "click",
        },
        {
            content: "It is mine now",
            trigger:
                ".o_data_row:has(.o_cc_caller:contains('Anna Smirnova')):not(:has(.o_cc_callback_take))",
        },
        {
            trigger:
                ".o_data_row:has(.o_cc_caller:contains('Anna Smirnova')) [data-step=callback_done]",
            run: "click",
        },
        {
            content: "Without a reason it is refused in place",
            trigger: ".o_cc_unfolded .o_cc_step_confirm",
            run: "click",
        },
        { trigger: ".o_cc_unfolded .o_cc_step_error" },
        {
            trigger: ".o_cc_unfolded input[name=reason]",
            run: "edit They wrote a letter instead",
        },
        {
            trigger: ".o_cc_unfolded .o_cc_step_confirm",
            run: "click",
        },
        {
            content: "It is owed no more",
            trigger:
                ".o_list_renderer:not(:has(.o_cc_unfolded)):not(:has(.o_cc_caller:contains('Anna Smirnova')))",
        },
        { trigger: "[data-filter=owed].active" },
    ],
});
