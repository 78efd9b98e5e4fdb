import { expect } from "@odoo/hoot";
import { manuallyDispatchProgrammaticEvent, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { mockService } from "@web/../tests/web_test_helpers";

/** An upload that moves when the test says so. */
export function mockUploads() {
    const requests = [];
    mockService("file_upload", {
        upload: async (_route, [file], { buildFormData }) => {
            const data = new FormData();
            buildFormData(data);
            expect.step([file.name, data.get("model"), data.get("id")]);
            const xhr = new EventTarget();
            Object.assign(xhr, {
                upload: new EventTarget(),
                status: 0,
                abort: () => xhr.dispatchEvent(new Event("loadend")),
                finish: (status, answer) => {
                    Object.assign(xhr, { status, responseText: JSON.stringify(answer) });
                    xhr.dispatchEvent(new Event("loadend"));
                },
            });
            requests.push(xhr);
            return { xhr };
        },
    });
    return requests;
}

export function fileOf(name, size) {
    const file = new File(["x"], name, { type: "application/pdf" });
    Object.defineProperty(file, "size", { value: size });
    return file;
}

/** Drop files on what is found by `place`. */
export async function dropFiles(place, ...files) {
    const dataTransfer = new DataTransfer();
    files.forEach((file) => dataTransfer.items.add(file));
    await manuallyDispatchProgrammaticEvent(queryOne(place), "drop", { dataTransfer });
    await animationFrame();
}
