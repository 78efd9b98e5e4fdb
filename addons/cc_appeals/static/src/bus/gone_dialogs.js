import { uiService } from "@web/core/ui/ui_service";
import { patch } from "@web/core/utils/patch";

/**
 * A dialog or popover that closes calls `ui.deactivateElement` when it is gone already. What
 * a part that is gone reads of a watched object is watched for ever, and `ui` would keep each
 * palette and list of suggestions of the day, with all their elements. Of a value that cannot
 * change nothing is watched.
 */
patch(uiService, {
    start() {
        const ui = super.start(...arguments);
        const fixed = { writable: false, configurable: false };
        Object.defineProperty(ui, "deactivateElement", fixed);
        return ui;
    },
});
