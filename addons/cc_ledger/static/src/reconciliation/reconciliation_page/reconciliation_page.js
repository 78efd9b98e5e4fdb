import { Component, onWillStart, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { ReconciliationTable } from "../reconciliation_table/reconciliation_table";
import { countText, partsOf, verdictOf } from "../reconciliation_words";

const MODEL = "cc.inbox.reconciliation";
const SPANS = [7, 14, 30, 90];
// as on the page: no row of zeros for each channel and day
const SOMETHING_CAME = [
    "|",
    "|",
    ["ledger_count", ">", 0],
    ["source_count", ">", 0],
    ["difference", ">", 0],
];
const EXPORTED = [
    "day",
    "channel_id",
    "direction_id",
    "client_id",
    "source_count",
    "ledger_count",
    "processed_count",
    "ignored_count",
    "quarantined_count",
    "waiting_count",
    "repeats_count",
    "difference",
    "state",
];

/** Per channel and day: what its source gave and what became of it; is all accounted for? */
export class ReconciliationPage extends Component {
    static template = "cc_ledger.ReconciliationPage";
    static components = { Dropdown, DropdownItem, Layout, ReconciliationTable };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.spans = SPANS;
        this.countText = countText;
        const kept = this.props.state || {};
        this.state = useState({
            span: kept.span || 14,
            // the last day to show; none: up to today, and the server knows whose
            last: kept.last || null,
            page: null,
            isLoading: false,
        });
        onWillStart(() => this.load());
    }

    get isToday() {
        return this.state.page.day_to >= this.state.page.today;
    }

    /** The days to ask for. */
    get wanted() {
        const { last, span } = this.state;
        return last ? { cc_days: span, cc_day_to: last } : { cc_days: span };
    }

    /** The days that are shown: what leads on from here is of the same ones. */
    get period() {
        const { day_from, day_to } = this.state.page;
        return { cc_day_from: day_from, cc_day_to: day_to };
    }

    get periodText() {
        const { day_from, day_to } = this.state.page;
        const say = (day) => deserializeDate(day).toLocaleString({ day: "numeric", month: "long" });
        return `${say(day_from)} – ${say(day_to)}`;
    }

    get hasCome() {
        return this.state.page.channels.some(({ days }) => days.length);
    }

    get verdict() {
        return verdictOf(this.state.page);
    }

    get parts() {
        return partsOf(this.state.page.totals);
    }

    async load() {
        this.state.isLoading = true;
        try {
            const context = this.wanted;
            this.state.page = await this.orm.call(MODEL, "get_page", [], { context });
        } finally {
            this.state.isLoading = false;
        }
        // back from the events by the breadcrumb, the same days are shown
        this.props.updateActionState?.({ span: this.state.span, last: this.state.last });
    }

    spanText(span) {
        return _t("%s d", span);
    }

    setSpan(span) {
        this.state.span = span;
        return this.load();
    }

    /** @param {-1 | 1} step a whole span back or forth, never into the future */
    shift(step) {
        const { day_to, today } = this.state.page;
        const last = deserializeDate(day_to).plus({ days: step * this.state.span });
        const wanted = serializeDate(last);
        this.state.last = wanted < today ? wanted : null;
        return this.load();
    }

    async openEvents(channel, day, column, codes) {
        const { day_from, day_to } = this.state.page;
        const args = [channel.id, day || day_from, day || day_to, column, codes || null];
        return this.action.doAction(await this.orm.call(MODEL, "action_open_events", args));
    }

    openTable() {
        return this.action.doAction("cc_ledger.cc_inbox_reconciliation_action", {
            additionalContext: this.period,
        });
    }

    async onExport(format) {
        const fields = await this.orm.call(MODEL, "fields_get", [EXPORTED, ["string", "type"]]);
        const columns = EXPORTED.map((name) => ({
            name,
            label: fields[name].string,
            type: fields[name].type,
        }));
        const data = {
            model: MODEL,
            fields: columns,
            ids: false,
            domain: SOMETHING_CAME,
            groupby: [],
            context: { ...user.context, ...this.period },
            import_compat: false,
        };
        return download({ url: `/web/export/${format}`, data: { data: JSON.stringify(data) } });
    }
}

registry.category("actions").add("cc_reconciliation", ReconciliationPage);
