import { toRaw } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

/**
 * The bus, unwatched. `useService` gives a component a bus it watches; what is read of that
 * while the component goes (`unsubscribe` in onWillDestroy) is watched for ever, and the bus
 * keeps the component with all its elements.
 */
export function useRawBus() {
    return toRaw(useService("bus_service"));
}
