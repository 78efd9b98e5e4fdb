import { onWillDestroy } from "@odoo/owl";
import { useRawBus } from "../../bus/use_raw_bus";

// two parts of one screen may listen to one appeal: the last to go turns the light off
const listeners = new Map();

const channelOf = (appealId) => `cc.appeal_${appealId}`;

/** Listen on the bus to what happens to one appeal; `leaveAppeal` it as often. */
export function joinAppeal(bus, appealId) {
    const channel = channelOf(appealId);
    const count = listeners.get(channel) || 0;
    listeners.set(channel, count + 1);
    if (!count) {
        bus.addChannel(channel);
    }
}

export function leaveAppeal(bus, appealId) {
    const channel = channelOf(appealId);
    const count = listeners.get(channel) - 1;
    if (count) {
        listeners.set(channel, count);
    } else {
        listeners.delete(channel);
        bus.deleteChannel(channel);
    }
}

/**
 * Listen to what happens to one appeal as long as the component stands.
 *
 * @param {number} appealId
 * @param {Object<string, (payload: Object) => void>} handlers by notification type
 */
export function useAppealChannel(appealId, handlers) {
    const bus = useRawBus();
    const own = Object.entries(handlers).map(([type, handle]) => [
        type,
        (payload) => payload.appeal_id === appealId && handle(payload),
    ]);
    joinAppeal(bus, appealId);
    own.forEach(([type, handle]) => bus.subscribe(type, handle));
    onWillDestroy(() => {
        own.forEach(([type, handle]) => bus.unsubscribe(type, handle));
        leaveAppeal(bus, appealId);
    });
}
