from odoo import api, models

# what a row of the work list shows, or is found by
SHOWN = {
    "name",
    "applicant_id",
    "channel_id",
    "direction_id",
    "client_id",
    "due_at",
    "warn_at",
    "needs_answer",
    "waiting_since",
    "waiting_why",
    "answered_at",
    "state",
    "owner_id",
}


class CcAppeal(models.Model):
    """The work lists hear of what changed; noting it asks the database for nothing."""

    _inherit = "cc.appeal"

    # what nobody has taken, as the source of rows asks: exactly these words; in the
    # order of the list …
    _queue_idx = models.Index("(due_at, id) WHERE is_open IS TRUE AND owner_id IS NULL")
    # … and counted without a look at the table
    _queue_count_idx = models.Index(
        "(direction_id, client_id, state, needs_answer)"
        " WHERE is_open IS TRUE AND owner_id IS NULL"
    )

    @api.model_create_multi
    def create(self, vals_list):
        appeals = super().create(vals_list)
        self.env["cc.journal.change"]._note(appeals, "created")
        return appeals

    def write(self, vals):
        shown = SHOWN & vals.keys()
        was = None
        if "owner_id" in shown:
            was = {appeal.id: appeal.owner_id.id or 0 for appeal in self}
        result = super().write(vals)
        if shown:
            self.env["cc.journal.change"]._note(self, _what(vals), was)
        return result


def _what(vals):
    """Return what a change of these values is called in the work lists."""
    if "state" in vals:
        return vals["state"]
    if "owner_id" in vals:
        return "assigned"
    return "changed" if vals.get("needs_answer", True) else "settled"
