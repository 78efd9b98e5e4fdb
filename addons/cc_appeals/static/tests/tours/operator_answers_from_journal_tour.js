// Proves that an operator answers from the Journal: opens a row, sees the letter that waits,
// writes, sends, takes back and finds the words again, sends, and closes the appeal, all in
// the one window.
import { registry } from "@web/core/registry";

const text = ".o_cc_journal_composer textarea[name=reply_body]";

function hasWords() {
    const { value } = document.querySelector(text);
    if (value !== "The water is back since noon") {
        throw new Error(`The words are “${value}”`);
    }
}

registry.category("web_tour.tours").add("operator_answers_from_journal", {
    steps: () => [
        { trigger: ".o_cc_work_row", run: "click" },
        {
            content: "The letter waits, with what can be done about it",
            trigger: ".o_cc_journal_chronology .o_cc_entry_waiting .o_cc_waiting_actions",
        },
        { trigger: text, run: "edit The water is back since noon" },
        { trigger: ".o_cc_reply_send:enabled", run: "click" },
        { trigger: ".o_cc_sent_bar .o_cc_sent_take_back:enabled", run: "click" },
        {
            content: "The words are back",
            trigger: `.o_cc_journal_composer:not(:has(.o_cc_sent_bar)):has(.o_cc_reply_send:enabled) textarea`,
            run: hasWords,
        },
        { trigger: ".o_cc_reply_send:enabled", run: "click" },
        { trigger: ".o_cc_sent_bar" },
        {
            content: "Nothing waits any more, and the answer stands in the chronology",
            trigger: ".o_cc_journal_chronology:not(:has(.o_cc_entry_waiting)) .o_cc_entry_out",
        },
        {
            trigger: ".o_cc_appeal_column .o_cc_status_step[data-state=closed]",
            run: "click",
        },
        {
            trigger: ".o_cc_appeal_column select[name=closing_method]",
            run: "select answered",
        },
        { trigger: ".o_cc_appeal_column .o_cc_step_confirm", run: "click" },
        { trigger: ".o_cc_appeal_column [data-state=closed].o_cc_status_current" },
    ],
});
