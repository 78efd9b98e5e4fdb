import { Component, onWillStart, useEffect, useState } from "@odoo/owl";
import { user } from "@web/core/user";
import { BulkRuns } from "../bulk_runs/bulk_runs";
import { BULK_KINDS } from "../bulk_strip/bulk_kinds";
import { BulkStrip } from "../bulk_strip/bulk_strip";

const MAY = "cc_base.cc_base_group_senior";

/** Above the list: what may be done with all that is ticked, and how far it is. */
export class BulkBar extends Component {
    static template = "cc_appeals.BulkBar";
    static components = { BulkRuns, BulkStrip };
    static props = { list: Object };

    setup() {
        this.allKinds = Object.entries(BULK_KINDS).map(([name, kind]) => ({ name, ...kind }));
        this.state = useState({ kind: "", may: false });
        onWillStart(async () => {
            this.state.may = await user.hasGroup(MAY);
        });
        // nothing is ticked any more: nothing is asked
        useEffect(
            (isShown) => {
                if (!isShown) {
                    this.state.kind = "";
                }
            },
            () => [this.isShown]
        );
    }

    get isShown() {
        const { list } = this.props;
        return this.state.may && (list.isDomainSelected || list.selection.length > 0);
    }

    /** Nothing is taken out of an incident where nothing ticked is in one. */
    get kinds() {
        const isInOne = ({ data }) => data.incident_label;
        const hides = this.props.list.selection.some(isInOne) ? "join" : "leave";
        return this.allKinds.filter(({ name }) => name !== hides);
    }

    get count() {
        const { list } = this.props;
        if (!list.isDomainSelected) {
            return list.selection.length;
        }
        const count = list.isGrouped ? list.recordCount : list.count;
        return list.hasLimitedCount ? `${count}+` : count;
    }

    get closingMethods() {
        return this.props.list.fields.closing_method.selection;
    }

    /** Which appeals, as the server takes them: those ticked, or all that were found. */
    chosen() {
        const { list } = this.props;
        return list.isDomainSelected
            ? { domain: list.domain }
            : { ids: list.selection.map((record) => record.resId) };
    }

    toggle(name) {
        this.state.kind = this.state.kind === name ? "" : name;
    }

    async onDone() {
        this.state.kind = "";
        await this.reload();
    }

    async reload() {
        const { list } = this.props;
        list.selection.forEach((record) => record.toggleSelection(false));
        list.selectDomain(false);
        await list.load();
    }

    /** A run came to its end meanwhile: show what became of it, keep what is ticked. */
    async onEnded() {
        if (!this.isShown) {
            await this.props.list.load();
        }
    }
}
