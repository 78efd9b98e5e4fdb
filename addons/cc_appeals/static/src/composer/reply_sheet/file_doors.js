import { useState } from "@odoo/owl";

function carriesFiles(transfer) {
    return [...(transfer?.types || [])].includes("Files");
}

/**
 * Files dropped on an element or pasted into it.
 *
 * @param {(files: FileList) => void} take
 * @returns {{ isOver: boolean, onDragover, onDragleave, onDrop, onPaste }} handlers to bind
 */
export function useFileDoors(take) {
    const doors = useState({
        isOver: false,
        onDragover(ev) {
            if (carriesFiles(ev.dataTransfer)) {
                ev.preventDefault();
                doors.isOver = true;
            }
        },
        onDragleave(ev) {
            if (!ev.currentTarget.contains(ev.relatedTarget)) {
                doors.isOver = false;
            }
        },
        onDrop(ev) {
            doors.isOver = false;
            if (carriesFiles(ev.dataTransfer)) {
                ev.preventDefault();
                ev.stopPropagation();
                take(ev.dataTransfer.files);
            }
        },
        onPaste(ev) {
            const { files, types } = ev.clipboardData;
            // a table copied from an office program comes as text and as a picture of it
            if (files.length && !types.includes("text/plain")) {
                ev.preventDefault();
                take(files);
            }
        },
    });
    return doors;
}
