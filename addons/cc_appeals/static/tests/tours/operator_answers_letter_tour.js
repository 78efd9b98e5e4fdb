// Proves that an operator answers a letter in the appeal's form: opens the composer, takes a
// template, whose words come filled in, sends, takes back and finds the words again, sends
// other words, sees the answer in the chronology, and closes the appeal.
import { registry } from "@web/core/registry";

const text = ".o_cc_reply_sheet textarea[name=reply_body]";

const LIMIT_MS = 8000;

/** Waits for the text of the answer to have these words: they come from the server. */
function hasWords(...words) {
    return async () => {
        const ends = performance.now() + LIMIT_MS;
        let value, missing;
        do {
            await new Promise(requestAnimationFrame);
            value = document.querySelector(text)?.value || "";
            missing = words.filter((each) => !value.includes(each));
        } while (missing.length && performance.now() < ends);
        if (missing.length) {
            throw new Error(`“${missing}” is missing in “${value}”`);
        }
    };
}

registry.category("web_tour.tours").add("operator_answers_letter", {
    steps: () => [
        { content: "It waits", trigger: ".o_cc_appeal_form .o_cc_entry_waiting" },
        { trigger: ".o_cc_composer_open", run: "click" },
        { trigger: ".o_cc_reply_templates:enabled", run: "click" },
        { trigger: ".o_cc_template_search", run: "edit Tour template" },
        {
            content: "One template is left, and Enter takes it",
            trigger: ".o_cc_template_active:contains('Tour template')",
        },
        { trigger: ".o_cc_template_search", run: "press Enter" },
        { trigger: ".o_cc_reply_sheet:not(:has(.o_cc_template_list))" },
        {
            content: "The person's name stands where {name} stood",
            trigger: text,
            run: hasWords("Anna Smirnova", "Tour promise"),
        },
        { trigger: ".o_cc_reply_send:enabled", run: "click" },
        {
            content: "It leaves in a moment; until then it can be taken back",
            trigger: ".o_cc_sent_bar .o_cc_sent_take_back:enabled",
            run: "click",
        },
        {
            content: "The words are back",
            trigger: `.o_cc_composer:not(:has(.o_cc_sent_bar)) ${text}`,
            run: hasWords("Anna Smirnova", "Tour promise"),
        },
        { trigger: text, run: "edit The water is back since noon" },
        { trigger: ".o_cc_reply_send:enabled", run: "click" },
        { trigger: ".o_cc_sent_bar" },
        {
            content: "Nothing waits any more, and the answer stands in the chronology",
            trigger: ".o_cc_chronology:not(:has(.o_cc_entry_waiting)) .o_cc_entry_out",
        },
        { trigger: ".o_cc_status_step[data-state=closed]", run: "click" },
        {
            trigger: ".o_cc_step_strip select[name=closing_method]",
            run: "select answered",
        },
        { trigger: ".o_cc_step_strip .o_cc_step_confirm", run: "click" },
        { trigger: ".o_cc_status_step[data-state=closed].o_cc_status_current" },
    ],
});
