import { reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

// a notification may be lost with its connection: then the server is asked
const ASK_MS = 5000;

export function isAtWork(run) {
    return run.state === "running" || run.state === "undoing";
}

/** Steps of many appeals the user started: they go on while he works elsewhere. */
export const bulkService = {
    dependencies: ["bus_service", "orm"],
    start(env, { bus_service, orm }) {
        const state = reactive({ runs: [] });
        let timer = null;

        function put(run) {
            const place = state.runs.findIndex(({ id }) => id === run.id);
            if (place < 0) {
                state.runs.unshift(run);
            } else {
                state.runs[place] = run;
            }
            watch();
            return run;
        }

        function watch() {
            const isNeeded = state.runs.some(isAtWork);
            if (isNeeded && !timer) {
                timer = browser.setInterval(ask, ASK_MS);
            } else if (!isNeeded && timer) {
                browser.clearInterval(timer);
                timer = null;
            }
        }

        async function ask() {
            for (const run of state.runs.filter(isAtWork)) {
                try {
                    put(await orm.silent.call("cc.bulk.run", "bulk_read", [[run.id]]));
                } catch {
                    return; // no connection: asked again in a moment
                }
            }
        }

        bus_service.subscribe("cc_appeals/bulk", put);
        const call = async (method, ...args) => put(await orm.call("cc.bulk.run", method, args));
        return {
            state,
            start: (values) => call("bulk_start", values),
            gaps: (values) => orm.call("cc.bulk.run", "bulk_gaps", [values]),
            stop: (id) => call("bulk_stop", [id]),
            undo: (id) => call("bulk_undo", [id]),
            follow: put,
            async load() {
                const runs = await orm.silent.call("cc.bulk.run", "bulk_recent", []);
                runs.reverse().forEach(put);
            },
            /** Take a run off the screen; it goes on. */
            dismiss(id) {
                state.runs = state.runs.filter((run) => run.id !== id);
            },
        };
    },
};

registry.category("services").add("cc_bulk", bulkService);
