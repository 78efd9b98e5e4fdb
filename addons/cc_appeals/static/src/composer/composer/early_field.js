import { onPatched, onWillPatch, useRef } from "@odoo/owl";

/**
 * A field for words that are written before the answer is there; when they are taken over
 * into it, the caret goes with them.
 *
 * @param {{ el: HTMLElement }} root of the composer; the field's ref is `early`
 * @param {() => boolean} isShown
 */
export function useEarlyField(root, isShown) {
    const early = useRef("early");
    let wasHere = false;
    onWillPatch(() => {
        wasHere = Boolean(early.el) && document.activeElement === early.el;
    });
    onPatched(() => {
        const field = wasHere && !early.el && root.el.querySelector("textarea");
        if (field) {
            field.focus();
            field.setSelectionRange(field.value.length, field.value.length);
        }
    });
    return {
        isShown,
        onKeydown(ev) {
            if (ev.key === "Escape") {
                ev.target.blur();
                ev.preventDefault();
                ev.stopPropagation();
            }
        },
    };
}
