import { onMounted, onWillUnmount } from "@odoo/owl";

const FIELDS = ["textarea", "input", "select"].map((name) => `${name}:not([form])`).join();
let count = 0;

/**
 * Chromium writes what stands in fields into a file of its own, in plain, so as to restore
 * them after a crash: but not those of a form that says no. All fields here belong to one.
 *
 * @param {{ el: HTMLElement }} root
 */
export function useNoTrace(root) {
    let observer = null;
    onMounted(() => {
        const form = document.createElement("form");
        Object.assign(form, { id: `o_cc_no_trace_${++count}`, autocomplete: "off", hidden: true });
        form.addEventListener("submit", (ev) => ev.preventDefault());
        root.el.append(form);
        const mark = () =>
            root.el
                .querySelectorAll(FIELDS)
                .forEach((field) => field.setAttribute("form", form.id));
        observer = new MutationObserver(mark);
        observer.observe(root.el, { childList: true, subtree: true });
        mark();
    });
    onWillUnmount(() => observer?.disconnect());
}
