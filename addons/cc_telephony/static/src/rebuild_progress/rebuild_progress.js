import { Component, onWillDestroy } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

export const ASK_MS = 1000;

/** How far calls being built again are: asked each second until they are done. */
export class RebuildProgress extends Component {
    static template = "cc_telephony.RebuildProgress";
    static props = { ...standardFieldProps };

    setup() {
        const timer = browser.setInterval(() => this.isRunning && this.look(), ASK_MS);
        onWillDestroy(() => browser.clearInterval(timer));
    }

    get data() {
        return this.props.record.data;
    }

    get isRunning() {
        return this.data.state === "running";
    }

    get isShown() {
        return this.data.state !== "draft";
    }

    get percent() {
        const { built_count: built, asked_count: all, state } = this.data;
        return state === "done" || !all ? 100 : Math.min(Math.round((built * 100) / all), 100);
    }

    async look() {
        if (this.isLooking) {
            return;
        }
        this.isLooking = true;
        try {
            await this.props.record.load();
        } catch {
            // the next round asks again
        } finally {
            this.isLooking = false;
        }
    }
}

registry.category("fields").add("cc_call_rebuild_progress", {
    component: RebuildProgress,
    displayName: _t("Progress of building calls again"),
    supportedTypes: ["char"],
    fieldDependencies: [
        { name: "state", type: "selection" },
        { name: "asked_count", type: "integer" },
        { name: "built_count", type: "integer" },
    ],
});
