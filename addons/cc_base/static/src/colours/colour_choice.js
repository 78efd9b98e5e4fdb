import { Component } from "@odoo/owl";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { session } from "@web/session";

/** Light, dark, or as the system: kept with the user, so each machine shows it. */
export class ColourChoice extends Component {
    static template = "cc_base.ColourChoice";
    static components = { DropdownItem };
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get choices() {
        return [
            { id: "light", icon: "fa-sun-o", name: _t("Light") },
            { id: "dark", icon: "fa-moon-o", name: _t("Dark") },
            { id: "system", icon: "fa-desktop", name: _t("As the system") },
        ].map((choice) => ({
            ...choice,
            attrs: {
                role: "menuitemradio",
                "aria-checked": String(choice.id === session.cc_color_scheme),
                "aria-label": choice.name,
                title: choice.name,
                "data-colours": choice.id,
            },
        }));
    }

    async choose(id) {
        if (id === session.cc_color_scheme) {
            return;
        }
        await this.orm.write("res.users", [user.userId], { cc_color_scheme: id });
        this.action.doAction("reload_context");
    }
}

export function colourItem() {
    return {
        type: "component",
        id: "cc_colours",
        contentComponent: ColourChoice,
        sequence: 45,
    };
}

registry.category("user_menuitems").add("cc_colours", colourItem);
