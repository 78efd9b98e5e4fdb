import { useEffect, useState } from "@odoo/owl";
import { Reactive } from "@web/core/utils/reactive";
import { ReplyUploads } from "../../composer/reply_files/reply_uploads";

/** Scans that lie with the server until their letter is registered. */
export class ScanFiles extends Reactive {
    // what `ReplyUploads` asks of its session
    unsaved = "";

    constructor(files, limitBytes) {
        super();
        Object.assign(this, { files, limitBytes });
    }

    /** They hang on no record yet: the server knows them by who uploaded them. */
    async draftForFiles() {
        return "0";
    }

    get ids() {
        return this.files.map(({ id }) => id);
    }
}

const SCAN_BYTES = 25 * 1024 * 1024;

/**
 * @param {Object} services orm and file_upload
 * @param {Object[]} files that were there before the page was loaded again
 * @param {() => void} changed keep them with the words of the letter
 * @returns {{ scans: ScanFiles, uploads: ReplyUploads }} reactive
 */
export function useScans({ orm, file_upload }, files, changed) {
    const scans = useState(new ScanFiles(files, SCAN_BYTES));
    const options = { orm, upload: file_upload.upload, model: "cc.appeal.intake" };
    const uploads = useState(new ReplyUploads(scans, options));
    useEffect(
        () => changed(),
        () => [scans.ids.join()]
    );
    return { scans, uploads };
}
