from odoo import api, fields, models


class CcPbxLive(models.Model):
    """Phones and queues of a call going on, by the names people know."""

    _inherit = "cc.pbx.live"

    queue_title = fields.Char(string="In queue", compute="_compute_names")
    ringing_names = fields.Char(string="Rings at", compute="_compute_names")
    talking_names = fields.Char(string="Talks with", compute="_compute_names")

    @api.depends("ringing", "talking", "queue_name", "pbx_id")
    def _compute_names(self):
        # sudo: names of colleagues and queues, for whoever sees the call
        pbxes = self.pbx_id.sudo()
        people = {
            (each.pbx_id.id, each.number): each.user_id.name
            for each in pbxes.extension_ids
        }
        titles = {
            (each.pbx_id.id, each.name): each.display_name for each in pbxes.queue_ids
        }
        for live in self:
            pbx = live.pbx_id.id
            live.ringing_names = _names(pbx, live.ringing, people)
            live.talking_names = _names(pbx, live.talking, people)
            live.queue_title = titles.get((pbx, live.queue_name), live.queue_name)


def _names(pbx, numbers, people):
    found = [
        f"{number} {people.get((pbx, number)) or ''}".strip()
        for number in (numbers or "").split()
    ]
    return ", ".join(found)
