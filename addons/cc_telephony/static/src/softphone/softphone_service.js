import { reactive } from "@odoo/owl";
import { loadJS } from "@web/core/assets";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { session } from "@web/session";
import { Ringer } from "./ringer";
import { Softphone } from "./softphone";

const LIBRARY = "/cc_telephony/static/lib/jssip/jssip.min.js";

/** The phone is of one tab: two would throw each other out at the PBX. */
export function whenAlone(name, start) {
    // the lock is held as long as the tab is there; the next tab gets it then
    return browser.navigator.locks.request(name, async () => {
        await start();
        await new Promise(() => {});
    });
}

export const softphoneService = {
    dependencies: ["orm"],

    start(_env, { orm }) {
        const phone = reactive(new Softphone({ audio: new Audio(), ringer: new Ringer() }));
        registry.category("cc_journal_phone").add("browser", phone, { force: true });
        if (session.cc_presence?.has_softphone && browser.navigator.locks) {
            phone.state = "elsewhere";
            whenAlone("cc_softphone", async () => {
                const own = await orm.silent.call("cc.pbx.extension", "softphone_start", []);
                if (own) {
                    await loadJS(LIBRARY);
                    phone.start(window.JsSIP, own);
                }
            });
            browser.addEventListener("pagehide", () => phone.stop());
        }
        return phone;
    },
};

registry.category("services").add("cc_softphone", softphoneService);
