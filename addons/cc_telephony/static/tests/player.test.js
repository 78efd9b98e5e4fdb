import { beforeEach, expect, test } from "@odoo/hoot";
import {
    click,
    keyDown,
    pointerDown,
    press,
    queryFirst,
    queryOne,
    select,
    setInputRange,
} from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    makeServerError,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { browser } from "@web/core/browser/browser";
import { Player } from "@cc_telephony/player/player/player";
import { fitPeaks } from "@cc_telephony/player/player/waveform";

defineMailModels();

const RECORDING = {
    id: 5,
    kind: "talk",
    seconds: 192,
    peaks: [10, 50, 100, 20],
    state: "stored",
    note: "",
    listening: "yes",
    downloading: "no",
};

/** An audio element that says it plays, without a sound. */
beforeEach(() => {
    patchWithCleanup(HTMLMediaElement.prototype, {
        play() {
            this.dispatchEvent(new Event("play"));
            return Promise.resolve();
        },
        pause() {
            this.dispatchEvent(new Event("pause"));
        },
    });
    onRpc("cc.recording", "listen", ({ args }) => {
        expect.step(args);
        return { url: "/cc/recording/5/audio?ticket=t", seconds: 192, peaks: [] };
    });
});

const mount = (values = {}) =>
    mountWithCleanup(Player, { props: { recording: { ...RECORDING, ...values } } });

test("the server is asked when play is pressed, once, and not before", async () => {
    await mount();
    expect(".o_cc_player_time").toHaveText("0:00 / 3:12");
    expect("audio").not.toHaveAttribute("src");
    await click(".o_cc_player_play");
    await animationFrame();
    expect.verifySteps([[[5], null]]);
    expect("audio").toHaveAttribute("src", "/cc/recording/5/audio?ticket=t");
    expect(".o_cc_player_play").toHaveAttribute("aria-pressed", "true");
    await click(".o_cc_player_play");
    await animationFrame();
    expect(".o_cc_player_play").toHaveAttribute("aria-pressed", "false");
    await click(".o_cc_player_play");
    await animationFrame();
    expect.verifySteps([]);
});

test("arrows go five seconds, Home and End to the ends, Space plays", async () => {
    await mount();
    queryOne("[role=slider]").focus();
    for (const [key, at] of [
        ["ArrowRight", 5],
        ["ArrowRight", 10],
        ["ArrowLeft", 5],
        ["End", 192],
        ["ArrowRight", 192],
        ["Home", 0],
        ["ArrowLeft", 0],
    ]) {
        await press(key);
        await animationFrame();
        expect("[role=slider]").toHaveAttribute("aria-valuenow", String(at));
    }
    expect("[role=slider]").toHaveAttribute("aria-valuemax", "192");
    expect("[role=slider]").toHaveAttribute("aria-valuetext", "0:00 of 3:12");
    await keyDown(" ");
    await animationFrame();
    expect.verifySteps([[[5], null]]);
});

test("a press on the outline goes there", async () => {
    await mount();
    const { width } = queryFirst("canvas").getBoundingClientRect();
    await pointerDown("[role=slider]", { position: { x: width / 2, y: 10 }, relative: true });
    await animationFrame();
    const at = Number(queryOne("[role=slider]").getAttribute("aria-valuenow"));
    expect(at).toBeWithin(94, 98);
});

test("how fast and how loud is kept for the next one", async () => {
    await mount();
    await contains(".o_cc_player_speed").focus();
    await select("1.5");
    await setInputRange("input[type=range]", 0.5);
    await animationFrame();
    expect(queryOne("audio").playbackRate).toBe(1.5);
    expect(queryOne("audio").volume).toBe(0.5);
    expect(JSON.parse(browser.localStorage.getItem("cc_player"))).toEqual({
        speed: 1.5,
        volume: 0.5,
    });
    await click(".o_cc_player_silence");
    expect(queryOne("audio").volume).toBe(0);
});

test("who must say why is asked in place, and a refusal stays there", async () => {
    await mount({ listening: "reason", downloading: "reason" });
    await click(".o_cc_player_play");
    await animationFrame();
    expect("input[name=reason]").toBeFocused();
    expect.verifySteps([]);
    await contains("input[name=reason]").edit("A complaint", { confirm: "Enter" });
    await animationFrame();
    expect.verifySteps([[[5], "A complaint"]]);
    expect(".o_cc_step_strip").toHaveCount(0);
    onRpc("cc.recording", "download", () => {
        throw makeServerError({ message: "Say why you need it." });
    });
    await click(".o_cc_player_download");
    await animationFrame();
    await click(".o_cc_step_confirm");
    await animationFrame();
    expect(".o_cc_step_error").toHaveText("Say why you need it.");
});

test("what cannot be played says so, and is asked for anew", async () => {
    await mount();
    await click(".o_cc_player_play");
    await animationFrame();
    expect.verifySteps([[[5], null]]);
    queryOne("audio").dispatchEvent(new Event("error"));
    await animationFrame();
    expect(".o_cc_player_error").toHaveCount(1);
    await click(".o_cc_player_play");
    await animationFrame();
    expect.verifySteps([[[5], null]]);
    expect(".o_cc_player_error").toHaveCount(0);
});

test("an outline is fitted to its place: the loudest of each piece", () => {
    expect(fitPeaks([10, 50, 100, 20], 2)).toEqual([0.5, 1]);
    expect(fitPeaks([100], 3)).toEqual([1, 1, 1]);
    expect(fitPeaks([], 3)).toEqual([]);
    expect(fitPeaks([300, -5, "x"], 3)).toEqual([1, 0, 0]);
});
