import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { gapsText } from "../../bulk/gaps";
import { newToken } from "../../widgets/step_strip/steps";

const WRITTEN = ["answer_subject", "answer_body", "answer_closing"];

/** One answer to all: how it will read, whom it does not reach, and off it goes. */
export class IncidentAnswer extends Component {
    static template = "cc_appeals.IncidentAnswer";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.bulk = useService("cc_bulk");
        this.token = newToken();
        this.state = useState({ preview: false, words: "", error: "", busy: false });
    }

    /** Other words, or other appeals: what was shown is not what would be sent. */
    get preview() {
        const isTrue = this.written(this.props) === this.state.words;
        return isTrue && this.state.preview;
    }

    written({ record }) {
        const { data } = record;
        return [record.resId, data.open_count, ...WRITTEN.map((name) => data[name])].join("\n");
    }

    get isOpen() {
        return this.props.record.data.open_count > 0;
    }

    get closing() {
        return this.props.record.data.answer_closing;
    }

    get verb() {
        const count = this.preview.count;
        return this.closing ? _t("Answer and close: %s", count) : _t("Answer all: %s", count);
    }

    get gaps() {
        return gapsText(this.preview.gaps);
    }

    get rest() {
        return this.preview.unreachable_count - this.preview.unreachable.length;
    }

    /** Save what was typed, then ask the server; its sentence stands at the button. */
    async ask(call) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        this.state.error = "";
        try {
            if (await this.props.record.save()) {
                await call([this.props.record.resId]);
            }
        } catch (error) {
            this.state.error = error.data?.message || _t("It did not work. Try again.");
        }
        this.state.busy = false;
    }

    look() {
        return this.ask(async (ids) => {
            const found = await this.orm.call("cc.incident", "answer_preview", [ids]);
            this.token = newToken();
            this.state.words = this.written(this.props);
            this.state.preview = found;
        });
    }

    answerAll() {
        return this.start("answer_all", []);
    }

    closeAll() {
        if (!this.closing) {
            this.state.error = _t("Choose how they end in “Close as well”.");
            return;
        }
        return this.start("close_all", [this.closing, false]);
    }

    start(method, args) {
        return this.ask(async (ids) => {
            const run = await this.orm.call("cc.incident", method, [ids, ...args, this.token]);
            this.bulk.follow(run);
            this.token = newToken();
            this.state.preview = false;
            await this.props.record.load();
        });
    }

    open(id) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "cc.appeal",
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

registry.category("view_widgets").add("cc_incident_answer", { component: IncidentAnswer });
