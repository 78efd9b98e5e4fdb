import { expect, test } from "@odoo/hoot";
import { click, manuallyDispatchProgrammaticEvent, press, queryOne } from "@odoo/hoot-dom";
import { Component, xml } from "@odoo/owl";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { useJournalKeys } from "@cc_appeals/journal/journal_keys/journal_keys";
import { KEYS } from "@cc_appeals/journal/journal_keys/key_table";
import { defineAppealModels } from "./cc_appeals_test_helpers";
import { makeJournal } from "./journal_test_helpers";

defineAppealModels();

class Screen extends Component {
    static template = xml`
        <div>
            <div class="o_list" role="listbox" tabindex="0"/>
            <button class="o_button">B</button>
            <input class="o_text"/>
            <div data-cc-keys="1 2"><button class="o_lent">B</button></div>
        </div>`;
    static props = { journal: Object };
    setup() {
        useJournalKeys(this.props.journal, {
            help: () => expect.step("help"),
            escape: (isText) => Boolean(expect.step(["escape", isText])),
        });
    }
}

async function mountScreen(...names) {
    const journal = makeJournal();
    names.forEach((name) => journal.addKey(name, () => expect.step(name)));
    await mountWithCleanup(Screen, { props: { journal } });
    return journal;
}

/** A key as a Russian layout gives it: other letters, the same places. */
async function strike(code, key, values = {}) {
    const target = document.activeElement || document.body;
    await manuallyDispatchProgrammaticEvent(target, "keydown", {
        code,
        key,
        bubbles: true,
        cancelable: true,
        ...values,
    });
}

test("keys act by their place, whatever the layout", async () => {
    await mountScreen("next", "take", "answer", "another", "queue", "drawer");
    queryOne(".o_list").focus();
    await strike("KeyJ", "о");
    await strike("KeyF", "а");
    await strike("KeyA", "ф");
    await strike("KeyR", "к");
    await strike("Digit2", "2");
    await strike("BracketRight", "ъ");
    await strike("KeyN", "т", { altKey: true });
    await strike("Digit7", "?", { shiftKey: true });
    expect.verifySteps(["next", "take", "answer", "queue", "drawer", "another", "help"]);
});

test("letters belong to a text field; what is not a letter still acts", async () => {
    await mountScreen("next", "accept", "another", "queue");
    await click(".o_text");
    await strike("KeyJ", "j");
    await strike("Digit2", "2");
    await strike("Slash", "?", { shiftKey: true });
    await strike("F2", "F2");
    await strike("KeyN", "n", { altKey: true });
    await press("Escape");
    expect.verifySteps(["accept", "another", ["escape", true]]);
});

test("with Ctrl or Shift they are somebody else's", async () => {
    await mountScreen("next", "answer");
    queryOne(".o_list").focus();
    await strike("KeyR", "r", { ctrlKey: true });
    await strike("KeyJ", "J", { shiftKey: true });
    await strike("KeyJ", "j", { altKey: true });
    expect.verifySteps([]);
});

test("Enter presses a button that has the focus, else it opens the row", async () => {
    await mountScreen("open");
    queryOne(".o_button").focus();
    await strike("Enter", "Enter");
    queryOne(".o_list").focus();
    await strike("Enter", "Enter");
    expect.verifySteps(["open"]);
});

test("a part may borrow keys while it has the focus", async () => {
    await mountScreen("mine", "missed");
    queryOne(".o_lent").focus();
    await strike("Digit1", "1");
    await strike("Digit3", "3");
    expect.verifySteps(["missed"]);
});

test("nobody serves a key: it goes on to whoever listens", async () => {
    await mountScreen();
    let isFree = false;
    const listen = (ev) => (isFree = !ev.defaultPrevented);
    window.addEventListener("keydown", listen);
    queryOne(".o_list").focus();
    await strike("KeyR", "r");
    window.removeEventListener("keydown", listen);
    expect(isFree).toBe(true);
});

test("three keys at once hang up, in a text field too; one less does not", async () => {
    await mountScreen("hang_up", "hold", "microphone");
    await click(".o_text");
    await strike("F2", "F2", { shiftKey: true });
    await strike("F2", "F2", { ctrlKey: true });
    expect.verifySteps([]);
    await strike("F2", "F2", { ctrlKey: true, shiftKey: true });
    await strike("F8", "F8");
    await strike("F9", "F9");
    expect.verifySteps(["hang_up", "microphone", "hold"]);
});

test("no two actions have one key", () => {
    const places = KEYS.map(({ code, alt, ctrl, shift }) =>
        [code, ...[alt, ctrl, shift].map(Boolean)].join()
    );
    expect(new Set(places).size).toBe(places.length);
});
