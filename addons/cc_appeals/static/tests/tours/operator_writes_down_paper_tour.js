// Proves that an operator writes a paper letter down with its scan: the file is chosen in the
// form, and a letter without words of its own is registered because it has one.
import { registry } from "@web/core/registry";

const PDF = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

registry.category("web_tour.tours").add("operator_writes_down_paper", {
    steps: () => [
        {
            content: "Paper is what the form begins with",
            trigger: ".o_cc_intake [name=kind] .o_selection_badge.active[value*=paper]",
        },
        {
            trigger: ".o_field_widget[name=name] :is(input, textarea)",
            run: "edit Fence across the path",
        },
        {
            trigger: ".o_field_widget[name=person_name] input",
            run: "edit Pyotr Tourist",
        },
        {
            content: "Neither words nor a scan: refused, and nothing typed is lost",
            trigger: "button[name=action_register]",
            run: "click",
        },
        { trigger: ".modal .modal-footer button.btn-primary", run: "click" },
        {
            trigger: "body:not(:has(.modal)) .o_field_widget[name=file_ids]",
            run() {
                const input = this.anchor.querySelector("input[type=file]");
                const files = new DataTransfer();
                files.items.add(new File([PDF], "scan.pdf", { type: "application/pdf" }));
                input.files = files.files;
                input.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        { trigger: ".o_field_widget[name=file_ids] .o_attachment:contains('scan.pdf')" },
        { trigger: "button[name=action_register]", run: "click" },
        { trigger: ".o_cc_appeal_form [data-state=registered][aria-current=step]" },
    ],
});
