import { Component, useEffect, useRef } from "@odoo/owl";
import { useAutofocus } from "@web/core/utils/hooks";

/** The templates on offer. Typing stays in the text; opened by its button it has a search line. */
export class TemplateList extends Component {
    static template = "cc_appeals.TemplateList";
    static props = { menu: Object, id: String };

    setup() {
        this.list = useRef("list");
        useAutofocus({ refName: "search" });
        useEffect(
            () => {
                this.list.el?.children[this.menu.active]?.scrollIntoView({ block: "nearest" });
            },
            () => [this.menu.active]
        );
    }

    get menu() {
        return this.props.menu;
    }

    optionId(index) {
        return `${this.props.id}_${index}`;
    }
}
