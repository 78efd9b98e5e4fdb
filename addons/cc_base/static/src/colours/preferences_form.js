import { patch } from "@web/core/utils/patch";
import { HrUserPreferencesController } from "@hr/views/preferences_form_view";

// colours come with the page, as the language does
patch(HrUserPreferencesController.prototype, {
    onWillSaveRecord(record, changes) {
        super.onWillSaveRecord(record, changes);
        this.mustReload ||= "cc_color_scheme" in changes;
    },
});
