from odoo import fields, models


class CcPbxTrunk(models.Model):
    """A way out of the PBX, and what a minute over it costs."""

    _name = "cc.pbx.trunk"
    _description = "Trunk"
    _order = "pbx_id, peer"
    _rec_name = "peer"

    pbx_id = fields.Many2one("cc.pbx", required=True, ondelete="cascade", index=True)
    peer = fields.Char(
        required=True, help="As the PBX calls it: “trunk” of PJSIP/trunk-0000001a."
    )

    _peer_uniq = models.UniqueIndex("(pbx_id, peer)")
