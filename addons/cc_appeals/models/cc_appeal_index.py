from odoo import models

# Making a tsvector of a letter costs as much as reading a hundred rows. PostgreSQL
# does not know it of its own function: told by ours, it asks the index, whatever else
# could bound the search. Not inlined, since it is no SQL function.
# A tsvector holds a megabyte at most: a longer letter is found by its first words.
WORDS_FUNCTION = """
    CREATE OR REPLACE FUNCTION cc_appeal_words(subject text, body text)
    RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 5000 AS $$
    BEGIN
        RETURN pg_catalog.to_tsvector(
            'pg_catalog.russian',
            coalesce(subject, '') || ' ' || left(coalesce(body, ''), 100000)
        );
    END $$
"""


class CcAppeal(models.Model):
    """Indexes of what people look for, and of the order they see it in."""

    _inherit = "cc.appeal"

    _words_idx = models.Index("USING gin (cc_appeal_words(name, text))")
    # the order of the list, as the ORM writes that of a boolean
    _list_idx = models.Index(
        "(COALESCE(is_open, FALSE) DESC, priority DESC, due_at, id DESC)"
    )
    # a column of the board: in its order, and without what is closed
    _column_idx = models.Index(
        "(state, priority DESC, due_at, id DESC)"
        " WHERE state IN ('registered', 'handed_over', 'feedback')"
    )
    # the board's counts never read a row of the table: how many stand where …
    _count_idx = models.Index("(direction_id, client_id, state)")
    # … and how many of the open ones are late or soon, in which department
    _term_idx = models.Index(
        "(direction_id, client_id, state, due_at, warn_at, department_id)"
        " WHERE is_open IS TRUE"
    )
    # reports begin with what came in thirty days …
    _received_idx = models.Index("(received_at)")
    # … or was closed in a year as not our work
    _refused_idx = models.Index(
        "(closed_at) WHERE closing_method IN ('spam', 'not_for_us')"
    )

    def _auto_init(self):
        # before the index that calls it
        self.env.cr.execute(WORDS_FUNCTION)
        return super()._auto_init()
