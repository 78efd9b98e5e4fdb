import { Component, onMounted, onPatched, onWillUnmount, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { durationText } from "../../duration/duration_text";
import { ReasonStrip } from "../../reason_strip/reason_strip";
import { SPEEDS } from "./player_settings";
import { useSound } from "./sound";
import { drawWave } from "./waveform";

const STEP = 5; // seconds an arrow goes

/**
 * Plays one recording. The server is asked for it when play is pressed and not before:
 * that is the look which is written down.
 */
export class Player extends Component {
    static template = "cc_telephony.Player";
    static components = { ReasonStrip };
    static props = {
        /** as `player_recordings` of the server tells it */
        recording: Object,
        /** called when the server has written down that it is listened to */
        onHeard: { type: Function, optional: true },
    };
    static defaultProps = { onHeard: () => {} };

    setup() {
        this.orm = useService("orm");
        this.audio = useRef("audio");
        this.canvas = useRef("canvas");
        this.speeds = SPEEDS;
        this.sound = useSound(this.audio, () => this.fail());
        this.state = useState({ isBusy: false, asks: "", error: "" });
        const observer = new ResizeObserver(() => this.draw());
        onMounted(() => observer.observe(this.canvas.el));
        onMounted(() => this.draw());
        onPatched(() => this.draw());
        onWillUnmount(() => observer.disconnect());
    }

    get position() {
        return this.sound.state.position;
    }

    get seconds() {
        return this.props.recording.seconds || 0;
    }

    get timeText() {
        return `${durationText(this.position)} / ${durationText(this.seconds)}`;
    }

    get valueText() {
        return _t("%(position)s of %(length)s", {
            position: durationText(this.position),
            length: durationText(this.seconds),
        });
    }

    get isMessage() {
        return this.props.recording.kind === "voicemail";
    }

    get label() {
        return this.isMessage ? _t("Message left") : _t("Recording of the talk");
    }

    get playTitle() {
        return this.sound.state.isPlaying ? _t("Pause") : _t("Listen");
    }

    get playSign() {
        if (this.state.isBusy) {
            return "spinner";
        }
        return this.sound.state.isPlaying ? "pause" : "play";
    }

    get volumeSign() {
        return this.sound.state.volume ? "volume-up" : "volume-off";
    }

    get askedVerb() {
        return this.state.asks === "download" ? _t("Download") : _t("Listen");
    }

    get reasonHint() {
        return _t("It is kept with your name");
    }

    speedText(speed) {
        return `${speed.toLocaleString()}×`;
    }

    draw() {
        const share = this.seconds ? Math.min(1, this.position / this.seconds) : 0;
        drawWave(this.canvas.el, { peaks: this.props.recording.peaks || [], share });
    }

    async toggle() {
        if (this.sound.state.isPlaying) {
            this.sound.pause();
        } else if (this.sound.isOpen) {
            await this.sound.play();
        } else if (this.props.recording.listening === "reason") {
            this.state.asks = "listen";
        } else {
            await this.listen().catch((error) => this.fail(error.data?.message));
        }
    }

    /** Ask for the sound; the server writes down that it was asked for. */
    async listen(reason = null) {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        this.state.error = "";
        try {
            const { id } = this.props.recording;
            const { url } = await this.orm.call("cc.recording", "listen", [[id], reason]);
            this.state.asks = "";
            this.sound.open(url);
            this.props.onHeard();
        } finally {
            this.state.isBusy = false;
        }
        await this.sound.play();
    }

    fail(sentence) {
        this.state.error =
            sentence || _t("The recording cannot be played now. Press play to try again.");
    }

    async onConfirm(reason) {
        if (this.state.asks === "listen") {
            return this.listen(reason);
        }
        const { id } = this.props.recording;
        const { url } = await this.orm.call("cc.recording", "download", [[id], reason]);
        this.state.asks = "";
        browser.open(url, "_self");
    }

    seek(position) {
        this.sound.seek(Math.min(Math.max(position, 0), this.seconds));
    }

    onPointer(ev) {
        if (ev.buttons !== 1) {
            return;
        }
        const { left, width } = this.canvas.el.getBoundingClientRect();
        this.seek((this.seconds * (ev.clientX - left)) / width);
    }

    onKeydown(ev) {
        // a list of speeds, the volume and a reason have keys of their own
        if (ev.target.closest("input, select, .o_cc_step_strip")) {
            return;
        }
        const jumps = {
            ArrowLeft: this.position - STEP,
            ArrowRight: this.position + STEP,
            Home: 0,
            End: this.seconds,
        };
        if (ev.key in jumps) {
            this.seek(jumps[ev.key]);
        } else if (ev.key === " " && !ev.target.closest("button")) {
            this.toggle();
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }
}
