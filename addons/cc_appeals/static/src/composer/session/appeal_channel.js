import { onWillDestroy } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

// two parts of one screen may listen to one appeal: the last to go turns the light off
const listeners = new Map();

function join(bus, channel) {
    const count = listeners.get(channel) || 0;
    listeners.set(channel, count + 1);
    if (!count) {
        bus.addChannel(channel);
    }
}

function leave(bus, channel) {
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
    const bus = useService("bus_service");
    const channel = `cc.appeal_${appealId}`;
    const own = Object.entries(handlers).map(([type, handle]) => [
        type,
        (payload) => payload.appeal_id === appealId && handle(payload),
    ]);
    join(bus, channel);
    own.forEach(([type, handle]) => bus.subscribe(type, handle));
    onWillDestroy(() => {
        own.forEach(([type, handle]) => bus.unsubscribe(type, handle));
        leave(bus, channel);
    });
}
