import { onWillDestroy, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { debounce } from "@web/core/utils/timing";
import { useService } from "@web/core/utils/hooks";
import { listView } from "@web/views/list/list_view";
import { ListController } from "@web/views/list/list_controller";
import { useRawBus } from "../../bus/use_raw_bus";

const PAUSE_MS = 300;

/** A list that is read again when the server says that something in it changed. */
function useLive(controller, types, channels) {
    const bus = useRawBus();
    const renew = debounce(async () => {
        if (!controller.model.root.selection?.length) {
            await controller.model.root.load();
        }
    }, PAUSE_MS);
    for (const type of types) {
        bus.subscribe(type, renew);
    }
    let own = [];
    let isOver = false;
    channels.then((names) => {
        // whoever left before they were known listens to none
        own = isOver ? [] : names;
        own.forEach((name) => bus.addChannel(name));
    });
    onWillDestroy(() => {
        isOver = true;
        renew.cancel();
        types.forEach((type) => bus.unsubscribe(type, renew));
        own.forEach((name) => bus.deleteChannel(name));
    });
}

export class PresenceLiveController extends ListController {
    setup() {
        super.setup();
        this.presence = useState(useService("cc_presence"));
        const orm = useService("orm");
        const names = orm
            .read("res.users", [user.userId], ["cc_direction_ids"])
            .then(([own]) => own.cc_direction_ids.map((id) => `cc.presence_${id}`));
        useLive(this, ["cc_presence/list"], names);
    }
}

export class PresenceRequestsController extends ListController {
    setup() {
        super.setup();
        useLive(this, ["cc_presence/request"], Promise.resolve([]));
    }
}

const views = registry.category("views");
views.add("cc_presence_live", { ...listView, Controller: PresenceLiveController });
views.add("cc_presence_requests", { ...listView, Controller: PresenceRequestsController });
