import { onWillDestroy } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { useRawBus } from "../../bus/use_raw_bus";
import { attempt } from "../attempt";
import { tellHelp } from "../help_news";

// a server that comes back is not asked by three hundred windows in one moment
const SPREAD_MS = 2000;
// the socket may be back before the rest of the server is
const AGAIN_MS = 5000;

/**
 * Put what the bus tells into the Journal, and ask once for all when the connection is back.
 *
 * @param {JournalState} journal
 * @returns {() => void} listen to the channels the server named
 */
export function useJournalBus(journal) {
    const bus = useRawBus();
    let timer = null;
    let isOver = false;
    const renew = (pause = 0) => {
        timer ??= browser.setTimeout(
            async () => {
                timer = null;
                const isDone = await attempt(journal, () => journal.refresh());
                if (!isDone && journal.cutAt && !isOver) {
                    renew(AGAIN_MS);
                }
            },
            pause + Math.random() * SPREAD_MS
        );
    };
    const handlers = {
        "cc_journal/rows": (payload) => {
            journal.apply(payload);
            // more changed than is sent to everybody
            if (payload.is_stale && payload.tab === journal.tab) {
                renew();
            }
        },
        "cc_journal/bar": ({ now, ...bar }) => {
            journal.clock.set(now);
            journal.figures.applyBar(bar);
        },
        "cc_journal/help": ({ help }) => tellHelp(journal, help),
        "cc_journal/passed": ({ name, keys }) =>
            journal.say(_t("%(name)s passed work to you: %(count)s", { name, count: keys.length })),
    };
    const onCut = () => journal.cut();
    const onBack = () => journal.cutAt && renew();
    let channels = [];

    Object.entries(handlers).forEach(([type, handle]) => bus.subscribe(type, handle));
    bus.addEventListener("BUS:DISCONNECT", onCut);
    bus.addEventListener("BUS:RECONNECT", onBack);
    bus.addEventListener("BUS:CONNECT", onBack);
    onWillDestroy(() => {
        isOver = true;
        browser.clearTimeout(timer);
        Object.entries(handlers).forEach(([type, handle]) => bus.unsubscribe(type, handle));
        bus.removeEventListener("BUS:DISCONNECT", onCut);
        bus.removeEventListener("BUS:RECONNECT", onBack);
        bus.removeEventListener("BUS:CONNECT", onBack);
        channels.forEach((channel) => bus.deleteChannel(channel));
    });
    return () => {
        channels = [...journal.channels];
        channels.forEach((channel) => bus.addChannel(channel));
    };
}
