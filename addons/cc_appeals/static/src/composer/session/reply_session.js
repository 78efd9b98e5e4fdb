import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { Reactive } from "@web/core/utils/reactive";
import { seenContacts } from "../../chronology/seen_contacts";
import { newToken } from "../../widgets/step_strip/steps";
import { DraftSaver } from "./draft_saver";
import { EarlyWords } from "./early_words";
import { EmptyPlaces } from "./empty_places";
import { faultOf } from "./reply_fault";
import { WordStore } from "./word_store";
import { pendingOf } from "./undo_span";
import { WritingSignal } from "./writing_signal";

const AGAIN_MS = 5000;
const NO_WORDS = { subject: "", body: "", channel_id: false, recipient_id: false };
const NO_DRAFT = { id: false, version: false, saved_at: false };

/** One answer to one appeal while it is written, sent and perhaps taken back. */
export class ReplySession extends Reactive {
    isLoaded = false;
    // why the composer could not start
    trouble = "";
    channels = [];
    templates = [];
    writing = [];
    // drafts of colleagues that may be gone on with
    others = [];
    maySend = false;
    words = { ...NO_WORDS };
    draft = { ...NO_DRAFT };
    files = [];
    isDirty = false;
    // why the last save did not work
    unsaved = "";
    conflict = null;
    // the text that was not chosen, or a draft thrown away
    aside = null;
    isSending = false;
    sendError = "";
    isTakingBack = false;
    // the answer that can still be taken back: { deliveryId, over } with over by this PC's clock
    pending = null;
    last = null;

    /** @param {Object} where {orm, words, sender, resModel, resId} */
    constructor({ orm, words, sender, resModel, resId }) {
        super();
        this.sender = sender;
        const ask = (caller, method, args) => caller.call(resModel, method, [[resId], ...args]);
        this.call = (method, ...args) => ask(orm, method, args);
        // saving and signals run beside the work: no loading sign for them
        this.whisper = (method, ...args) => ask(orm.silent, method, args);
        const keep = (what) => new WordStore(words, `${what}:${resModel},${resId}`);
        this.store = keep("reply");
        this.early = new EarlyWords(keep("early"));
        this.empty = new EmptyPlaces(keep("empty"));
        this.place = { model: resModel, id: resId };
        this.saver = new DraftSaver(this, { call: this.whisper, store: this.store });
        this.signal = new WritingSignal((isWriting) => this.tellWriting(isWriting));
        this.token = newToken();
    }

    /** Begin to listen and to ask; what was begun ends with `stop`. */
    async begin() {
        this.saver.start();
        await this.load();
    }

    async load() {
        if (this.sender.isWaiting(this.store.slot)) {
            this.trouble = _t("an answer is on its way and goes when the connection is back");
            this.timer = browser.setTimeout(() => this.load(), AGAIN_MS);
            return;
        }
        try {
            this.start(await this.whisper("reply_start"));
        } catch (error) {
            const { sentence, isPassing } = faultOf(error);
            this.trouble = String(sentence);
            if (isPassing && !this.isOver) {
                this.timer = browser.setTimeout(() => this.load(), AGAIN_MS);
            }
        }
    }

    start(answer) {
        Object.assign(this, {
            isLoaded: true,
            trouble: "",
            conflict: null,
            channels: answer.channels,
            templates: answer.templates,
            writing: answer.writing,
            limitBytes: answer.limit_bytes,
            maySend: answer.may_send,
            others: answer.drafts,
            last: answer.last || null,
            blank: {
                subject: answer.subject || "",
                body: "",
                channel_id: answer.channel_id,
                recipient_id: answer.recipient_id,
            },
        });
        this.pending = answer.pending ? pendingOf(answer.pending) : null;
        this.fill(answer.draft || { ...this.blank, ...NO_DRAFT });
        this.recall();
        this.early.moveInto(this);
    }

    fill({ subject, body, channel_id, recipient_id, attachments, ...draft }) {
        this.words = { subject: subject || "", body: body || "", channel_id, recipient_id };
        this.draft = draft;
        this.files = attachments || [];
    }

    /** Words this tab kept are newer than the server's: a save did not come through. */
    recall() {
        const kept = this.store.read();
        if (!kept) {
            return;
        }
        const { version, token, ...words } = kept;
        if (words.subject === this.words.subject && words.body === this.words.body) {
            this.store.clear();
            return;
        }
        this.words = words;
        // if these words were being sent when the page went, they are not sent a second time
        this.token = token;
        this.draft.version = version;
        this.isDirty = true;
        this.saver.save();
    }

    get values() {
        return { ...this.words, version: this.draft.version };
    }

    get channel() {
        return this.channels.find(({ id }) => id === this.words.channel_id);
    }

    get recipient() {
        return this.channel?.recipients.find(({ id }) => id === this.words.recipient_id);
    }

    /** Take what was typed or chosen. */
    edit(words) {
        Object.assign(this.words, words);
        this.sendError = "";
        this.saver.changed();
        this.signal.typed();
    }

    /** @returns {Promise<number|false>} the id of the draft, made now if there was none */
    async draftForFiles() {
        if (!this.draft.id) {
            this.isDirty = true;
            await this.saver.save();
        }
        return this.draft.id;
    }

    /** Bring the answer to the server, once, though the line is cut or the page goes. */
    post() {
        const { model, id } = this.place;
        const label = this.words.subject || this.words.body.slice(0, 60);
        const args = [[id], this.values, this.token];
        const kwargs = seenContacts(model, id);
        return this.store.send(this.sender, { model, method: "reply_send", args, kwargs }, label);
    }

    async tellWriting(isWriting) {
        try {
            this.writing = await this.whisper("reply_writing", isWriting);
        } catch {
            // only a courtesy to colleagues: the answer itself does not depend on it
        }
    }

    /** An empty sheet after a sent or discarded answer. */
    clear() {
        this.signal.stop();
        this.saver.settle();
        this.fill({ ...this.blank, ...NO_DRAFT });
        this.empty.clear();
        this.token = newToken();
        this.sendError = "";
    }

    /** Leave the appeal: the last words still go to the server. */
    stop() {
        this.isOver = true;
        browser.clearTimeout(this.timer);
        this.signal.stop();
        return this.saver.stop();
    }
}
