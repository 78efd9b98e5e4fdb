import { browser } from "@web/core/browser/browser";

// the tone of exchanges here: a second of 425 Hz, four of silence
const TONE_HZ = 425;
const TONE_S = 1;
const PERIOD_MS = 5000;

/** Rings aloud; a page nobody has touched yet may not, and rings on the screen alone. */
export class Ringer {
    start() {
        this.stop();
        this.context = new AudioContext();
        this.beep();
        this.timer = browser.setInterval(() => this.beep(), PERIOD_MS);
    }

    beep() {
        const { currentTime } = this.context;
        const tone = new OscillatorNode(this.context, { frequency: TONE_HZ });
        const volume = new GainNode(this.context, { gain: 0.2 });
        tone.connect(volume).connect(this.context.destination);
        tone.start(currentTime);
        tone.stop(currentTime + TONE_S);
    }

    stop() {
        browser.clearInterval(this.timer);
        this.context?.close();
        this.context = null;
    }
}
