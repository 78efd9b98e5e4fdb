import { Component } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { DeadlineClock } from "../../components/deadline_clock/deadline_clock";

/** Co-executing departments with their own clocks; a click opens the part. */
export class Executors extends Component {
    static template = "cc_appeals.Executors";
    static components = { DeadlineClock };
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get line() {
        return this.props.record.data[this.props.name] || { rows: [] };
    }

    get rows() {
        return this.line.rows.map((row) => ({
            ...row,
            due: row.dueAt && deserializeDateTime(row.dueAt),
            warn: row.warnAt && deserializeDateTime(row.warnAt),
            title: row.part || (row.isDone ? _t("Done") : _t("Waiting")),
        }));
    }

    /** What was typed in the appeal is saved first: the part's window reloads it. */
    async open(resId) {
        const { record } = this.props;
        if ((await record.isDirty()) && !(await record.save())) {
            return;
        }
        await this.action.doAction(
            {
                type: "ir.actions.act_window",
                name: resId ? _t("Part of the appeal") : _t("Ask another department"),
                res_model: "cc.appeal.assignment",
                res_id: resId,
                views: [[false, "form"]],
                target: "new",
                context: { default_appeal_id: record.resId },
            },
            { onClose: () => record.load() }
        );
    }
}

export const executors = {
    component: Executors,
    displayName: _t("Co-executors"),
    supportedTypes: ["json"],
};

registry.category("fields").add("cc_executors", executors);
