const MOST = 200;

/** Rows whose words have to be asked for: they came by the bus, or changed since. */
function wordless(rows) {
    return rows.filter(({ who, has_new_words }) => !who || has_new_words).map(({ key }) => key);
}

/**
 * Ask once for who and what rows are about: the bus says no names.
 *
 * @param {ORM} orm
 * @param {() => Object[]} rows as they are now
 * @param {(rows: Object[]) => void} put rows with their words
 */
export async function askWords(orm, rows, put) {
    const keys = wordless(rows()).slice(0, MOST);
    if (!keys.length) {
        return;
    }
    const { words } = await orm.call("cc.journal", "journal_words", [keys]);
    put(
        rows().map((row) =>
            row.key in words ? { ...row, ...words[row.key], has_new_words: false } : row
        )
    );
}
