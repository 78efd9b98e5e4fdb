import { Component, useState } from "@odoo/owl";
import { Masked } from "@cc_base/fields/masked/masked";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { user } from "@web/core/user";
import { useDesk } from "../desk/desk";

const FREE_KINDS = ["phone", "email"];

/** Who it is: name, how many appeals, hidden contacts with an eye, who else looks here. */
export class ContactHead extends Component {
    static template = "cc_appeals.ContactHead";
    static components = { Dropdown, DropdownItem, Masked };
    static props = { journal: Object };

    setup() {
        this.action = useService("action");
        this.desk = useDesk(this.props.journal);
        this.state = useState({});
    }

    get contact() {
        return this.props.journal.contact;
    }

    get person() {
        return this.contact.person;
    }

    get name() {
        if (this.person) {
            return this.person.name;
        }
        return this.contact.row?.who || _t("Gave no name");
    }

    get countText() {
        const { open_count: open = 0, total_count: total = 0 } = this.person || {};
        return _t("%(open)s open, %(total)s in all", { open, total });
    }

    /** Contacts as the eye takes them: opened without asking while one serves the person. */
    get contacts() {
        const { contacts = [] } = this.person || {};
        const { appealId, contact } = this.props.journal;
        const isFree = Boolean(appealId && contact.appeal?.[appealId]?.reveal_free);
        return contacts.map(({ id, kind, icon, masked }) => {
            const isOnly = contacts.filter((each) => each.kind === kind).length === 1;
            const byAppeal = isFree && isOnly && FREE_KINDS.includes(kind);
            return {
                id,
                icon,
                kind,
                method: byAppeal ? "action_reveal_contact" : undefined,
                record: {
                    resModel: byAppeal ? "cc.appeal" : "cc.identity",
                    resId: byAppeal ? appealId : id,
                    data: { masked, isFree: byAppeal },
                    fields: { masked: { type: "char" } },
                },
            };
        });
    }

    /** Colleagues who have this open; who answers is said first. */
    get viewers() {
        const { viewers = [], writing = [] } = this.contact;
        const writers = writing.map(({ user_id }) => user_id);
        const all = [...writing, ...viewers.filter((each) => !writers.includes(each.user_id))];
        return all
            .filter(({ user_id }) => user_id !== user.userId)
            .map(({ user_id, name, how }) => {
                const answers = writers.includes(user_id) || how === "writes";
                return {
                    user_id,
                    answers,
                    initials: initialsOf(name),
                    text: answers
                        ? _t("%(name)s is answering", { name })
                        : _t("%(name)s is looking", { name }),
                };
            });
    }

    get mayAct() {
        return Boolean(this.props.journal.appealId);
    }

    openPerson() {
        return this.openForm("res.partner", this.person.id);
    }

    openAppeal() {
        return this.openForm("cc.appeal", this.props.journal.appealId);
    }

    openForm(resModel, resId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
        });
    }

    /** A letter on paper, a visit: written down right here, with its person filled in. */
    writeDown() {
        this.desk.isWritingDown = true;
    }

    openCandidate({ id }) {
        return this.props.journal.open({ model: "res.partner", id });
    }
}

function initialsOf(name) {
    return name
        .split(/\s+/)
        .slice(0, 2)
        .map((word) => word[0] || "")
        .join("");
}
