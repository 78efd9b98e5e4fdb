import { registry } from "@web/core/registry";
import "@web/webclient/user_menu/user_menu_items";

const items = registry.category("user_menuitems");
const logOut = items.get("log_out");

/** Who logs out leaves no words behind in this browser. */
function logOutWithoutWords(env) {
    const item = logOut(env);
    return {
        ...item,
        callback: async () => {
            await env.services.cc_words.wipe();
            item.callback();
        },
    };
}

items.add("log_out", logOutWithoutWords, { force: true });
