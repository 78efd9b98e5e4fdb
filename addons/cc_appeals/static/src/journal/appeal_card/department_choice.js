import { toRaw } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

// steps that choose a department, the usual one first
const DEPARTMENT_STEPS = ["hand_over", "rework", "reopen_to_department"];

/**
 * A department is chosen by a step of the status line.
 *
 * @param {{ name: string }[] | false} allowed steps
 * @returns {string} name of the step; "" when none is allowed
 */
export function departmentStep(allowed) {
    const names = (allowed || []).map(({ name }) => name);
    return DEPARTMENT_STEPS.find((step) => names.includes(step)) || "";
}

/**
 * Props of the field that shows the department and asks the step.
 *
 * @param {Object | false} department as a record has it
 * @param {(id: number) => void} choose
 */
export function departmentProps(department, choose) {
    return {
        value: toRaw(department) || false,
        relation: "hr.department",
        string: _t("Department"),
        placeholder: _t("Hand over to…"),
        context: { hierarchical_naming: false },
        domain: () => [],
        canCreate: false,
        canOpen: false,
        canQuickCreate: false,
        update: (value) => value && choose(value.id),
    };
}
