import { registry } from "@web/core/registry";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { AppealBoardHeader } from "./appeal_board_header";

export class AppealBoardRenderer extends KanbanRenderer {
    static components = { ...KanbanRenderer.components, KanbanHeader: AppealBoardHeader };
}

export const appealBoardView = { ...kanbanView, Renderer: AppealBoardRenderer };

registry.category("views").add("cc_appeal_board", appealBoardView);
