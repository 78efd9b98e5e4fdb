/** A contact as the server gives it. */
export function makeEntry(id, moment, values = {}) {
    return {
        key: `cc.interaction,${id}`,
        moment,
        kind: "contact",
        icon: "envelope",
        label: "Letter",
        direction: "in",
        title: `Letter ${id}`,
        text: "",
        quote: "",
        who: "",
        step: false,
        appeals: [],
        files: [],
        state: false,
        delivery_id: false,
        letter: false,
        waits: false,
        depth: 0,
        ...values,
    };
}

/** A step as the server gives it. */
export function makeStep(id, moment, step = {}, values = {}) {
    return makeEntry(id, moment, {
        key: `cc.appeal.interval,${id}`,
        kind: "step",
        direction: false,
        title: "Handed over",
        who: "Ivanov",
        step: {
            verb: "Handed over",
            from: { code: "registered", label: "Registered" },
            to: { code: "handed_over", label: "Handed over" },
            where: "Water",
            ...step,
        },
        appeals: [{ id: 1, number: "26-000123" }],
        depth: 1,
        ...values,
    });
}
