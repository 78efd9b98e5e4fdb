import { _t } from "@web/core/l10n/translation";

/**
 * The keys of the Journal, by their place on the keyboard, so that any layout works. What a
 * key does is served by the part that registered its name with `journal.addKey`.
 *
 * code: KeyboardEvent.code; keys: as shown; alt, ctrl, shift: with it; everywhere: in text
 * fields too
 */
export const KEYS = [
    { name: "next", code: "KeyJ", keys: ["J"], group: "list", label: _t("Next row") },
    { name: "previous", code: "KeyK", keys: ["K"], group: "list", label: _t("Previous row") },
    { name: "open", code: "Enter", keys: ["Enter"], group: "list", label: _t("Open the row") },
    { name: "take", code: "KeyA", keys: ["A"], group: "list", label: _t("Take for oneself") },
    { name: "mine", code: "Digit1", keys: ["1"], group: "list", label: _t("Mine") },
    { name: "queue", code: "Digit2", keys: ["2"], group: "list", label: _t("Queue") },
    { name: "missed", code: "Digit3", keys: ["3"], group: "list", label: _t("Missed") },
    { name: "control", code: "Digit4", keys: ["4"], group: "list", label: _t("Control") },
    { name: "answer", code: "KeyR", keys: ["R"], group: "contact", label: _t("Answer") },
    {
        name: "paper",
        code: "KeyL",
        keys: ["L"],
        group: "contact",
        label: _t("Answer by a letter on paper"),
    },
    {
        name: "no_answer",
        code: "KeyE",
        keys: ["E"],
        group: "contact",
        label: _t("No answer needed"),
    },
    {
        name: "incident",
        code: "KeyM",
        keys: ["M"],
        group: "contact",
        label: _t("To a mass incident"),
    },
    { name: "spam", code: "KeyS", keys: ["S"], group: "contact", label: _t("Spam") },
    { name: "pass", code: "KeyP", keys: ["P"], group: "steps", label: _t("Pass to a colleague") },
    { name: "hand_over", code: "KeyH", keys: ["H"], group: "steps", label: _t("Hand over") },
    {
        name: "feedback",
        code: "KeyF",
        keys: ["F"],
        group: "steps",
        label: _t("Await an answer of others"),
    },
    { name: "close", code: "KeyC", keys: ["C"], group: "steps", label: _t("Close the appeal") },
    {
        name: "step_back",
        code: "KeyB",
        keys: ["B"],
        group: "steps",
        label: _t("Back: take back, open again"),
    },
    {
        name: "ask_department",
        code: "KeyD",
        keys: ["D"],
        group: "steps",
        label: _t("Ask another department"),
    },
    {
        name: "ask_help",
        code: "KeyQ",
        keys: ["Q"],
        group: "steps",
        label: _t("Ask a senior for help"),
    },
    {
        name: "write_down",
        code: "KeyW",
        keys: ["W"],
        group: "contact",
        label: _t("Write down a paper letter or a visit"),
    },
    {
        name: "note",
        code: "KeyN",
        keys: ["N"],
        group: "contact",
        label: _t("Note for colleagues"),
    },
    {
        name: "another",
        code: "KeyN",
        keys: ["Alt", "N"],
        alt: true,
        everywhere: true,
        group: "contact",
        label: _t("One more appeal"),
    },
    {
        name: "undo",
        code: "KeyZ",
        keys: ["Ctrl", "Z"],
        ctrl: true,
        group: "contact",
        label: _t("Take the answer back, for 30 seconds"),
    },
    {
        name: "drawer",
        code: "BracketRight",
        keys: ["]"],
        group: "contact",
        label: _t("Show or hide the appeal in a narrow window"),
    },
    {
        name: "accept",
        code: "F2",
        keys: ["F2"],
        everywhere: true,
        group: "all",
        label: _t("Take the call"),
    },
    {
        name: "microphone",
        code: "F8",
        keys: ["F8"],
        everywhere: true,
        group: "all",
        label: _t("In a talk: microphone off, on"),
    },
    {
        name: "hold",
        code: "F9",
        keys: ["F9"],
        everywhere: true,
        group: "all",
        label: _t("In a talk: hold, go on"),
    },
    // three at once: no slip of a hand that types
    {
        name: "hang_up",
        code: "F2",
        keys: ["Ctrl", "Shift", "F2"],
        ctrl: true,
        shift: true,
        everywhere: true,
        group: "all",
        label: _t("In a talk: hang up"),
    },
];

/** Keys that others serve and the sheet tells of all the same. */
export const OTHER_KEYS = [
    { keys: ["Ctrl", "Enter"], group: "contact", label: _t("Send the answer") },
    { keys: ["/"], group: "contact", label: _t("Templates, in the answer") },
    { keys: ["Ctrl", "K"], group: "all", label: _t("Find a person, a number, an action") },
    { keys: ["Esc"], group: "all", label: _t("Leave a field, close what was unfolded") },
    { keys: ["?"], group: "all", label: _t("These keys") },
];

export const KEY_GROUPS = [
    { code: "list", label: _t("Work list") },
    { code: "contact", label: _t("Contact and appeal") },
    { code: "steps", label: _t("Steps of the appeal") },
    { code: "all", label: _t("Everywhere") },
];
