import { Component, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

export const SIGNS = {
    ok: "check-circle",
    warning: "exclamation-triangle",
    failing: "times-circle",
    todo: "circle-o",
};

// a test that goes on is asked after as often, and no longer than a minute
export const ASK_MS = 1000;
const MOST_ASKED = 60;

/** One line: how it stands in a sentence, what to do about it, a test that answers in place. */
export class HealthLine extends Component {
    static template = "cc_base.HealthLine";
    static props = {
        line: Object,
        number: { type: Number, optional: true },
        isCurrent: { type: Boolean, optional: true },
        onOpen: Function,
        onTested: { type: Function, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.test = useState({ isRunning: false, state: "", sentence: "" });
        onWillUnmount(() => (this.isGone = true));
    }

    get sign() {
        return this.props.line.is_first ? "info-circle" : SIGNS[this.props.line.state];
    }

    get testSign() {
        return SIGNS[this.test.state];
    }

    get stateWord() {
        return {
            ok: _t("In order"),
            warning: _t("Needs a look"),
            failing: _t("Does not work"),
            todo: _t("To do"),
        }[this.props.line.state];
    }

    async onTest() {
        const { code, test } = this.props.line;
        Object.assign(this.test, { isRunning: true, state: "", sentence: "" });
        try {
            let found = await this.ask(code, test);
            for (let asked = 0; found.next && asked < MOST_ASKED && !this.isGone; asked++) {
                this.test.sentence = found.sentence;
                await new Promise((resolve) => browser.setTimeout(resolve, ASK_MS));
                found = await this.ask(code, found.next);
            }
            Object.assign(this.test, { state: found.state, sentence: found.sentence });
        } catch (error) {
            this.test.state = "failing";
            this.test.sentence = error.data?.message || _t("The server did not answer. Try again.");
        } finally {
            this.test.isRunning = false;
        }
        this.props.onTested?.();
    }

    ask(code, token) {
        return this.orm.silent.call("cc.health", "action_test", [code, token]);
    }
}
