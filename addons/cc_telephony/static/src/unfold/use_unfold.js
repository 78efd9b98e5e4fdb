import { useEnv, useState } from "@odoo/owl";

/**
 * For what stands in a row of a list: how its row unfolds.
 *
 * @returns {{ isOpen: Function, toggle: Function } | null} null outside such a list
 */
export function useUnfold() {
    const { ccUnfold } = useEnv();
    if (!ccUnfold) {
        return null;
    }
    // whoever reads it here is drawn again when another row unfolds
    const unfolded = useState(ccUnfold.unfolded);
    return {
        isOpen: ({ resId }, name) =>
            Boolean(resId) && unfolded.resId === resId && unfolded.name === name,
        toggle: ccUnfold.toggle,
    };
}
