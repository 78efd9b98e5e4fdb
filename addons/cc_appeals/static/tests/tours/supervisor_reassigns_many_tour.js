// Proves that a supervisor gives all appeals of a list to another operator in one step, sees
// it done, and puts them back with one button.
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("supervisor_reassigns_many", {
    steps: () => [
        { trigger: ".o_switch_view.o_list", run: "click" },
        { trigger: ".o_data_row:eq(2)" },
        { trigger: "thead .o_list_record_selector input", run: "click" },
        { trigger: ".o_cc_bulk_kind[data-kind=assign]", run: "click" },
        {
            trigger: ".o_cc_bulk_strip .o_record_selector input",
            run: "edit tour_colleague",
        },
        { trigger: ".o-autocomplete--dropdown-item:contains('tour_colleague') a", run: "click" },
        { trigger: ".o_cc_bulk_strip .o_cc_step_confirm:enabled", run: "click" },
        { trigger: ".o_cc_bulk_run[data-state=done] .o_cc_bulk_undo", run: "click" },
        {
            content: "Put back; it cannot be put back twice",
            trigger: ".o_cc_bulk_run[data-state=undone]:not(:has(.o_cc_bulk_undo))",
        },
    ],
});
