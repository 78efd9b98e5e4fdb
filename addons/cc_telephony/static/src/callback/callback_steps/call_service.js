import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const WAIT_MS = 2000;
// a command nobody took is void after thirty seconds
const MOST_LOOKS = 20;

/** Has the PBX call somebody, and says what became of it without a dialog. */
export const callService = {
    dependencies: ["orm", "notification"],
    start(env, { orm, notification }) {
        const pause = () => new Promise((resolve) => browser.setTimeout(resolve, WAIT_MS));
        const refuse = (sentence) => notification.add(sentence, { type: "danger" });

        async function follow(command) {
            for (let look = 0; look < MOST_LOOKS; look++) {
                await pause();
                const told = await orm.silent.call("cc.callback", "call_state", [command]);
                if (told.sentence) {
                    refuse(told.sentence);
                }
                if (!["waiting", "given"].includes(told.state)) {
                    return;
                }
            }
        }

        /** @returns {Promise<boolean>} whether the user's phone was asked to ring */
        async function call(resId) {
            let asked;
            try {
                asked = await orm.call("cc.callback", "action_call", [[resId]]);
            } catch (error) {
                refuse(error.data?.message || _t("The call was not placed. Try again."));
                return false;
            }
            notification.add(
                _t("Your phone %s rings: pick it up, and the person is called.", asked.phone),
                { type: "info" }
            );
            follow(asked.command);
            return true;
        }
        return { call };
    },
};

registry.category("services").add("cc_call", callService);
