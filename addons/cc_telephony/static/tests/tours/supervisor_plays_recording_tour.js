// Proves that the sound of a recording really comes through its ticket: the audio element
// moves on, from the list of calls, from the card, and from where somebody jumps to.
import { registry } from "@web/core/registry";
import { isHeard } from "./tour_sound";

registry.category("web_tour.tours").add("supervisor_plays_recording", {
    steps: () => [
        {
            content: "The player unfolds under the row",
            trigger: ".o_data_row .o_cc_recording_fold",
            run: "click",
        },
        {
            trigger: ".o_data_row + .o_cc_unfolded .o_cc_player_play",
            run: "click",
        },
        {
            content: "It is heard",
            trigger: ".o_cc_unfolded .o_cc_player_play[aria-pressed=true]",
            run: () => isHeard(0),
        },
        {
            content: "Paused, it stays where it is",
            trigger: ".o_cc_unfolded .o_cc_player_play",
            run: "click",
        },
        { trigger: ".o_cc_unfolded .o_cc_player_play[aria-pressed=false]" },
        {
            content: "The same on the card",
            trigger: ".o_data_row td[name=started_at]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_cc_player [role=slider]",
            run({ anchor }) {
                anchor.focus();
                for (const key of ["ArrowRight", "ArrowRight"]) {
                    anchor.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
                }
            },
        },
        { trigger: ".o_form_view .o_cc_player [role=slider][aria-valuenow='10']" },
        {
            trigger: ".o_form_view .o_cc_player_play",
            run: "click",
        },
        {
            content: "It begins where the arrows went",
            trigger: ".o_form_view .o_cc_player_play[aria-pressed=true]",
            run: () => isHeard(10),
        },
    ],
});
