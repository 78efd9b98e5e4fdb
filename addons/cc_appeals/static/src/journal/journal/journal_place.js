import { useEffect } from "@odoo/owl";
import { router } from "@web/core/browser/router";
import { useSetupAction } from "@web/search/action_hook";
import { HELP, TABS } from "../journal_state";

function parse(row) {
    const [model, id] = String(row || "").split(",");
    return model && Number(id) ? { model, id: Number(id) } : null;
}

/**
 * Keep the tab and the open row in the address: after F5, or on the way back from another
 * screen, the Journal stands as it stood.
 *
 * @param {Object} props of the client action
 * @param {JournalState} journal
 * @returns {{ tab: string | undefined, row: { model, id } | null }} where to start
 */
export function useJournalPlace(props, journal) {
    const place = () => ({ tab: journal.tab, row: journal.opened?.key });
    useSetupAction({ getLocalState: place });
    useEffect(
        (tab, row) => {
            props.updateActionState?.({ tab, row });
        },
        () => [journal.tab, journal.opened?.key]
    );
    const { tab, row } = props.state || router.current;
    return { tab: [...TABS, HELP].includes(tab) ? tab : undefined, row: parse(row) };
}
