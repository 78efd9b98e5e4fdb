import { Component, onWillStart, onWillUnmount, onWillUpdateProps, useState, xml } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Player } from "../player/player";

const AGAIN_MS = 30000;
const MOST_LOOKS = 10;
export const SIGNS = {
    expected: "hourglass-half",
    missing: "exclamation-triangle",
    erased: "eraser",
};

/** The recordings of a call or a call-back: each to be played, or why it cannot be. */
export class Recordings extends Component {
    static template = "cc_telephony.Recordings";
    static components = { Player };
    static props = {
        resModel: String,
        resId: Number,
        onHeard: { type: Function, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ recordings: [] });
        this.looks = 0;
        onWillStart(() => this.load(this.props));
        onWillUpdateProps((next) => {
            if (next.resModel !== this.props.resModel || next.resId !== this.props.resId) {
                return this.load(next);
            }
        });
        onWillUnmount(() => browser.clearTimeout(this.timer));
    }

    /** What is on its way comes in a minute: it is looked for until it is here. */
    async load({ resModel, resId }) {
        browser.clearTimeout(this.timer);
        const found = await this.orm.silent.call(resModel, "player_recordings", [[resId]]);
        this.state.recordings = found;
        if (found.some(({ state }) => state === "expected") && this.looks++ < MOST_LOOKS) {
            this.timer = browser.setTimeout(() => this.load(this.props), AGAIN_MS);
        }
    }

    sign(recording) {
        return SIGNS[recording.state];
    }
}

/** The recordings of a form's record. */
export class RecordingsWidget extends Component {
    static template = xml`
        <Recordings
            t-if="props.record.resId"
            resModel="props.record.resModel"
            resId="props.record.resId"
            onHeard.bind="onHeard"
        />`;
    static components = { Recordings };
    static props = { ...standardWidgetProps };

    /** Who listened stands on a recording's own form. */
    onHeard() {
        const { record } = this.props;
        if (record.resModel === "cc.recording") {
            record.load();
        }
    }
}

registry.category("view_widgets").add("cc_recordings", { component: RecordingsWidget });
