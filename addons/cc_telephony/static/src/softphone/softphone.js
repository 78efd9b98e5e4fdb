import { markRaw } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { browser } from "@web/core/browser/browser";

const BUSY_HERE = 486;
// a browser looks for its addresses for long; the first ones do
const ADDRESSES_MS = 300;
const RECONNECT_S = [1, 8];
const REGISTER_S = 120;
// the call may be on the screen before it is at the phone
const COMES_MS = 2000;
const STEP_MS = 50;

/**
 * The operator's phone in his browser: logged in to the PBX, one call at a time.
 *
 * `state`: "off" (none is his), "elsewhere" (another tab has it), "away" (the PBX cannot
 * be reached), "refused" (it knows no such phone) or "ready".
 */
export class Softphone {
    state = "off";
    isMuted = false;
    isHeld = false;
    isTalking = false;
    /** a sentence on why nothing is heard */
    trouble = "";

    constructor({ audio, ringer, later = browser.setTimeout }) {
        this.audio = markRaw(audio);
        this.ringer = markRaw(ringer);
        this.later = later;
        this.session = this.voice = null;
    }

    /**
     * @param {Object} JsSIP the library
     * @param {{address, number, password}} own of `softphone_start`
     */
    start(JsSIP, { address, number, password }) {
        const { hostname } = new URL(address);
        this.state = "away";
        this.agent = markRaw(
            new JsSIP.UA({
                sockets: [new JsSIP.WebSocketInterface(address)],
                uri: `sip:${number}@${hostname}`,
                password,
                register_expires: REGISTER_S,
                session_timers: false,
                connection_recovery_min_interval: RECONNECT_S[0],
                connection_recovery_max_interval: RECONNECT_S[1],
            })
        );
        this.agent.on("registered", () => (this.state = "ready"));
        this.agent.on("registrationFailed", ({ response }) => {
            this.state = response ? "refused" : "away";
        });
        this.agent.on("disconnected", () => (this.state = "away"));
        this.agent.on("newRTCSession", (told) => this.take(told));
        this.agent.start();
    }

    stop() {
        this.ringer.stop();
        this.agent?.stop();
        this.state = "off";
    }

    // of cc_journal_phone
    isReady() {
        return this.state === "ready";
    }

    async accept() {
        for (let waited = 0; !this.session && waited < COMES_MS; waited += STEP_MS) {
            await new Promise((done) => this.later(done, STEP_MS));
        }
        if (!this.session) {
            this.trouble = _t("The call has not come to this browser: try again");
            return;
        }
        // asked for here, and not by the library, which would refuse the call without it
        this.voice ||= await this.listen();
        if (this.voice && this.session && !this.isTalking) {
            this.session.answer({ mediaStream: this.voice, pcConfig: { iceServers: [] } });
        }
    }

    async listen() {
        this.trouble = "";
        try {
            return markRaw(await browser.navigator.mediaDevices.getUserMedia({ audio: true }));
        } catch {
            this.trouble = _t("The browser may not use the microphone: allow it and try again");
            return null;
        }
    }

    toggleMute() {
        const order = this.isMuted ? "unmute" : "mute";
        this.session?.[order]({ audio: true });
    }

    toggleHold() {
        this.session?.[this.isHeld ? "unhold" : "hold"]();
    }

    take({ session, originator }) {
        if (this.session || originator !== "remote") {
            session.terminate({ status_code: BUSY_HERE });
            return;
        }
        this.session = markRaw(session);
        this.trouble = "";
        this.ringer.start();
        this.hear(session);
        session.on("accepted", () => {
            this.ringer.stop();
            this.isTalking = true;
        });
        session.on("muted", () => (this.isMuted = true));
        session.on("unmuted", () => (this.isMuted = false));
        session.on("hold", ({ originator: by }) => (this.isHeld ||= by === "local"));
        session.on("unhold", ({ originator: by }) => (this.isHeld &&= by !== "local"));
        session.on("ended", () => this.end());
        session.on("failed", () => this.end());
    }

    hear(session) {
        let timer = null;
        session.on("icecandidate", ({ ready }) => {
            browser.clearTimeout(timer);
            timer = browser.setTimeout(ready, ADDRESSES_MS);
        });
        session.on("peerconnection", ({ peerconnection }) =>
            peerconnection.addEventListener("track", ({ streams, track }) => {
                this.audio.srcObject = streams[0] || new MediaStream([track]);
                this.audio.play().catch(() => {
                    this.trouble = _t("The browser plays no sound before the page is touched");
                });
            })
        );
    }

    end() {
        this.ringer.stop();
        this.audio.srcObject = null;
        this.voice?.getTracks().forEach((track) => track.stop());
        this.session = this.voice = null;
        this.isTalking = this.isMuted = this.isHeld = false;
    }
}
