const BAR = 3; // pixels of a bar with the gap after it
const GAP = 1;
const LOWEST = 0.06; // of the height: silence is a line, not a hole

/**
 * Fit an outline into so many bars: the loudest of each piece.
 *
 * @param {number[]} peaks 0..100
 * @param {number} count
 * @returns {number[]} 0..1
 */
export function fitPeaks(peaks, count) {
    if (!peaks.length || count < 1) {
        return [];
    }
    return Array.from({ length: count }, (_, at) => {
        const first = Math.floor((at * peaks.length) / count);
        const last = Math.max(first + 1, Math.floor(((at + 1) * peaks.length) / count));
        const piece = peaks.slice(first, last).map((peak) => Number(peak) || 0);
        return Math.min(1, Math.max(0, ...piece) / 100);
    });
}

/**
 * Draw an outline; what was played stands in another colour.
 *
 * @param {HTMLCanvasElement} canvas of which the style says how large it is
 * @param {{ peaks: number[], share: number }} told share: 0..1 played
 */
export function drawWave(canvas, { peaks, share }) {
    const { clientWidth: width, clientHeight: height } = canvas;
    const ratio = globalThis.devicePixelRatio || 1;
    const size = [Math.round(width * ratio), Math.round(height * ratio)];
    // setting a size wipes the canvas, even to the same
    if (canvas.width !== size[0] || canvas.height !== size[1]) {
        [canvas.width, canvas.height] = size;
    }
    const context = canvas.getContext("2d");
    const style = getComputedStyle(canvas);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const count = Math.floor(width / BAR);
    const bars = fitPeaks(peaks, count);
    const shown = bars.length ? bars : Array(Math.max(count, 0)).fill(0);
    shown.forEach((loud, at) => {
        const isPlayed = (at + 0.5) / count <= share;
        const name = isPlayed ? "--cc-wave-played" : "--cc-wave-rest";
        const tall = Math.max(LOWEST, loud) * height;
        context.fillStyle = style.getPropertyValue(name) || "#888";
        context.fillRect(at * BAR, (height - tall) / 2, BAR - GAP, tall);
    });
}
