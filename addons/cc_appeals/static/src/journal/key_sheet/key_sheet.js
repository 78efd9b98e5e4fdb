import { Component, onMounted, onWillUnmount, useRef } from "@odoo/owl";
import { KEYS, KEY_GROUPS, OTHER_KEYS } from "../journal_keys/key_table";

/** All keys, beside the work and not over it; the focus goes back to where it was. */
export class KeySheet extends Component {
    static template = "cc_appeals.KeySheet";
    static props = { onClose: Function };

    setup() {
        const close = useRef("close");
        const before = document.activeElement;
        onMounted(() => close.el.focus());
        onWillUnmount(() => before?.isConnected && before.focus({ preventScroll: true }));
    }

    get groups() {
        const keys = [...KEYS, ...OTHER_KEYS];
        return KEY_GROUPS.map((group) => ({
            ...group,
            keys: keys.filter((key) => key.group === group.code),
        }));
    }
}
