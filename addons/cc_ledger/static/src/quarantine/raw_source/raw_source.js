import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

const KIB = 1024;

/** The raw bytes as text, asked for by a click: whoever looks is written down. */
export class RawSource extends Component {
    static template = "cc_ledger.RawSource";
    static props = { eventId: Number, size: Number };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ text: "", isShown: false, isCut: false, error: "", isBusy: false });
    }

    get sizeText() {
        const { size } = this.props;
        if (size < KIB) {
            return _t("%s bytes", size);
        }
        return size < KIB * KIB
            ? _t("%s KB", (size / KIB).toFixed(size < 10 * KIB ? 1 : 0))
            : _t("%s MB", (size / KIB / KIB).toFixed(1));
    }

    get address() {
        const { eventId } = this.props;
        return `/web/content/cc.inbox.event/${eventId}/raw_file?filename_field=raw_name&download=true`;
    }

    async onShow() {
        this.state.isBusy = true;
        this.state.error = "";
        try {
            const args = [[this.props.eventId]];
            const found = await this.orm.call("cc.inbox.event", "action_read_source", args);
            Object.assign(this.state, { text: found.text, isCut: found.is_cut, isShown: true });
        } catch (error) {
            this.state.error = error.data?.message || _t("The server did not answer. Try again.");
        } finally {
            this.state.isBusy = false;
        }
    }
}
