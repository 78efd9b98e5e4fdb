from odoo import api, models

# what a row of the work list shows of a call-back
SHOWN = {"state", "owner_id", "try_count", "due_at", "last_call_id"}


class CcCallback(models.Model):
    """The work lists hear of the calls that are owed."""

    _inherit = "cc.callback"

    # what is owed, counted without a look at the table
    _owed_count_idx = models.Index("(direction_id, client_id) WHERE state = 'open'")

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        self.env["cc.journal.change"]._note(items, "created")
        return items

    def write(self, vals):
        was = None
        if "owner_id" in vals:
            was = {item.id: item.owner_id.id or 0 for item in self}
        result = super().write(vals)
        if SHOWN & vals.keys():
            is_over = vals.get("state", "open") != "open"
            what = "settled" if is_over else "assigned" if was else "changed"
            self.env["cc.journal.change"]._note(self, what, was)
        return result


class CcInteraction(models.Model):
    _inherit = "cc.interaction"

    def _in_work_lists(self):
        """Leave out calls: the call-back is their row."""
        found = super()._in_work_lists()
        return found.filtered(lambda each: each.kind != "phone_call")


class CcCall(models.Model):
    _inherit = "cc.call"

    def _built(self):
        """Tell of calls nobody took and nobody is owed: they are seen today."""
        result = super()._built()
        calls = self.env["cc.journal.source.call"]._of_today(self)
        self.env["cc.journal.change"]._note(calls, "changed")
        return result
