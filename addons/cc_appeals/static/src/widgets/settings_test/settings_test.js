import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const SIGNS = { ok: "check-circle", failing: "times-circle" };
const SETTINGS = ["host", "port", "security", "login", "secret_ref", "folder", "target_folder"];

/**
 * Tries what stands in the form, saved or not, and answers beside it. Nothing is saved, and
 * an answer does not outlive the settings it is about.
 */
export class SettingsTest extends Component {
    static template = "cc_appeals.SettingsTest";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.test = useState({ isRunning: false, state: "", sentence: "" });
        useRecordObserver((record) => {
            const settings = JSON.stringify(SETTINGS.map((name) => record.data[name]));
            if (settings !== this.settings) {
                this.settings = settings;
                Object.assign(this.test, { state: "", sentence: "" });
            }
        });
    }

    get sign() {
        return SIGNS[this.test.state];
    }

    async onTest() {
        const { record } = this.props;
        if (!(await record.checkValidity({ displayNotification: true }))) {
            return;
        }
        const values = await record.getChanges();
        const tried = this.settings;
        Object.assign(this.test, { isRunning: true, state: "", sentence: "" });
        let answer;
        try {
            answer = await this.orm.silent.call(record.resModel, "action_test_values", [
                record.resId ? [record.resId] : [],
                values,
            ]);
        } catch (error) {
            const sentence = error.data?.message || _t("The server did not answer. Try again.");
            answer = { state: "failing", sentence };
        }
        this.test.isRunning = false;
        if (tried !== this.settings) {
            return;
        }
        Object.assign(this.test, answer);
        // what was wrong before may be over now
        if (record.resId && !(await record.isDirty())) {
            await record.load();
        }
    }
}

registry.category("view_widgets").add("cc_settings_test", { component: SettingsTest });
