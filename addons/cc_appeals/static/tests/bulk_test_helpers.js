import { defineModels, fields, models } from "@web/../tests/web_test_helpers";
import { defineAppealModels } from "./cc_appeals_test_helpers";

class BulkRun extends models.Model {
    _name = "cc.bulk.run";
    name = fields.Char();
}

/** Define the appeals a list shows and the runs over them. */
export function defineBulkModels() {
    defineAppealModels();
    defineModels([BulkRun]);
}

/** A run of the past, as the server tells it. */
export const RUN = {
    id: 7,
    kind: "close",
    title: "Close: Answered",
    state: "done",
    total: 2,
    done: 2,
    failed: 0,
    undone: 0,
    kept: 0,
    undo_until: false,
    incident_id: false,
};
