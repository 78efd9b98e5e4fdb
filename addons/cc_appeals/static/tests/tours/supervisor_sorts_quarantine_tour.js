// Proves that a supervisor, in one screen and with the keyboard, reads the source of a
// quarantined letter, replays it, is told which appeal it became and follows the link; and
// that another is dismissed with a note, put back, and dismissed again.
import { registry } from "@web/core/registry";

const row = (title) => `.o_cc_quarantine_row:contains('${title}')`;
const selected = (title) => `${row(title)}[aria-selected=true]`;

registry.category("web_tour.tours").add("supervisor_replays_letter", {
    url: "/odoo/quarantine",
    steps: () => [
        {
            content: "The oldest is chosen; j goes to the next",
            trigger: selected("Quarantined first"),
            run: "press j",
        },
        { trigger: selected("Quarantined second"), run: "press k" },
        { trigger: selected("Quarantined first") },
        {
            content: "The source is not there until it is asked for",
            trigger: ".o_cc_quarantine_detail:not(:has(.o_cc_raw_text)) .o_cc_raw_show",
            run: "click",
        },
        { trigger: ".o_cc_raw_text:contains('Message-ID: <first@example.ru>')" },
        { trigger: ".o_cc_quarantine_replay", run: "click" },
        {
            content: "It says what it became",
            trigger: ".o_cc_quarantine_told:has(.o_cc_quarantine_follow)",
        },
        {
            content: "The row stays in its place and is counted out",
            trigger: ".o_cc_quarantine_tabs [data-view=waiting]:contains('1')",
        },
        {
            content: "The link leads to the appeal",
            trigger: ".o_cc_quarantine_follow",
            run: "click",
        },
        { trigger: ".o_form_view .o_cc_status_current[data-state=registered]" },
        { trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a", run: "click" },
        { trigger: selected("Quarantined second") },
    ],
});

registry.category("web_tour.tours").add("supervisor_dismisses_letter", {
    url: "/odoo/quarantine",
    steps: () => [
        { trigger: selected("Quarantined first"), run: "press d" },
        {
            content: "Without a note it is refused in place",
            trigger: ".o_cc_quarantine_note",
            run: "press Enter",
        },
        { trigger: ".o_cc_quarantine_error" },
        { trigger: ".o_cc_quarantine_note", run: "edit A test letter of ours" },
        { trigger: ".o_cc_quarantine_confirm", run: "click" },
        { trigger: ".o_cc_quarantine_told:contains('A test letter of ours')" },
        { content: "Undo", trigger: ".o_cc_quarantine_back", run: "click" },
        { trigger: ".o_cc_quarantine_replay" },
        { trigger: ".o_cc_quarantine_dismiss", run: "click" },
        { trigger: ".o_cc_quarantine_note", run: "edit Sent by mistake" },
        { trigger: ".o_cc_quarantine_confirm", run: "click" },
        {
            content: "It stands on the other list with its note",
            trigger: ".o_cc_quarantine_tabs [data-view=dismissed]:contains('1')",
            run: "click",
        },
        { trigger: ".o_cc_quarantine_kept:contains('Sent by mistake')" },
    ],
});
