// Proves that an administrator sets a PBX up: its token is shown once and never again, a
// number people call gets its channel, a phone its operator.
import { registry } from "@web/core/registry";

const page = (name) => `.o_notebook .nav-link[name=${name}]`;
const field = (name) => `.o_field_widget[name=${name}]`;
const option = (text) => ({
    trigger: `.o-autocomplete--dropdown-item:contains('${text}') a`,
    run: "click",
});
const save = [
    { trigger: ".o_form_button_save:enabled", run: "click" },
    { trigger: ".o_form_saved, .o_form_status_indicator_buttons.invisible" },
];

registry.category("web_tour.tours").add("admin_sets_up_pbx", {
    url: "/odoo/pbxes",
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: `${field("name")} input`, run: "edit Tour PBX" },
        { trigger: `${field("code")} input`, run: "edit tour" },
        { trigger: `${field("direction_id")} input`, run: "edit Line" },
        option("Line"),
        ...save,
        { content: "A token", trigger: ".o_cc_pbx_token button", run: "click" },
        {
            trigger: ".modal .o_cc_pbx_token_value",
            run() {
                if (this.anchor.textContent.trim().length < 32) {
                    throw new Error("There is no token");
                }
            },
        },
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        {
            content: "It is shown once",
            trigger: "body:not(:has(.o_cc_pbx_token_value)) .o_cc_pbx_token span",
        },
        { trigger: page("lines"), run: "click" },
        { trigger: `${field("line_ids")} .o_field_x2many_list_row_add a`, run: "click" },
        { trigger: ".o_selected_row [name=number] input", run: "edit +74950000777" },
        { trigger: ".o_selected_row [name=channel_id] input", run: "edit Tour phone" },
        option("Tour phone"),
        { content: "Its menu", trigger: ".o_selected_row [name=has_menu] input", run: "click" },
        { trigger: ".o_selected_row [name=asks_score] input", run: "click" },
        { trigger: page("trunks"), run: "click" },
        { trigger: `${field("trunk_ids")} .o_field_x2many_list_row_add a`, run: "click" },
        { trigger: ".modal [name=peer] input", run: "edit tour-trunk" },
        { trigger: ".modal .o_field_x2many_list_row_add a", run: "click" },
        { trigger: ".modal .o_selected_row [name=prefix] input", run: "edit +7 916" },
        { trigger: ".modal .o_selected_row [name=price] input", run: "edit 3" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        {
            trigger: `body:not(:has(.modal)) ${field("trunk_ids")} .o_data_row:contains('tour-trunk')`,
        },
        { trigger: page("extensions"), run: "click" },
        { trigger: `${field("extension_ids")} .o_field_x2many_list_row_add a`, run: "click" },
        { trigger: ".o_selected_row [name=number] input", run: "edit 777" },
        { trigger: ".o_selected_row [name=user_id] input", run: "edit t_operator" },
        option("t_operator"),
        ...save,
        { trigger: `${field("extension_ids")} .o_data_row:contains('777')` },
    ],
});
