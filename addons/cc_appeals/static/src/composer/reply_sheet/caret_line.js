// what decides where a line of a textarea breaks
const COPIED = ["font", "letterSpacing", "lineHeight", "padding", "border", "width", "boxSizing"];

/** @returns {number} pixels from the top of a textarea to the line the caret is in */
export function caretLine(textarea) {
    const style = getComputedStyle(textarea);
    const mirror = document.createElement("div");
    COPIED.forEach((name) => (mirror.style[name] = style[name]));
    Object.assign(mirror.style, {
        position: "absolute",
        visibility: "hidden",
        whiteSpace: "pre-wrap",
        overflowWrap: "break-word",
    });
    mirror.textContent = textarea.value.slice(0, textarea.selectionStart);
    const caret = mirror.appendChild(document.createElement("span"));
    caret.textContent = "\u200b";
    document.body.append(mirror);
    const top = caret.offsetTop - textarea.scrollTop;
    mirror.remove();
    return top;
}
