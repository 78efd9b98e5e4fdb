import { registry } from "@web/core/registry";
import { DeadlineClock } from "../components/deadline_clock/deadline_clock";

// what lies in quarantine has its term too: the ledger's screen shows this room's clock
registry.category("cc_quarantine_clock").add("deadline", DeadlineClock);
