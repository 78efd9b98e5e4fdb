import {
    Component,
    onWillDestroy,
    onWillStart,
    onWillUpdateProps,
    useEffect,
    useState,
} from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useRawBus } from "../../bus/use_raw_bus";
import { joinAppeal, leaveAppeal } from "../../composer/session/appeal_channel";
import { ChronologyEntry } from "../chronology_entry/chronology_entry";
import { byDay } from "../chronology_days";
import { sift } from "../chronology_search";
import { noteSeen } from "../seen_contacts";

const METHODS = { "cc.appeal": "chronology", "res.partner": "cc_chronology" };
const PAGE = 30;
const LONGEST_PAGE = 100;

/** All that happened, by day: of one appeal, or of one person over all channels. */
export class Chronology extends Component {
    static template = "cc_appeals.Chronology";
    static components = { ChronologyEntry };
    static props = {
        resModel: { validate: (model) => model in METHODS },
        resId: Number,
        // under a composer the newest stands first; above one, last
        newestFirst: { type: Boolean, optional: true },
        // another object: the record was read anew, and so is this
        version: { type: Object, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.bus = useRawBus();
        this.keepLast = new KeepLast();
        this.state = useState({
            entries: [],
            earlier: false,
            states: {},
            kind: "all",
            typed: "",
            isBusy: false,
            error: "",
        });
        this.onDelivery = this.onDelivery.bind(this);
        this.bus.subscribe("cc_appeal/delivery", this.onDelivery);
        // the form is not kept waiting for it
        onWillStart(() => {
            this.listen(this.props);
            this.load();
        });
        onWillUpdateProps((next) => {
            if (next.resId !== this.props.resId || next.resModel !== this.props.resModel) {
                this.leave(this.props);
                this.listen(next);
                Object.assign(this.state, { entries: [], earlier: false, typed: "" });
                this.load(next);
            } else if (next.version !== this.props.version) {
                this.load(next);
            }
        });
        useEffect(
            (entries) => noteSeen(entries, this.props.resModel === "cc.appeal" && this.props.resId),
            () => [this.state.entries, this.state.entries.length]
        );
        // what is never mounted is never unmounted either
        onWillDestroy(() => {
            this.leave(this.props);
            this.bus.unsubscribe("cc_appeal/delivery", this.onDelivery);
        });
    }

    get kinds() {
        return [
            { name: "all", label: _t("All") },
            { name: "contacts", label: _t("Contacts") },
            { name: "steps", label: _t("Steps") },
        ];
    }

    get days() {
        const { entries, kind, typed } = this.state;
        const found = sift(entries, kind, typed);
        return byDay(this.props.newestFirst ? found : found.reverse());
    }

    listen({ resModel, resId }) {
        if (resModel === "cc.appeal") {
            joinAppeal(this.bus, resId);
        }
    }

    leave({ resModel, resId }) {
        if (resModel === "cc.appeal") {
            leaveAppeal(this.bus, resId);
        }
    }

    /** Read the latest anew, as many as are shown. */
    load(props = this.props) {
        const shown = Math.min(Math.max(PAGE, this.state.entries.length), LONGEST_PAGE);
        return this.ask(props, false, shown, (page) => {
            this.state.entries = page.entries;
        });
    }

    loadEarlier() {
        return this.ask(this.props, this.state.earlier, PAGE, (page) => {
            this.state.entries.push(...page.entries);
        });
    }

    async ask({ resModel, resId }, before, limit, onPage) {
        Object.assign(this.state, { isBusy: true, error: "" });
        let page;
        try {
            page = await this.keepLast.add(
                this.orm.silent.call(resModel, METHODS[resModel], [[resId], before, limit])
            );
        } catch (error) {
            // what is on the screen stays; the form itself must open anyway
            const sentence = error.data?.message || _t("The server did not answer. Try again.");
            Object.assign(this.state, { isBusy: false, error: String(sentence) });
            return;
        }
        onPage(page);
        Object.assign(this.state, { isBusy: false, earlier: page.earlier, states: page.states });
    }

    /** A letter went out, arrived or came back: the payload has all that is shown. */
    onDelivery({ delivery_id: id, state }) {
        const entry = this.state.entries.find((each) => each.delivery_id === id);
        if (entry && this.state.states[state]) {
            entry.state = { ...this.state.states[state] };
        }
    }
}
