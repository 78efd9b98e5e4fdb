import { renderToString } from "@web/core/utils/render";

/**
 * Print a letter as it lies on the table: in a frame of its own, so that the screen stays.
 *
 * @param {Object} letter {number, day, from, to, address, appeal, body, signer}
 * @returns {HTMLIFrameElement} gone when it was printed
 */
export function printLetter(letter) {
    const frame = document.createElement("iframe");
    frame.className = "o_cc_paper_frame";
    frame.title = letter.number;
    frame.srcdoc = renderToString("cc_appeals.PaperLetter", letter);
    frame.addEventListener("load", () => {
        const { contentWindow: page } = frame;
        page.addEventListener("afterprint", () => frame.remove());
        page.print();
    });
    document.body.append(frame);
    return frame;
}
