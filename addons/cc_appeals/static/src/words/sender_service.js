import { reactive } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { Sender } from "./sender";
import { isLineLost } from "./server_line";

export const senderService = {
    dependencies: ["cc_words"],
    start(_env, { cc_words: words }) {
        const locks = window.isSecureContext ? window.navigator.locks : undefined;
        const sender = reactive(new Sender(words, undefined, locks));
        sender.start();
        return sender;
    },
};

registry.category("services").add("cc_sender", senderService);

/** Where the banner stands, a lost connection or session is its matter: no window over words. */
export function lostConnectionShown(env, error, originalError) {
    const sender = env.services.cc_sender;
    if (sender?.shown && isLineLost(originalError)) {
        error.unhandledRejectionEvent?.preventDefault();
        sender.lose(originalError);
        return true;
    }
    return false;
}

registry
    .category("error_handlers")
    .add("cc_lost_connection", lostConnectionShown, { sequence: 90 });
