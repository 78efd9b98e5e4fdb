import { registry } from "@web/core/registry";
import { BurningController } from "./burning_controller";

export const burningView = {
    type: "cc_burning",
    Controller: BurningController,
    searchMenuTypes: ["filter", "favorite"],
};

registry.category("views").add("cc_burning", burningView);
