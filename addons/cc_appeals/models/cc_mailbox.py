"""A mailbox letters are taken from; the database keeps the name of its password."""

import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.cc_base.secret import is_secret_name

from ..imap_fetch import is_loopback
from .big_integer import BigInteger

SECURITIES = [
    ("tls", "TLS"),
    ("starttls", "STARTTLS"),
    ("none", "None (this machine only)"),
]
AFTER = [("seen", "Mark as read"), ("move", "Move to a folder")]
PORTS = {"tls": 993, "starttls": 143, "none": 143}
FAILING = 3
# another folder's UIDs say nothing about this one's
PLACE_FIELDS = ("host", "login", "folder")
CONNECTION_FIELDS = (
    "port",
    "security",
    "secret_ref",
    "after",
    "target_folder",
    "active",
)
CURSOR_START = {"uid_validity": 0, "last_uid": 0, "told_uid": 0, "checked_place": False}


class CcMailbox(models.Model):
    _name = "cc.mailbox"
    _inherit = ["cc.transaction", "cc.mail.server"]
    _description = "Mailbox"
    _order = "login, folder, id"
    _rec_name = "login"

    channel_id = fields.Many2one(
        "cc.channel",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("kind", "=", "mail")],
        help="Whose letters come here: the direction and the client are the channel's.",
    )
    direction_id = fields.Many2one(
        related="channel_id.direction_id", store=True, index=True, precompute=True
    )
    client_id = fields.Many2one(
        "cc.client",
        compute="_compute_client_id",
        store=True,
        index="btree_not_null",
        precompute=True,
    )
    active = fields.Boolean(default=True)
    host = fields.Char(string="Server", required=True)
    port = fields.Integer(
        compute="_compute_port",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
    )
    security = fields.Selection(SECURITIES, required=True, default="tls")
    login = fields.Char(required=True)
    secret_ref = fields.Char(
        string="Password is in",
        required=True,
        help="Name of an environment variable that begins with CC_SECRET_, or of a "
        "file in the folder CC_SECRETS_DIR names. The password itself is not kept "
        "here.",
    )
    folder = fields.Char(required=True, default="INBOX")
    after = fields.Selection(
        AFTER,
        string="After a letter is recorded",
        required=True,
        default="seen",
        help="Done only when the letter is safely written down.",
    )
    target_folder = fields.Char(help="Where letters move to once they are recorded.")

    # where the taking has come to: written in the transaction that records letters
    uid_validity = BigInteger(readonly=True, copy=False, aggregator=None)
    last_uid = BigInteger(
        readonly=True, copy=False, aggregator=None, help="Recorded up to this letter."
    )
    told_uid = BigInteger(
        readonly=True,
        copy=False,
        aggregator=None,
        help="Marked or moved up to this letter.",
    )

    suspect_uid = BigInteger(
        readonly=True,
        copy=False,
        aggregator=None,
        help="The letter the server broke off at when it was read alone.",
    )
    suspect_count = fields.Integer(readonly=True, copy=False, aggregator=None)

    # counts, for reconciliation with the server
    folder_count = fields.Integer(
        string="In the folder",
        readonly=True,
        copy=False,
        help="Letters the server counted when it was last asked.",
    )
    fetched_count = fields.Integer(
        string="Fetched", readonly=True, copy=False, help="Letters read so far."
    )
    recorded_count = fields.Integer(
        string="New", readonly=True, copy=False, help="Of them written down as new."
    )
    repeat_count = fields.Integer(
        string="Repeated",
        readonly=True,
        copy=False,
        help="Of them known already: the same bytes had come before.",
    )
    set_aside_count = fields.Integer(
        string="Set aside",
        readonly=True,
        copy=False,
        help="New letters of which the server gave only the head, or which are too "
        "large: they wait in quarantine and stay unread in the mailbox.",
    )

    # health
    last_fetch_at = fields.Datetime(
        string="Last fetched", readonly=True, copy=False, help="The last success."
    )
    next_fetch_at = fields.Datetime(string="Next try", readonly=True, copy=False)
    error_code = fields.Char(readonly=True, copy=False)
    error_detail = fields.Char(readonly=True, copy=False)
    error_count = fields.Integer(
        string="Failures in a row", readonly=True, copy=False, aggregator=None
    )
    last_error = fields.Char(string="What is wrong", compute="_compute_last_error")
    is_failing = fields.Boolean(compute="_compute_is_failing", store=True)

    _place_uniq = models.UniqueIndex(
        "(lower(host), login, lower(folder)) WHERE active IS TRUE",
        "This folder of this mailbox is taken from already.",
    )
    _port_ok = models.Constraint(
        "CHECK (port BETWEEN 1 AND 65535)", "A port is a number from 1 to 65535."
    )
    _due_idx = models.Index("(next_fetch_at) WHERE active IS TRUE")

    # compute
    @api.depends("login", "folder", "host")
    def _compute_display_name(self):
        alike = self._alike()
        for box in self:
            name = f"{box.login or ''} / {box.folder or ''}"
            is_alike = (box.login, box.folder) in alike and box.host
            box.display_name = f"{name} ({box.host})" if is_alike else name

    def _alike(self):
        """Return (login, folder) of those that stand on several servers."""
        logins = [box.login for box in self if box.login]
        if not logins:
            return set()
        # sudo: only whether the server has to be named to tell two apart
        groups = self.sudo()._read_group(
            [("login", "in", logins)], ["login", "folder"], ["host:count_distinct"]
        )
        return {(login, folder) for login, folder, count in groups if count > 1}

    @api.depends(
        "channel_id.client_id", "channel_id.direction_id", "direction_id.client_ids"
    )
    def _compute_client_id(self):
        for box in self:
            box.client_id = box.channel_id._client() if box.channel_id else False

    @api.depends("security")
    def _compute_port(self):
        for box in self:
            box.port = PORTS.get(box.security, 993)

    @api.depends("error_count")
    def _compute_is_failing(self):
        for box in self:
            box.is_failing = box.error_count >= FAILING

    @api.depends("error_code", "error_detail", "host", "folder", "target_folder")
    @api.depends_context("lang")
    def _compute_last_error(self):
        for box in self:
            box.last_error = (
                box._sentence(box.error_code, box.error_detail)
                if box.error_code
                else False
            )

    # constrains
    @api.constrains("channel_id")
    def _check_channel(self):
        for box in self:
            if box.channel_id.kind != "mail":
                raise ValidationError(
                    self.env._(
                        "Channel “%(channel)s” is not a mail channel.",
                        channel=box.channel_id.name,
                    )
                )

    @api.constrains("host", "security")
    def _check_server(self):
        for box in self:
            if not re.fullmatch(r"[^\s/@?#\\]+", box.host):
                raise ValidationError(
                    self.env._(
                        "“%(host)s” is not a server's name. Write it like "
                        "imap.example.org, without anything around it.",
                        host=box.host,
                    )
                )
            if box.security == "none" and not is_loopback(box.host):
                raise ValidationError(box._sentence("not_loopback"))

    @api.constrains("secret_ref")
    def _check_secret_ref(self):
        for box in self:
            if not is_secret_name(box.secret_ref):
                raise ValidationError(
                    self.env._(
                        "“Password is in” takes a name made of latin letters, digits, "
                        "“_”, “-” and “.”, not a path and not the password itself."
                    )
                )

    @api.constrains("after", "folder", "target_folder")
    def _check_target_folder(self):
        for box in self.filtered(lambda box: box.after == "move"):
            if not box.target_folder:
                raise ValidationError(self.env._("Say which folder letters move to."))
            # INBOX is INBOX in any case, and a letter that moved there comes again
            if box.target_folder.lower() == box.folder.lower():
                raise ValidationError(
                    self.env._("Letters cannot move to the folder they come from.")
                )

    # CRUD
    def write(self, vals):
        """Start over where another folder is meant; try changed settings at once."""
        if not {*PLACE_FIELDS, *CONNECTION_FIELDS} & vals.keys():
            return super().write(vals)
        moved = self.filtered(
            lambda box: any(
                name in vals and vals[name] != box[name] for name in PLACE_FIELDS
            )
        )
        vals = vals | {"next_fetch_at": False}
        for box in moved:
            super(CcMailbox, box).write(vals | CURSOR_START)
        return super(CcMailbox, self - moved).write(vals)

    # actions
    def action_fetch(self):
        """Fetch now, in the background."""
        self.check_access("write")
        self._wake()
        return self._notice(
            "info", self.env._("Letters are being fetched in the background.")
        )
