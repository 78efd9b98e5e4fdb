import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

// what a sign means when the channel itself has no name at hand
const LABELS = {
    phone: _t("Phone"),
    envelope: _t("E-mail"),
    comments: _t("Chat"),
    globe: _t("Portal"),
    commenting: _t("SMS"),
    "paper-plane": _t("Messenger"),
    "file-text": _t("Paper"),
};

/** A channel's sign: a Font Awesome 4.7 name held in a char field. */
export class ChannelIcon extends Component {
    static template = "cc_base.ChannelIcon";
    static props = { ...standardFieldProps };

    get icon() {
        return this.props.record.data[this.props.name] || "pencil-square-o";
    }

    get label() {
        const { data } = this.props.record;
        if (!data[this.props.name]) {
            return _t("Registered by hand");
        }
        return data.channel_id?.display_name || String(LABELS[this.icon] || _t("Channel"));
    }
}

export const channelIcon = {
    component: ChannelIcon,
    displayName: _t("Channel sign"),
    supportedTypes: ["char"],
    listViewWidth: 20,
};

registry.category("fields").add("cc_channel_icon", channelIcon);
