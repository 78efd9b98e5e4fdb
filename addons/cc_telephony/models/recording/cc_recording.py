from odoo import api, fields, models
from odoo.exceptions import UserError

from ...recording_store import Sealed
from ..call.cc_call import OFFICE

KINDS = [("talk", "Talk"), ("voicemail", "Message")]
STATES = [
    ("expected", "On its way"),
    ("stored", "Kept"),
    ("missing", "Missing"),
    ("erased", "Erased"),
]
MISSING_WHY = [
    ("late", "It did not come from the PBX"),
    ("empty", "The PBX recorded no sound"),
    ("not_audio", "What came is no audio we know"),
    ("too_long", "It is too long to be kept"),
    ("copy", "This is a copy of the database"),
]


class CcRecording(models.Model):
    """A recording of a call, or a message somebody left. The audio lies sealed in the
    store; a row may be known before its audio comes, and stays when it is erased.
    """

    _name = "cc.recording"
    _inherit = "cc.unseen"
    _description = "Recording"
    _order = "started_at, id"

    call_id = fields.Many2one(
        "cc.call", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    pbx_id = fields.Many2one(
        "cc.pbx", required=True, readonly=True, ondelete="restrict"
    )
    linked_id = fields.Char(required=True, readonly=True)
    name = fields.Char(string="Name at the PBX", readonly=True, groups=OFFICE)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    direction_id = fields.Many2one(
        "cc.direction", required=True, readonly=True, ondelete="restrict", index=True
    )
    client_id = fields.Many2one(
        "cc.client", required=True, readonly=True, ondelete="restrict", index=True
    )
    started_at = fields.Datetime(readonly=True)
    received_at = fields.Datetime(string="Came", readonly=True)
    seconds = fields.Float(string="Length, s", readonly=True, aggregator="sum")
    size = fields.Integer(string="Size, bytes", readonly=True, aggregator="sum")
    sha256 = fields.Char(readonly=True, groups=OFFICE, help="Of the bytes that came.")
    is_mended = fields.Boolean(
        string="Was cut off",
        readonly=True,
        help="The PBX was ended while it recorded: the end may be missing.",
    )
    state = fields.Selection(
        STATES, required=True, default="expected", readonly=True, index=True
    )
    missing_why = fields.Selection(MISSING_WHY, readonly=True)
    peaks = fields.Json(readonly=True, help="Its outline: at most 400 numbers 0..100.")
    keep_until = fields.Datetime(string="Kept until", readonly=True)
    erased_at = fields.Datetime(string="Erased", readonly=True)
    is_held = fields.Boolean(
        string="Held", readonly=True, help="Not erased, however old it gets."
    )
    held_reason = fields.Char(readonly=True)
    held_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")

    # where the audio is, and what opens it: nobody's to read
    store_name = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    key_name = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    key_mark = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    wrapped_key = fields.Char(readonly=True, groups=fields.NO_ACCESS)

    # the same bytes again are the same recording
    _bytes_uniq = models.UniqueIndex(
        "(pbx_id, linked_id, kind, sha256) WHERE sha256 IS NOT NULL"
    )
    _linked_idx = models.Index("(pbx_id, linked_id)")
    _stray_idx = models.Index("(pbx_id) WHERE call_id IS NULL")
    _expected_idx = models.Index("(started_at) WHERE state = 'expected'")
    _erase_idx = models.Index("(keep_until) WHERE state = 'stored' AND NOT is_held")
    _missing_idx = models.Index("(pbx_id, started_at) WHERE state = 'missing'")

    @api.depends("kind", "started_at")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for recording in self:
            recording.display_name = labels[recording.kind]

    def _sealed(self):
        """Return where its audio is; None when there is none."""
        self.ensure_one()
        # sudo: the caller has checked who may hear it
        own = self.sudo()
        if own.state != "stored" or not own.wrapped_key:
            return None
        return Sealed(
            own.store_name, own.size, own.key_name, own.key_mark, own.wrapped_key
        )

    def _log_step(self, action, reason=None, **detail):
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": action,
                    "model": self._name,
                    "res_id": each.id,
                    "direction_id": each.direction_id.id,
                    "client_id": each.client_id.id,
                    # sudo: the audit reads whose voice it is
                    "subject_id": each.sudo().call_id.partner_id.id,
                    "detail": {"kind": each.kind, "call_id": each.call_id.id} | detail,
                    "reason": reason,
                }
                for each in self
            ]
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("That there was a recording is never deleted; its audio is.")
        )
