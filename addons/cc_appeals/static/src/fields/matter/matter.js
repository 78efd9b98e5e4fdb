import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** What it is about in one line, its topic and direction quietly under it. */
export class Matter extends Component {
    static template = "cc_appeals.Matter";
    static props = { ...standardFieldProps, under: { type: Array, optional: true } };
    static defaultProps = { under: [] };

    get text() {
        return this.props.record.data[this.props.name] || "";
    }

    get under() {
        const { record, under } = this.props;
        return under
            .map((name) => record.data[name]?.display_name)
            .filter(Boolean)
            .join(" · ");
    }
}

export const matter = {
    component: Matter,
    displayName: _t("Matter with its topic"),
    supportedTypes: ["char"],
    extractProps: ({ options }) => ({ under: options.under || [] }),
};

registry.category("fields").add("cc_matter", matter);
