import { registry } from "@web/core/registry";

/**
 * What other rooms add to the Journal in one of its registry categories.
 *
 * @param {string} category entries: {Component, order, condition(journal)}
 * @param {JournalState} journal
 * @returns {Object[]} entries to show now, each with its name
 */
export function partsOf(category, journal) {
    return registry
        .category(category)
        .getEntries()
        .map(([name, part]) => ({ order: 100, ...part, name }))
        .filter(({ condition }) => !condition || condition(journal))
        .sort((one, other) => one.order - other.order);
}
