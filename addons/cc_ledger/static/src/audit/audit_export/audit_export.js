import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { STATIC_ACTIONS_GROUP_NUMBER } from "@web/search/action_menus/action_menus";
import { ExportAll } from "@web/views/list/export_all/export_all";

/**
 * "Export All" of the audit log for those without the right to export elsewhere: who may
 * read the log may carry it away. The server holds that rule and writes it down.
 */
export const auditExportItem = {
    Component: ExportAll,
    groupNumber: STATIC_ACTIONS_GROUP_NUMBER,
    isDisplayed: async (env) =>
        env.config.viewType === "list" &&
        env.searchModel.resModel === "cc.audit.entry" &&
        !env.model.root.selection.length &&
        !(await user.hasGroup("base.group_allow_export")),
};

registry.category("cogMenu").add("cc-audit-export", auditExportItem, { sequence: 10 });
