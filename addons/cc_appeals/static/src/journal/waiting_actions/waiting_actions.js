import { Component, onWillStart, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { StepStrip } from "../../widgets/step_strip/step_strip";
import { useDesk } from "../desk/desk";
import { IncidentStrip } from "../incident_strip/incident_strip";

/**
 * What becomes of a letter that waits, without an answer: not needed, one of many, spam.
 * What each asks opens right here. With no `entryKey` it is about the appeal itself.
 */
export class WaitingActions extends Component {
    static template = "cc_appeals.WaitingActions";
    static components = { IncidentStrip, StepStrip };
    static props = {
        journal: Object,
        entryKey: { type: String, optional: true },
        appealId: Number,
        hasButtons: { type: Boolean, optional: true },
    };
    static defaultProps = { entryKey: "", hasButtons: true };

    setup() {
        this.desk = useDesk(this.props.journal);
        this.fields = useService("field");
        this.state = useState({ reasons: [] });
        onWillStart(() => this.loadReasons());
    }

    /** Kept by the browser after the first time: opening a letter costs no request. */
    async loadReasons() {
        const fieldNames = ["no_answer_reason"];
        const { no_answer_reason } = await this.fields.loadFields("cc.interaction", { fieldNames });
        this.state.reasons = no_answer_reason?.selection || [];
    }

    get asked() {
        return this.desk.place === this.props.entryKey ? this.desk.action : "";
    }

    ask(action) {
        this.desk.ask(action, this.props.entryKey);
    }

    /** The letter as a step asks of it; without one, the appeal. */
    get letter() {
        const [resModel, id] = this.props.entryKey.split(",");
        return resModel ? this.record(resModel, Number(id)) : this.appeal;
    }

    get appeal() {
        return this.record("cc.appeal", this.props.appealId);
    }

    /** What a step needs to know of a record that has no fields on this screen. */
    record(resModel, resId) {
        const load = () => this.desk.done();
        return { resModel, resId, load, data: {}, fields: {}, isDirty: async () => false };
    }

    drop() {
        this.desk.drop();
    }
}
