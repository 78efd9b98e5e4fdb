import psycopg2

from odoo import models

from .cc_appeal_import_run import BATCH
from .cc_appeal_import_write import TOKEN


class CcAppealImport(models.Model):
    """Takes an import back, but for what people have worked on since."""

    _inherit = "cc.appeal.import"

    def _work_undo(self):
        """Yield after each batch of appeals; ends in "undone"."""
        self.check_access("write")
        # sudo: nobody may delete appeals; these the user's own import has just made,
        # and what others have touched is left out below
        appeals = self.env["cc.appeal"].sudo()
        last = 0
        while batch := appeals.search(
            [("import_id", "=", self.id), ("id", ">", last)], order="id", limit=BATCH
        ):
            last = batch[-1].id
            untouched = batch.filtered(self._is_untouched)
            deleted = self._delete(untouched)
            self.kept_count += len(batch) - deleted
            self.created_count -= deleted
            yield
        self._delete_people()
        self.state = "undone"
        yield

    def _is_untouched(self, appeal):
        """Tell whether nothing happened to the appeal but its import."""
        return (
            appeal.write_date == appeal.create_date
            and all(
                (step.token or "").startswith(TOKEN) for step in appeal.interval_ids
            )
            and not appeal.interaction_ids
            and not appeal.message_ids
            and not appeal.activity_ids
        )

    def _delete(self, records):
        """Delete what nothing else refers to; return how many that were."""
        try:
            with self.env.cr.savepoint():
                count = len(records)
                records.unlink()
                return count
        except psycopg2.Error:
            if len(records) == 1:
                return 0
            half = len(records) // 2
            return self._delete(records[:half]) + self._delete(records[half:])

    def _delete_people(self):
        """Delete the people this import made who have nothing left."""
        # sudo: see above; they have neither appeals nor contacts of anybody else's
        people = (
            self.env["res.partner"]
            .sudo()
            .search(
                [
                    # sudo: the import is his; ids alone bound the search
                    ("id", "in", self.sudo().person_ids.ids),
                    ("cc_appeal_ids", "=", False),
                    ("cc_interaction_ids", "=", False),
                ]
            )
        )
        for at in range(0, len(people), BATCH):
            self._delete(people[at : at + BATCH])
