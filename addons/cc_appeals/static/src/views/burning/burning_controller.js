import { Component, onMounted, onWillStart, onWillUnmount, onWillUpdateProps } from "@odoo/owl";
import { useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Domain } from "@web/core/domain";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { CogMenu } from "@web/search/cog_menu/cog_menu";
import { Layout } from "@web/search/layout";
import { SearchBar } from "@web/search/search_bar/search_bar";
import { useSearchBarToggler } from "@web/search/search_bar/search_bar_toggler";
import { standardViewProps } from "@web/views/standard_view_props";
import { DeadlineClock } from "../../components/deadline_clock/deadline_clock";

const RELOAD_MS = 60000;
const SIGNS = {
    late: "exclamation-circle",
    today: "hourglass-end",
    tomorrow: "hourglass-half",
    soon: "clock-o",
};

/** How many appeals burn in which department; each figure opens its list. */
export class BurningController extends Component {
    static template = "cc_appeals.Burning";
    static components = { CogMenu, DeadlineClock, Layout, SearchBar };
    static props = { ...standardViewProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.data = useState({ terms: [], rows: [], count: 0 });
        this.searchBarToggler = useSearchBarToggler();
        useSetupAction({ rootRef: useRef("root") });
        onWillStart(() => this.load(this.props));
        onWillUpdateProps((nextProps) => this.load(nextProps));
        onMounted(() => {
            this.timer = browser.setInterval(() => this.reload(), RELOAD_MS);
        });
        onWillUnmount(() => browser.clearInterval(this.timer));
    }

    async load({ resModel, domain }, orm = this.orm) {
        const found = await this.keepLast.add(orm.call(resModel, "burning_counts", [domain]));
        Object.assign(this.data, found);
        // what burns is amber at least, whenever its policy warned
        this.loadedAt = luxon.DateTime.now();
    }

    /** Count anew while somebody looks; what fails is tried again a minute later. */
    reload() {
        if (!document.hidden) {
            this.load(this.props, this.orm.silent).catch(() => {});
        }
    }

    sign(term) {
        return SIGNS[term];
    }

    moment(row) {
        return deserializeDateTime(row.nearest);
    }

    title(term, row) {
        const count = row ? row.counts[term.name] : term.count;
        return [row?.name, `${term.label}: ${count}`].filter(Boolean).join(", ");
    }

    /** Open the list of a term, of a department, or of a term in a department. */
    open({ term, row }) {
        const terms = term ? [term] : this.data.terms;
        const parts = [this.props.domain, Domain.or(terms.map((each) => each.domain))];
        if (row) {
            parts.push([["department_id", "=", row.id]]);
        }
        const views = this.env.config.views || [];
        const view = (type) => views.find((each) => each[1] === type) || [false, type];
        this.action.doAction({
            type: "ir.actions.act_window",
            name: [row?.name, term?.label].filter(Boolean).join(", "),
            res_model: this.props.resModel,
            views: [view("list"), view("form")],
            search_view_id: view("search"),
            domain: Domain.and(parts).toList(),
            target: "current",
        });
    }
}
