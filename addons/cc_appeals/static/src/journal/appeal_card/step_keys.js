import { _t } from "@web/core/l10n/translation";
import { useServedKeys } from "../desk/desk";

/** To which state each key of the status line leads. */
const TARGETS = {
    hand_over: "handed_over",
    feedback: "feedback",
    close: "closed",
    step_back: "registered",
};

/**
 * Serve the keys of the status line: a step is asked in its place, or it is said why not.
 *
 * @param {JournalState} journal
 * @param {Desk} desk
 * @param {() => Object[]} allowed steps of the appeal on screen: [{name, target}]
 */
export function useStepKeys(journal, desk, allowed) {
    const ask = (target) => {
        const step = allowed().find((each) => each.target === target);
        if (step) {
            desk.askStep(step.name);
        } else {
            const text = String(_t("This step is not possible now, or not with your role."));
            desk.notice = { text, isPassing: true };
        }
    };
    const keys = Object.entries(TARGETS).map(([name, target]) => [name, () => ask(target)]);
    useServedKeys(journal, {
        ...Object.fromEntries(keys),
        ask_department: () => desk.ask("ask_department", ""),
    });
}
