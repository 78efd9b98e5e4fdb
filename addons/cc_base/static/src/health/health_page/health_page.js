import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { HealthLine } from "../health_line/health_line";
import { countStates, mergeLines, worstFirst } from "./health_lines";

const REFRESH_MS = 30000;

/** First run and health: what is left to set up, and how the running system is. */
export class HealthPage extends Component {
    static template = "cc_base.HealthPage";
    static components = { HealthLine, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ setup: [], health: [], readAt: null, isReading: false, error: "" });
        onWillStart(async () => {
            const page = await this.orm.call("cc.health", "get_page", []);
            Object.assign(this.state, { setup: page.setup, health: worstFirst(page.health) });
            this.state.readAt = luxon.DateTime.local();
            this.isFirstRun = this.left > 0;
        });
        const timer = browser.setInterval(() => !document.hidden && this.refresh(), REFRESH_MS);
        onWillUnmount(() => browser.clearInterval(timer));
    }

    /** Steps of the first run that are left. */
    get left() {
        return countStates(this.state.setup).todo;
    }

    get current() {
        return this.state.setup.find(({ state }) => state === "todo");
    }

    get counts() {
        return countStates([...this.state.setup, ...this.state.health]);
    }

    /** How all of it stands, in one sentence. */
    get verdict() {
        const { failing, warning } = this.counts;
        if (failing) {
            return {
                state: "failing",
                sign: "times-circle",
                text: _t("Does not work: %s", failing),
                more: warning ? _t("needs a look: %s", warning) : "",
            };
        }
        if (warning) {
            return {
                state: "warning",
                sign: "exclamation-triangle",
                text: _t("Works; needs a look: %s", warning),
                more: "",
            };
        }
        return { state: "ok", sign: "check-circle", text: _t("All is well"), more: "" };
    }

    get progress() {
        const all = this.state.setup.length;
        return _t("%(done)s of %(all)s done", { done: all - this.left, all });
    }

    get readAt() {
        return _t("as of %s", this.state.readAt.toFormat("HH:mm:ss"));
    }

    /** The first run stands first until the page is left, so that nothing jumps. */
    get parts() {
        const setup = {
            key: "setup",
            title: _t("Setup"),
            lines: this.state.setup,
            isNumbered: this.left > 0,
        };
        const health = { key: "health", title: _t("Health"), lines: this.state.health };
        return this.isFirstRun ? [setup, health] : [health, setup];
    }

    async refresh() {
        if (this.state.isReading) {
            return;
        }
        this.state.isReading = true;
        try {
            const page = await this.orm.silent.call("cc.health", "get_page", []);
            this.state.setup = mergeLines(this.state.setup, page.setup);
            this.state.health = mergeLines(this.state.health, page.health);
            Object.assign(this.state, { readAt: luxon.DateTime.local(), error: "" });
        } catch {
            this.state.error = _t("The server does not answer.");
        } finally {
            this.state.isReading = false;
        }
    }

    onOpen(line) {
        return this.action.doAction(line.action, { onClose: () => this.refresh() });
    }
}

registry.category("actions").add("cc_health", HealthPage);
