import hashlib
import hmac
import secrets
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...engine.phones import Phones

SILENT_SECONDS = 120


class CcPbx(models.Model):
    """A telephone exchange, and how its connector is doing."""

    _name = "cc.pbx"
    _description = "PBX"
    _order = "name, id"

    name = fields.Char(required=True)
    code = fields.Char(
        required=True,
        help="The name the connector calls it by: small letters, digits, - and _.",
    )
    direction_id = fields.Many2one(
        "cc.direction",
        required=True,
        ondelete="restrict",
        index=True,
        help="Whose supervisors look after it; calls to unknown numbers come here.",
    )
    client_id = fields.Many2one(
        "cc.client",
        ondelete="restrict",
        index="btree_not_null",
        help="Whose calls those are, where the direction has several clients.",
    )
    channel_id = fields.Many2one(
        "cc.channel", readonly=True, ondelete="restrict", index=True, copy=False
    )
    token_digest = fields.Char(
        readonly=True, copy=False, groups="cc_base.cc_base_group_admin"
    )
    has_token = fields.Boolean(compute="_compute_has_token")
    timezone = fields.Char(
        string="Time zone of its clock",
        default="UTC",
        help="Of event times written without a zone.",
    )
    trunk_ids = fields.One2many("cc.pbx.trunk", "pbx_id", string="Trunks")
    line_ids = fields.One2many("cc.pbx.line", "pbx_id", string="Lines")
    queue_ids = fields.One2many("cc.pbx.queue", "pbx_id", string="Queues")
    extension_ids = fields.One2many("cc.pbx.extension", "pbx_id", string="Extensions")
    callback_days = fields.Integer(
        string="No call-back after, days",
        default=3,
        required=True,
        help="Calls that were missed longer ago, of a history brought along, open no "
        "call-back. 0: all do.",
    )
    active = fields.Boolean(default=True)

    # what the connector told last
    seen_at = fields.Datetime(string="Last heard of", readonly=True, copy=False)
    started_at = fields.Datetime(string="Started", readonly=True, copy=False)
    lines_waiting = fields.Integer(string="Lines in the spool", readonly=True)
    clock_ahead_seconds = fields.Float(readonly=True)
    is_ami_up = fields.Boolean(string="Live picture", readonly=True)
    has_ami = fields.Boolean(string="Live picture is set up", readonly=True)
    disk_free_bytes = fields.Float(readonly=True)
    fault_code = fields.Char(readonly=True)
    fault_sentence = fields.Char(string="Last fault", readonly=True)

    _code_uniq = models.UniqueIndex("(code)")

    @api.depends("token_digest")
    def _compute_has_token(self):
        for pbx in self:
            # sudo: whether there is one, nothing of the token
            pbx.has_token = bool(pbx.sudo().token_digest)

    @api.constrains("code")
    def _check_code(self):
        for pbx in self:
            plain = pbx.code.replace("-", "").replace("_", "")
            if not plain.isalnum() or not plain.isascii() or plain != plain.lower():
                raise ValidationError(
                    self.env._(
                        "“%(code)s” is no name for a PBX: small letters, digits, - "
                        "and _ only.",
                        code=pbx.code,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        found = super().create(vals_list)
        for pbx in found.filtered(lambda each: not each.channel_id):
            pbx.channel_id = self.env["cc.channel"].create(
                {
                    "name": pbx.name,
                    "kind": "pbx",
                    "direction_id": pbx.direction_id.id,
                    "client_id": pbx.client_id.id,
                }
            )
        return found

    def action_new_token(self):
        """Give the connector a new token; it is shown once, the old one is void."""
        self.ensure_one()
        self.check_access("write")
        token = secrets.token_urlsafe(32)
        self.token_digest = _digest(token)
        return token

    @api.model
    def _of_token(self, code, token):
        """Return the PBX of this name if the token is its own, else an empty set."""
        # sudo: the connector is nobody; the token is what proves who asks
        pbx = self.sudo().search([("code", "=", code or "")])
        known = pbx.token_digest or ""
        is_own = hmac.compare_digest(known, _digest(token or "")) and bool(known)
        return pbx if is_own else self.browse()

    def _user_of(self, extension):
        """Return who sits at a phone, an empty set for nobody."""
        self.ensure_one()
        found = self.extension_ids.filtered(lambda each: each.number == extension)
        return found.user_id

    def _is_heard(self):
        """Tell whether the connector has said something lately."""
        self.ensure_one()
        silent = fields.Datetime.now() - timedelta(seconds=SILENT_SECONDS)
        return bool(self.seen_at and self.seen_at > silent)

    def _phones(self):
        """Return which peers are lines and which are phones, for the engine."""
        self.ensure_one()
        return Phones(
            frozenset(self.trunk_ids.mapped("peer")),
            frozenset(self.extension_ids.mapped("number")),
        )

    def _zone(self):
        """Return the time zone of moments its lines tell without one."""
        self.ensure_one()
        try:
            return ZoneInfo(self.timezone or "UTC")
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return UTC


def _digest(token):
    return hashlib.sha256(token.encode()).hexdigest()
