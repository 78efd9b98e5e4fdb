"""An account letters go out through; the database keeps the name of its password."""

import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.cc_base.engine.identity import normalise
from odoo.addons.cc_base.secret import is_secret_name

from ..imap_fetch import is_loopback
from .cc_mailbox import SECURITIES

PORTS = {"tls": 465, "starttls": 587, "none": 25}
CONNECTION_FIELDS = {"host", "port", "security", "login", "secret_ref", "sender"}
ADDRESSES = ("sender", "reply_to", "bounce_address", "test_address")


class CcMailAccount(models.Model):
    _name = "cc.mail.account"
    _inherit = ["cc.gateway", "cc.mail.server"]
    _description = "Outgoing mail account"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    client_id = fields.Many2one(
        "cc.client",
        ondelete="restrict",
        index="btree_not_null",
        help="Whose account it is. Empty: channels of every client may use it.",
    )
    channel_ids = fields.One2many("cc.channel", "mail_account_id", string="Channels")

    # server
    host = fields.Char(string="Server", required=True)
    port = fields.Integer(
        compute="_compute_port",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
    )
    security = fields.Selection(SECURITIES, required=True, default="tls")
    login = fields.Char(help="Empty: the server asks for none.")
    secret_ref = fields.Char(
        string="Password is in",
        help="Name of an environment variable that begins with CC_SECRET_, or of a "
        "file in the folder CC_SECRETS_DIR names. The password itself is not kept "
        "here.",
    )

    # as whom
    sender = fields.Char(
        string="Sender's address", required=True, help="What recipients see."
    )
    sender_name = fields.Char(string="Sender's name")
    reply_to = fields.Char(
        string="Answers go to", help="Empty: to the sender's address."
    )
    bounce_address = fields.Char(
        string="Returned letters go to",
        help="An address whose letters are fetched here too. Empty: the sender's.",
    )
    bounce_sign = fields.Selection(
        [("+", "+ (plus)"), ("-", "- (hyphen)"), ("=", "= (equals sign)")],
        string="Sign before the letter's key",
        help="With it each letter has a return address of its own, like "
        "bounces+KEY@example.org, and what comes back is surely bound. The server "
        "must deliver such addresses; empty if it does not.",
    )
    test_address = fields.Char(
        string="Test letter goes to",
        help="The test sends a letter there. Empty: it only connects and logs in.",
    )

    _port_ok = models.Constraint(
        "CHECK (port BETWEEN 1 AND 65535)", "A port is a number from 1 to 65535."
    )
    _limits_ok = models.Constraint(
        "CHECK (connections BETWEEN 1 AND 20 AND coalesce(rate_per_minute, 0) >= 0)",
        "Between 1 and 20 letters are sent at the same time.",
    )

    @api.depends("security")
    def _compute_port(self):
        for account in self:
            account.port = PORTS.get(account.security, 465)

    # constrains
    @api.constrains("host", "security")
    def _check_server(self):
        for account in self:
            if not re.fullmatch(r"[^\s/@?#\\]+", account.host):
                raise ValidationError(
                    self.env._(
                        "“%(host)s” is not a server's name. Write it like "
                        "smtp.example.org, without anything around it.",
                        host=account.host,
                    )
                )
            if account.security == "none" and not is_loopback(account.host):
                raise ValidationError(account._sentence("not_loopback"))

    @api.constrains("login", "secret_ref")
    def _check_secret_ref(self):
        for account in self:
            if account.login and not is_secret_name(account.secret_ref):
                raise ValidationError(
                    self.env._(
                        "“Password is in” takes a name made of latin letters, digits, "
                        "“_”, “-” and “.”, not a path and not the password itself."
                    )
                )

    @api.constrains(*ADDRESSES)
    def _check_addresses(self):
        for account in self:
            for name in ADDRESSES:
                address = account[name]
                found = address and normalise("email", address)
                if address and (not found or not found.value.isascii()):
                    raise ValidationError(
                        self.env._(
                            "“%(address)s” is not an e-mail address letters can be "
                            "sent from or to.",
                            address=address,
                        )
                    )

    @api.constrains("client_id", "channel_ids")
    def _check_channels(self):
        self.channel_ids._check_mail_account()

    # CRUD
    def write(self, vals):
        """Try changed settings at once."""
        if CONNECTION_FIELDS & vals.keys():
            vals = {"next_try_at": False} | vals
        return super().write(vals)

    def _channels(self):
        """Return the channels it carries, archived ones too: what waits is sent."""
        self.ensure_one()
        channels = self.env["cc.channel"].with_context(active_test=False)
        return channels.search([("mail_account_id", "=", self.id)])

    @api.model
    def _own_addresses(self):
        """Return every address of ours, normalised: no machine of ours answers them."""
        # sudo: nothing of it leaves but whether an address is among them
        used = [("active", "in", [True, False])]
        accounts = self.sudo().search(used)
        boxes = self.env["cc.mailbox"].sudo().search(used)
        channels = self.env["cc.channel"].sudo().search([("kind", "=", "mail")])
        written = [
            *accounts.mapped("sender"),
            *accounts.mapped("reply_to"),
            *accounts.mapped("bounce_address"),
            *boxes.mapped("login"),
            *channels.mapped("address"),
        ]
        found = (normalise("email", text or "") for text in written)
        return {each.value for each in found if each}
