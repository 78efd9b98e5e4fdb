// Proves that an operator hears the message somebody left, on the call-back it is owed for.
import { registry } from "@web/core/registry";
import { isHeard } from "./tour_sound";

registry.category("web_tour.tours").add("operator_hears_message", {
    steps: () => [
        {
            content: "Who left a message is one press away",
            trigger: "[data-filter=voicemail]",
            run: "click",
        },
        {
            trigger: ".o_data_row:has(.o_cc_recording_fold) td[name=due_at]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_cc_player .fa-microphone",
        },
        {
            trigger: ".o_form_view .o_cc_player_play",
            run: "click",
        },
        {
            content: "It is heard",
            trigger: ".o_form_view .o_cc_player_play[aria-pressed=true]",
            run: () => isHeard(0),
        },
        {
            content: "Heard, it is settled on the card",
            trigger: ".o_form_view [data-step=callback_done]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_cc_step_strip input[name=reason]",
            run: "edit Answered by letter",
        },
        { trigger: ".o_form_view .o_cc_step_confirm", run: "click" },
        {
            trigger: ".o_form_view:not(:has(.o_cc_callback_steps)) .o_field_widget[name=reason]",
        },
    ],
});
