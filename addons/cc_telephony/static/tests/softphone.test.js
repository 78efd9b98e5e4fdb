import { expect, test } from "@odoo/hoot";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { Softphone } from "@cc_telephony/softphone/softphone";

/** What JsSIP does, by hand. */
class Emitter {
    handlers = {};
    on(name, handler) {
        (this.handlers[name] ||= []).push(handler);
    }
    emit(name, told = {}) {
        this.handlers[name]?.forEach((handler) => handler(told));
    }
}

class Session extends Emitter {
    answer = ({ mediaStream }) => expect.step(`answer ${mediaStream.name}`);
    terminate = ({ status_code }) => expect.step(`terminate ${status_code}`);
    mute = () => expect.step("mute");
    unmute = () => expect.step("unmute");
    hold = () => expect.step("hold");
    unhold = () => expect.step("unhold");
}

const voice = { name: "voice", getTracks: () => [{ stop: () => expect.step("silent") }] };
const ringer = { start: () => expect.step("rings"), stop: () => expect.step("quiet") };
const own = { address: "ws://127.0.0.1:8088/ws", number: "101", password: "secret" };

function started(getUserMedia = async () => voice) {
    patchWithCleanup(browser, { navigator: { mediaDevices: { getUserMedia } } });
    const agent = new Emitter();
    agent.start = () => expect.step("start");
    const JsSIP = {
        WebSocketInterface: class {},
        UA: function (settings) {
            expect.step(settings.uri);
            return agent;
        },
    };
    const phone = new Softphone({ audio: {}, ringer, later: (done) => done() });
    phone.start(JsSIP, own);
    expect.verifySteps(["sip:101@127.0.0.1", "start"]);
    return { phone, agent };
}

function rung(agent) {
    const session = new Session();
    agent.emit("newRTCSession", { session, originator: "remote" });
    return session;
}

test("it is ready when the PBX has let it in", () => {
    const { phone, agent } = started();
    expect([phone.state, phone.isReady()]).toEqual(["away", false]);
    agent.emit("registered");
    expect(phone.isReady()).toBe(true);
    agent.emit("disconnected");
    expect(phone.isReady()).toBe(false);
    agent.emit("registrationFailed", { response: { status_code: 403 } });
    expect(phone.state).toBe("refused");
});

test("a call rings, is answered with the microphone, and ends", async () => {
    const { phone, agent } = started();
    const session = rung(agent);
    await phone.accept();
    expect.verifySteps(["rings", "answer voice"]);
    session.emit("accepted");
    expect(phone.isTalking).toBe(true);
    phone.toggleMute();
    session.emit("muted");
    phone.toggleMute();
    phone.toggleHold();
    session.emit("hold", { originator: "local" });
    phone.toggleHold();
    session.emit("ended");
    expect([phone.isTalking, phone.isMuted, phone.isHeld]).toEqual([false, false, false]);
    expect.verifySteps(["quiet", "mute", "unmute", "hold", "unhold", "quiet", "silent"]);
});

test("a second call is sent on to somebody else", () => {
    const { agent } = started();
    rung(agent);
    rung(agent);
    expect.verifySteps(["rings", "terminate 486"]);
});

test("a microphone that may not be used is said, and the call goes on ringing", async () => {
    const { phone, agent } = started(async () => {
        throw new Error("NotAllowedError");
    });
    rung(agent);
    await phone.accept();
    expect(phone.trouble).not.toBe("");
    expect(phone.session).not.toBe(null);
    expect.verifySteps(["rings"]);
});

test("a call that is on the screen only is said to be so", async () => {
    const { phone } = started();
    await phone.accept();
    expect(phone.trouble).not.toBe("");
});
