from odoo import fields, models


class CcPbxQueue(models.Model):
    """A queue of the PBX, by the name the PBX has for it."""

    _name = "cc.pbx.queue"
    _description = "Queue of the PBX"
    _order = "pbx_id, name"

    pbx_id = fields.Many2one("cc.pbx", required=True, ondelete="cascade", index=True)
    name = fields.Char(required=True, help="As in queues.conf.")
    title = fields.Char(help="What people read.")
    direction_id = fields.Many2one("cc.direction", ondelete="restrict", index=True)
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex("(pbx_id, name)")

    def _compute_display_name(self):
        for queue in self:
            queue.display_name = queue.title or queue.name
