import { Component, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** A new token, once: nobody can read it again, not even here. */
export class PbxTokenDialog extends Component {
    static template = "cc_telephony.PbxTokenDialog";
    static components = { Dialog };
    static props = { token: String, settings: String, close: Function };

    setup() {
        this.title = _t("Token of the connector");
        this.state = useState({ isCopied: false });
    }

    async onCopy() {
        await browser.navigator.clipboard.writeText(this.props.token);
        this.state.isCopied = true;
    }
}

/** Makes a token; the one before is void from then on, so it asks first. */
export class PbxToken extends Component {
    static template = "cc_telephony.PbxToken";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
    }

    get hasToken() {
        return this.props.record.data.has_token;
    }

    async onNew() {
        const { record } = this.props;
        if ((await record.isDirty()) && !(await record.save())) {
            return;
        }
        if (!this.hasToken) {
            return this.make();
        }
        this.dialog.add(ConfirmationDialog, {
            body: _t("The connector stops sending until the new token stands in its settings."),
            confirmLabel: _t("Make a new token"),
            confirm: () => this.make(),
            cancel: () => {},
        });
    }

    async make() {
        const { record } = this.props;
        const token = await this.orm.call("cc.pbx", "action_new_token", [[record.resId]]);
        const settings = [
            `pbx = "${record.data.code}"`,
            "[odoo]",
            `url = "${browser.location.origin}"`,
            'token_file = "token"',
        ].join("\n");
        this.dialog.add(PbxTokenDialog, { token, settings });
        await record.load();
    }
}

registry.category("view_widgets").add("cc_pbx_token", {
    component: PbxToken,
    fieldDependencies: [
        { name: "has_token", type: "boolean" },
        { name: "code", type: "char" },
    ],
});
