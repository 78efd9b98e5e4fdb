// Proves that an operator answers on paper from the Journal, and registers a letter that came on
// paper with its scan, all in the one window and by keys.
import { registry } from "@web/core/registry";

const PDF = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

function strike(code) {
    document.activeElement.blur();
    document.body.dispatchEvent(
        new KeyboardEvent("keydown", { code, key: code.at(-1), bubbles: true, cancelable: true })
    );
}

function giveScan() {
    const files = new DataTransfer();
    files.items.add(new File([PDF], "scan.pdf", { type: "application/pdf" }));
    this.anchor.files = files.files;
    this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
}

registry.category("web_tour.tours").add("operator_paper_in_journal", {
    steps: () => [
        { trigger: ".o_cc_work_row", run: "click" },
        {
            content: "The letter waits; L opens the sheet of a paper letter",
            trigger: ".o_cc_journal_chronology .o_cc_entry_waiting",
            run: () => strike("KeyL"),
        },
        { trigger: ".o_cc_paper_sheet [name=paper_number]", run: "edit 01-12/7" },
        { trigger: ".o_cc_paper_sheet [name=paper_body]", run: "edit The water is back" },
        { trigger: ".o_cc_paper_sheet input[type=file]:not(:visible)", run: giveScan },
        { trigger: ".o_cc_paper_sheet .o_cc_reply_file a:contains('scan.pdf')" },
        { trigger: ".o_cc_paper_register:enabled", run: "click" },
        {
            content: "It is the answer: nothing waits any more",
            trigger: ".o_cc_journal_chronology:not(:has(.o_cc_entry_waiting)) .o_cc_entry_out",
            run: () => strike("KeyW"),
        },
        {
            content: "What came on paper is registered in the contact's place",
            trigger: ".o_cc_write_down [name=written_matter]",
            run: "edit Fence across the path",
        },
        { trigger: ".o_cc_write_down [name=written_number]", run: "edit 7-A" },
        { trigger: ".o_cc_write_down input[type=file]:not(:visible)", run: giveScan },
        { trigger: ".o_cc_write_down .o_cc_reply_file a:contains('scan.pdf')" },
        { trigger: ".o_cc_write_down_register:enabled", run: "click" },
        {
            content: "The new appeal is open, and its letter waits",
            trigger: ".o_cc_journal_chronology .o_cc_entry_waiting:contains('7-A')",
        },
        { trigger: ".o_cc_appeal_column [data-state=registered].o_cc_status_current" },
    ],
});
