import { _t } from "@web/core/l10n/translation";
import { Reactive } from "@web/core/utils/reactive";
import { sizeText } from "./size_text";

const ROUTE = "/web/binary/upload_attachment";
const DRAFT = "cc.reply.draft";

/** Files on their way into the draft of a reply session. */
export class ReplyUploads extends Reactive {
    running = [];
    // sentences about files that were not taken
    refused = [];
    counter = 0;

    constructor(session, { orm, upload, model = DRAFT }) {
        super();
        this.session = session;
        this.orm = orm;
        this.upload = upload;
        this.model = model;
    }

    get bytes() {
        return [...this.session.files, ...this.running].reduce((sum, { size }) => sum + size, 0);
    }

    /** @param {Iterable<File>} files */
    async add(files) {
        this.refused = [];
        const fitting = [...files].filter((file) => this.fits(file));
        const entries = fitting.map((file) => this.queue(file));
        const draftId = entries.length && (await this.session.draftForFiles());
        await Promise.all(
            entries.map((entry) =>
                draftId ? this.send(entry, draftId) : this.refuse(entry, this.noDraft(entry))
            )
        );
    }

    fits({ name, size }) {
        const limit = this.session.limitBytes;
        if (this.bytes + size <= limit) {
            return true;
        }
        const values = { name, size: sizeText(size), most: sizeText(limit) };
        this.refused.push(
            size > limit
                ? _t("“%(name)s” has %(size)s, a letter takes %(most)s at most.", values)
                : _t("“%(name)s” does not fit: a letter takes %(most)s in all.", values)
        );
        return false;
    }

    queue(file) {
        const { name, size } = file;
        this.running.push({ key: ++this.counter, name, size, file, share: 0 });
        return this.running.at(-1);
    }

    noDraft({ name }) {
        const why = this.session.unsaved || _t("the draft could not be saved");
        return _t("“%(name)s” was not attached: %(why)s", { name, why });
    }

    async send(entry, draftId) {
        const { xhr } = await this.upload(ROUTE, [entry.file], {
            buildFormData: (data) => {
                data.append("model", this.model);
                data.append("id", draftId);
            },
            displayErrorNotification: false,
        });
        entry.xhr = xhr;
        xhr.upload.addEventListener("progress", ({ loaded, total }) => {
            entry.share = Math.round((100 * loaded) / total);
        });
        await new Promise((resolve) => xhr.addEventListener("loadend", resolve));
        this.settle(entry, xhr);
    }

    settle(entry, xhr) {
        const { name } = entry;
        if (entry.isDropped) {
            return this.forget(entry);
        }
        const answer = answerOf(xhr);
        if (!answer?.id) {
            const why = answer?.error || (xhr.status ? _t("refused") : _t("no connection"));
            return this.refuse(entry, _t("“%(name)s” was not attached: %(why)s", { name, why }));
        }
        this.forget(entry);
        this.session.files.push({ id: answer.id, name, size: entry.size });
    }

    refuse(entry, sentence) {
        this.forget(entry);
        this.refused.push(sentence);
    }

    forget({ key }) {
        this.running = this.running.filter((entry) => entry.key !== key);
    }

    drop(entry) {
        entry.isDropped = true;
        entry.xhr?.abort();
    }

    async remove(file) {
        this.session.files = this.session.files.filter(({ id }) => id !== file.id);
        try {
            await this.orm.unlink("ir.attachment", [file.id]);
        } catch {
            this.session.files.push(file);
            this.refused = [_t("“%(name)s” could not be removed. Try again.", { name: file.name })];
        }
    }
}

/** @returns {{ id?: number, error?: string } | undefined} what the server made of the file */
function answerOf({ status, responseText }) {
    try {
        return status === 200 ? JSON.parse(responseText)[0] : undefined;
    } catch {
        return undefined;
    }
}
