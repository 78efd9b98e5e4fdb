import { KanbanHeader } from "@web/views/kanban/kanban_header";
import { StateChip } from "../../components/state_chip/state_chip";

const SIGNS = { late: "exclamation-circle", warning: "hourglass-half" };

/** A column's head: its state, how many, how many of them late or soon; each is a filter. */
export class AppealBoardHeader extends KanbanHeader {
    static template = "cc_appeals.AppealBoardHeader";
    static components = { ...KanbanHeader.components, StateChip };

    get isByState() {
        return this.group.groupByField.name === "state";
    }

    /** Sample cards behind the empty board's text are nobody's: they are not counted. */
    get isSample() {
        return this.props.list.model.useSampleModel;
    }

    /** The parts of the bar; terms that are done have no name of their own there. */
    get bars() {
        const bars = this.isSample ? [] : this.progressBar?.bars || [];
        return bars
            .filter(({ count }) => count > 0)
            .map((bar) => ({
                bar,
                term: typeof bar.value === "string" ? bar.value : "done",
                sign: SIGNS[bar.value],
                isActive: this.progressBar.activeBar === bar.value,
                title: `${bar.string}: ${bar.count}`,
            }));
    }

    get alarms() {
        return this.bars.filter(({ sign }) => sign);
    }
}
