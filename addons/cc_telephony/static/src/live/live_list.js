import { onMounted, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { listView } from "@web/views/list/list_view";
import { ListController } from "@web/views/list/list_controller";
import { serverNow } from "@cc_appeals/components/deadline_clock/server_now";
import { LiveHead } from "../live_head/live_head";

// while the socket is away the page asks by itself; else now and then, since a PBX that
// fell silent tells nobody
export const SLOW_MS = 10000;
export const WATCH_MS = 60000;
// what is told within this time is read at once
export const GATHER_MS = 200;

/** Calls going on: read again when the server says that they changed. */
export class LiveListController extends ListController {
    static template = "cc_telephony.LiveListView";
    static components = { ...ListController.components, LiveHead };

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.bus = useService("bus_service");
        this.notice = useService("notification");
        this.live = useState({
            now: null,
            readAt: serverNow(),
            isSocketUp: true,
            isLost: false,
        });
        onWillStart(() => this.readHead());
        onMounted(() => this.listen());
        onWillUnmount(() => this.leave());
    }

    get isSocketUp() {
        return !["DISCONNECTED", "CONNECTING"].includes(this.bus.workerState);
    }

    listen() {
        this.channels = this.live.now.directions.map((id) => `cc.pbx.live_${id}`);
        this.channels.forEach((channel) => this.bus.addChannel(channel));
        this.onTold = () => this.renewSoon();
        this.onCommand = ({ sentence }) => this.notice.add(sentence, { type: "warning" });
        this.onSocket = () => this.followSocket();
        this.bus.subscribe("cc_telephony/live", this.onTold);
        this.bus.subscribe("cc_telephony/command", this.onCommand);
        for (const event of ["BUS:WORKER_STATE_UPDATED", "BUS:CONNECT", "BUS:RECONNECT"]) {
            this.bus.addEventListener(event, this.onSocket);
        }
        this.plan();
    }

    leave() {
        this.bus.unsubscribe("cc_telephony/live", this.onTold);
        this.bus.unsubscribe("cc_telephony/command", this.onCommand);
        for (const event of ["BUS:WORKER_STATE_UPDATED", "BUS:CONNECT", "BUS:RECONNECT"]) {
            this.bus.removeEventListener(event, this.onSocket);
        }
        this.channels?.forEach((channel) => this.bus.deleteChannel(channel));
        browser.clearTimeout(this.timer);
        browser.clearTimeout(this.soon);
    }

    followSocket() {
        const wasUp = this.live.isSocketUp;
        this.live.isSocketUp = this.isSocketUp;
        if (!wasUp && this.isSocketUp) {
            // what was told meanwhile nobody heard
            this.renewSoon();
        }
        this.plan();
    }

    plan() {
        browser.clearTimeout(this.timer);
        const pause = this.live.isSocketUp && !this.live.isLost ? WATCH_MS : SLOW_MS;
        this.timer = browser.setTimeout(() => this.renew(), pause);
    }

    renewSoon() {
        this.soon ??= browser.setTimeout(() => {
            this.soon = undefined;
            this.renew();
        }, GATHER_MS);
    }

    async renew() {
        if (this.isRenewing) {
            this.isWanted = true;
            return;
        }
        this.isRenewing = true;
        try {
            if (!document.hidden) {
                await Promise.all([this.readHead(), this.model.root.load()]);
                Object.assign(this.live, { readAt: serverNow(), isLost: false });
            }
        } catch {
            this.live.isLost = true;
        } finally {
            this.isRenewing = false;
        }
        if (this.isWanted) {
            this.isWanted = false;
            this.renewSoon();
        }
        this.plan();
    }

    async readHead() {
        this.live.now = await this.orm.silent.call("cc.pbx.live", "get_now", []);
    }
}

export const liveListView = {
    ...listView,
    Controller: LiveListController,
    // nothing is done to several calls at once
    props: (...args) => ({ ...listView.props(...args), allowSelectors: false }),
};

registry.category("views").add("cc_call_live", liveListView);
