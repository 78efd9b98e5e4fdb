import { registry } from "@web/core/registry";

// digits with what people put between them, or a whole address
const ASKED =
    /^\s*(?:(?:№|N[o\u043e]?\.?)?\s*\+?\(?\d[\d\s()\-\u2010-\u2015]{2,}|\S+@\S+\.\S+)\s*$/i;
const PERSON_FORM = "cc_base.res_partner_view_form_applicant";

/** A number opens its appeal, a whole phone or address its person: Ctrl+K, type, Enter. */
export const appealPalette = {
    async provide(env, { searchValue = "" } = {}) {
        if (!ASKED.test(searchValue)) {
            return [];
        }
        const typed = searchValue.trim();
        const found = await env.services.orm.silent.call("cc.appeal", "palette_find", [typed]);
        return found.map(({ model, id, name }) => ({
            category: "app",
            // the palette drops what does not look like the typed text, as a mask does not
            name: name.includes(typed) ? name : `${typed} · ${name}`,
            action: () =>
                env.services.action.doAction({
                    type: "ir.actions.act_window",
                    res_model: model,
                    res_id: id,
                    views: [[false, "form"]],
                    context: model === "res.partner" ? { form_view_ref: PERSON_FORM } : {},
                }),
        }));
    },
};

registry.category("command_provider").add("cc_appeals", appealPalette);
