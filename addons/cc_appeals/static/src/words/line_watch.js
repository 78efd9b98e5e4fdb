import { registry } from "@web/core/registry";

/**
 * The live connection goes before anything was asked of the server: then the banner says at
 * once that what is typed is kept here, and goes as soon as the line is back.
 */
export const lineWatchService = {
    dependencies: ["bus_service", "cc_sender"],

    start(_env, { bus_service: bus, cc_sender: sender }) {
        // where nobody shows it, the next request will tell
        const look = () => sender.shown && sender.now();
        bus.addEventListener("BUS:DISCONNECT", look);
        const back = () => sender.isOffline && sender.now();
        bus.addEventListener("BUS:CONNECT", back);
        bus.addEventListener("BUS:RECONNECT", back);
    },
};

registry.category("services").add("cc_line_watch", lineWatchService);
