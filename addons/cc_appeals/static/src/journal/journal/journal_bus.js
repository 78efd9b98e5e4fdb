import { onWillDestroy } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { attempt } from "../attempt";

/**
 * Put what the bus tells into the Journal, and ask once for all when the connection is back.
 *
 * @param {JournalState} journal
 * @returns {() => void} listen to the channels the server named
 */
export function useJournalBus(journal) {
    const bus = useService("bus_service");
    const onRows = (payload) => journal.apply(payload);
    const onCut = () => journal.cut();
    const onBack = () => journal.cutAt && attempt(journal, () => journal.refresh());
    let channels = [];

    bus.subscribe("cc_journal/rows", onRows);
    bus.addEventListener("BUS:DISCONNECT", onCut);
    bus.addEventListener("BUS:RECONNECT", onBack);
    bus.addEventListener("BUS:CONNECT", onBack);
    onWillDestroy(() => {
        bus.unsubscribe("cc_journal/rows", onRows);
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
