import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const KINDS = [
    ["char", _t("Text")],
    ["boolean", _t("Yes or no")],
    ["selection", _t("One of")],
    ["integer", _t("Number")],
    ["date", _t("Date")],
];

/** @returns {string} a key that outlives the wording of a question or a choice */
function newKey() {
    const bytes = globalThis.crypto.getRandomValues(new Uint8Array(8));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The questions of a topic: a line each, in the order they are asked. */
export class TopicQuestions extends Component {
    static template = "cc_appeals.TopicQuestions";
    static props = { ...standardFieldProps };

    get questions() {
        return this.props.record.data[this.props.name] || [];
    }

    /** Kinds to choose from; one that only Odoo's own editor knows stays as it is. */
    kinds(question) {
        const known = KINDS.some(([type]) => type === question.type);
        return known ? KINDS : [...KINDS, [question.type, question.type]];
    }

    kindLabel(question) {
        return this.kinds(question).find(([type]) => type === question.type)[1];
    }

    choices(question) {
        return (question.selection || []).map(([, label]) => label).join("; ");
    }

    update(questions) {
        return this.props.record.update({ [this.props.name]: questions });
    }

    put(index, question) {
        return this.update(this.questions.map((each, at) => (at === index ? question : each)));
    }

    change(index, values) {
        return this.put(index, { ...this.questions[index], ...values });
    }

    add() {
        return this.update([...this.questions, { name: newKey(), string: "", type: "char" }]);
    }

    remove(index) {
        return this.update(this.questions.filter((_each, at) => at !== index));
    }

    moveUp(index) {
        const moved = [...this.questions];
        moved.splice(index - 1, 0, ...moved.splice(index, 1));
        return this.update(moved);
    }

    /** Another kind is another question: answers given so far would make no sense. */
    setKind(index, type) {
        const { string } = this.questions[index];
        const question = { name: newKey(), string, type };
        return this.put(index, type === "selection" ? { ...question, selection: [] } : question);
    }

    setChoices(index, text) {
        const old = new Map(
            (this.questions[index].selection || []).map(([key, label]) => [label, key])
        );
        const labels = [...new Set(text.split(";").map((each) => each.trim()))].filter(Boolean);
        const selection = labels.map((label) => [old.get(label) || newKey(), label]);
        return this.change(index, { selection });
    }
}

export const topicQuestions = {
    component: TopicQuestions,
    displayName: _t("Questions of a topic"),
    supportedTypes: ["properties_definition"],
};

registry.category("fields").add("cc_topic_questions", topicQuestions);
