import { beforeEach, expect, test } from "@odoo/hoot";
import { click, queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";
import { ASK_MS } from "@cc_base/health/health_line/health_line";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    getService,
    makeServerError,
    mockService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

defineMailModels();

const line = (id, state, more = {}) => ({
    id,
    code: id.split("/")[0],
    title: id,
    state,
    sentence: `${id} is ${state}.`,
    action: false,
    action_label: false,
    test: false,
    ...more,
});
const OPEN = { action: { type: "ir.actions.act_window" }, action_label: "Open" };
const FIRST_RUN = {
    setup: [line("client/any", "ok"), line("direction/any", "todo", OPEN), line("mail/1", "todo")],
    health: [line("disk/files", "ok"), line("inbox/waiting", "failing")],
};

let page;
beforeEach(() => {
    page = FIRST_RUN;
    onRpc("cc.health", "get_page", () => page);
});

async function openPage() {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "cc_health" });
    await animationFrame();
}

const titles = (part) => queryAllTexts(`[data-part=${part}] .o_cc_health_title`);

test("the first run leads from step to step", async () => {
    mockService("action", {
        doAction(action) {
            if (action.type === "ir.actions.act_window") {
                expect.step("open");
                return;
            }
            return super.doAction(...arguments);
        },
    });
    await openPage();
    expect(".o_cc_health_progress strong").toHaveText("1 of 3 done");
    expect(".o_cc_health_current").toHaveCount(1);
    expect(".o_cc_health_current .o_cc_health_title").toHaveText("direction/any");
    expect(".o_cc_health_current").toHaveAttribute("aria-current", "step");
    expect(queryAllTexts(".o_cc_health_number")).toEqual(["2", "3"]);
    expect(queryFirst(".o_cc_health_part").dataset.part).toBe("setup");
    await click(".o_cc_health_current .o_cc_health_open");
    await animationFrame();
    expect.verifySteps(["open"]);
});

test("what stands under a step is no step, and nothing is renumbered", async () => {
    page = {
        setup: [line("client/any", "warning"), line("mail/any", "todo"), line("out/any", "todo")],
        health: [],
    };
    await openPage();
    expect(queryAllTexts(".o_cc_health_number")).toEqual(["2", "3"]);
    const boxes = [line("mail/1", "warning", { is_part: true })];
    page = { ...page, setup: [page.setup[0], line("mail/any", "ok"), ...boxes, page.setup[2]] };
    await click(".o_cc_health_refresh");
    await animationFrame();
    expect(titles("setup")).toEqual(["client/any", "mail/any", "mail/1", "out/any"]);
    expect(queryAllTexts(".o_cc_health_number")).toEqual(["3"]);
    expect("[data-line='mail/1']").toHaveClass("o_cc_health_under");
    expect(".o_cc_health_progress strong").toHaveText("2 of 3 done");
    expect(".o_cc_health_bars > span").toHaveCount(3);
    expect(".o_cc_health_bars > .o_cc_done").toHaveCount(1);
    expect(".o_cc_health_bars > .o_cc_doubtful").toHaveCount(1);
    expect(".o_cc_health_doubts").toHaveText("needs a look: 1");
});

test("the worst stands first, and a refresh moves nothing", async () => {
    await openPage();
    expect(titles("health")).toEqual(["inbox/waiting", "disk/files"]);
    page = {
        ...FIRST_RUN,
        health: [line("disk/files", "failing"), line("inbox/waiting", "ok"), line("x/1", "ok")],
    };
    await advanceTime(30000);
    await animationFrame();
    expect(titles("health")).toEqual(["inbox/waiting", "disk/files", "x/1"]);
    expect("[data-line='disk/files']").toHaveClass("o_cc_health_failing");
});

test("without a step left one sentence says how all of it stands", async () => {
    page = { setup: [line("client/any", "ok")], health: [line("disk/files", "warning")] };
    await openPage();
    expect(".o_cc_health_verdict").toHaveClass("o_cc_health_warning");
    expect(".o_cc_health_verdict").toHaveText("Works; needs a look: 1");
    expect(queryFirst(".o_cc_health_part").dataset.part).toBe("health");
    page = { ...page, health: [line("disk/files", "ok")] };
    await click(".o_cc_health_refresh");
    await animationFrame();
    expect(".o_cc_health_verdict").toHaveText("All is well");
});

test("a test shows that it runs, then what came of it, in its place", async () => {
    const answer = new Deferred();
    onRpc("cc.health", "action_test", ({ args }) => {
        expect.step(args);
        return answer;
    });
    page = { setup: [line("mail/1", "ok", { test: "1" })], health: [] };
    await openPage();
    await click(".o_cc_health_test");
    await animationFrame();
    expect(".o_cc_health_test").not.toBeEnabled();
    expect(".o_cc_health_result").toHaveText("Testing…");
    answer.resolve({ state: "failing", sentence: "Nobody answers there." });
    await animationFrame();
    expect(".o_cc_health_answer").toHaveText("Nobody answers there.");
    expect(".o_cc_health_answer").toHaveClass("o_cc_health_failing");
    expect(".o_cc_health_test").toBeEnabled();
    expect.verifySteps([["mail", "1"]]);
});

test("a test that goes on is asked after until it ends", async () => {
    const answers = [
        { state: "running", sentence: "It rings.", next: "1-7" },
        { state: "running", sentence: "Still rings.", next: "1-7" },
        { state: "ok", sentence: "It answered." },
    ];
    onRpc("cc.health", "action_test", ({ args }) => {
        expect.step(args[1]);
        return answers.shift();
    });
    page = { setup: [line("pbx/1", "ok", { test: "1" })], health: [] };
    await openPage();
    await click(".o_cc_health_test");
    await animationFrame();
    expect(".o_cc_health_result").toHaveText("It rings.");
    expect(".o_cc_health_test").not.toBeEnabled();
    await advanceTime(ASK_MS);
    await animationFrame();
    expect(".o_cc_health_result").toHaveText("Still rings.");
    await advanceTime(ASK_MS);
    await animationFrame();
    expect(".o_cc_health_answer").toHaveText("It answered.");
    expect(".o_cc_health_test").toBeEnabled();
    expect.verifySteps(["1", "1-7", "1-7"]);
});

test("a refusal and a lost server are said in words, the lines stay", async () => {
    onRpc("cc.health", "action_test", () => {
        throw makeServerError({ message: "Not yours to test" });
    });
    page = { setup: [line("mail/1", "ok", { test: "1" })], health: [] };
    await openPage();
    onRpc("cc.health", "get_page", () => {
        throw makeServerError({ message: "down" });
    });
    await click(".o_cc_health_test");
    await animationFrame();
    await animationFrame();
    expect(".o_cc_health_answer").toHaveText("Not yours to test");
    expect(".o_cc_health_lost").toHaveCount(1);
    expect(".o_cc_health_line").toHaveCount(1);
});
