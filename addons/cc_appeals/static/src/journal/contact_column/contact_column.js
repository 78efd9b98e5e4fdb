import { Component } from "@odoo/owl";
import { Chronology } from "../../chronology/chronology/chronology";
import { Composer } from "../../composer/composer/composer";

/** Who it is, all that was between us, and the answer. */
export class ContactColumn extends Component {
    static template = "cc_appeals.ContactColumn";
    static components = { Chronology, Composer };
    static props = { journal: Object };
}
