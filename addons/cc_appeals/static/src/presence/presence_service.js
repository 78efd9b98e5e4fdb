import { reactive } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { session } from "@web/session";
import { ticker } from "./ticker";

// of Odoo's WebSocket, why it was closed
const SESSION_EXPIRED = 4001;
export const BEAT_MS = 8000;

/**
 * The operator's own presence: what he is by the server's word, and the beats that say
 * his browser is there. Every tab beats; whichever spoke last counts, and none says that
 * it closes: silence does.
 */
export class Presence {
    facts = { state: "offline", cause: "chosen", then: {}, notes: [], request: false };
    reasons = [];
    /** what others ask of a supervisor */
    requests = [];
    isConnected = true;
    /** the session has ended: nothing comes back before a login */
    isExpired = false;
    isLoaded = false;
    /** server's clock minus the PC's, ms */
    ahead = 0;

    constructor({ orm, bus }) {
        this.orm = orm;
        this.bus = bus;
        this.tab = Math.random().toString(36).slice(2, 10);
    }

    /** Now by the server's clock, ms since 1970. */
    now() {
        return Date.now() + this.ahead;
    }

    async load() {
        const facts = await this.orm.silent.call("cc.presence", "presence_start", []);
        this.reasons = facts.reasons;
        this.take(facts);
        this.isLoaded = true;
        this.requests = await this.orm.silent.call("cc.presence.request", "presence_requests", []);
    }

    take(facts) {
        this.ahead = facts.clock - Date.now();
        this.facts = { ...this.facts, ...facts };
    }

    async choose(state, reasonId = false) {
        this.take(await this.orm.call("cc.presence", "presence_set", [state, reasonId]));
    }

    async askMore(minutes) {
        const args = [minutes];
        this.take(await this.orm.call("cc.presence.request", "presence_ask", args));
    }

    async dropRequest() {
        this.take(await this.orm.call("cc.presence.request", "presence_drop", []));
    }

    async answer(request, isGranted) {
        const method = isGranted ? "action_grant" : "action_refuse";
        await this.orm.call("cc.presence.request", method, [[request.id]]);
        this.takeRequest({ ...request, state: "answered" });
    }

    takeRequest(request) {
        const others = this.requests.filter((each) => each.id !== request.id);
        this.requests = request.state === "open" ? [...others, request] : others;
    }

    takeNotes({ notes }) {
        this.facts = { ...this.facts, notes };
    }

    takeAnswer(request) {
        this.facts = { ...this.facts, request };
    }

    beat() {
        const { state, cause } = this.facts;
        // what is said while nobody hears would all be said at once afterwards
        if (this.isConnected && (state !== "offline" || cause === "lost")) {
            this.bus.send("cc_presence_beat", { tab: this.tab });
        }
    }

    cut(code) {
        this.isConnected = false;
        this.isExpired = code === SESSION_EXPIRED;
    }

    /** The connection is back: what was missed is asked for. */
    async returned() {
        this.isConnected = true;
        this.isExpired = false;
        this.take(await this.orm.silent.call("cc.presence", "presence_beat", [this.tab]));
    }
}

export const presenceService = {
    dependencies: ["orm", "bus_service"],

    start(_env, { orm, bus_service: bus }) {
        const presence = reactive(new Presence({ orm, bus }));
        if (!session.cc_presence) {
            return presence;
        }
        Object.assign(presence.facts, session.cc_presence);
        bus.subscribe("cc_presence/state", (facts) => presence.take(facts));
        bus.subscribe("cc_presence/answer", (request) => presence.takeAnswer(request));
        bus.subscribe("cc_presence/notes", (notes) => presence.takeNotes(notes));
        bus.subscribe("cc_presence/request", (request) => presence.takeRequest(request));
        bus.addEventListener("BUS:DISCONNECT", ({ detail }) => presence.cut(detail?.code));
        bus.addEventListener("BUS:CONNECT", () => (presence.isConnected = true));
        bus.addEventListener("BUS:RECONNECT", () => presence.returned());
        ticker.every(BEAT_MS, () => presence.beat());
        bus.start();
        presence.beat();
        return presence;
    },
};

registry.category("services").add("cc_presence", presenceService);
