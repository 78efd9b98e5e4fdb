const LIMIT_MS = 30000;
const LOOK_MS = 50;

/**
 * Wait until the audio on the page has played past a place.
 *
 * @param {number} seconds
 */
export async function isHeard(seconds) {
    const audio = document.querySelector(".o_cc_player audio");
    const end = Date.now() + LIMIT_MS;
    while (audio.currentTime <= seconds) {
        if (Date.now() > end) {
            throw new Error(`The sound stands at ${audio.currentTime}: ${audio.error?.message}`);
        }
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
}
