import uuid

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import format_datetime

from odoo.addons.cc_base.again import CcAgain

STATES = [
    ("waiting", "To be sent"),
    ("sending", "Being sent"),
    ("sent", "Sent"),
    ("delivered", "Delivered"),
    ("bounced", "Returned"),
    ("failed", "Failed"),
    ("expired", "Given up"),
    ("unknown", "Not known"),
]
KINDS = [("acknowledgement", "Acknowledgement"), ("reply", "Reply")]
# what ended without the recipient having it
SAD = ("bounced", "failed", "expired")
HISTORY = 20


class CcOutboxDelivery(models.Model):
    """One thing that must go out: written with the change that asks for it."""

    _name = "cc.outbox.delivery"
    _inherit = ["cc.unseen", "cc.transaction"]
    _description = "Delivery"
    _order = "id desc"
    _rec_name = "subject"

    key = fields.Char(
        required=True,
        readonly=True,
        help="The provider gets it: what is sent again is the same message.",
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    is_automatic = fields.Boolean(
        string="Automatic",
        readonly=True,
        help="No person wrote it, and no machine should answer it.",
    )
    channel_id = fields.Many2one(
        "cc.channel", required=True, ondelete="restrict", index=True, readonly=True
    )
    direction_id = fields.Many2one(
        related="channel_id.direction_id", store=True, index=True, precompute=True
    )
    client_id = fields.Many2one(
        "cc.client", required=True, ondelete="restrict", index=True, readonly=True
    )
    identity_id = fields.Many2one(
        "cc.identity",
        string="To",
        required=True,
        ondelete="restrict",
        index=True,
        readonly=True,
    )
    recipient_masked = fields.Char(
        related="identity_id.masked", string="Recipient", related_sudo=True
    )
    subject = fields.Char(readonly=True)
    body = fields.Text(
        readonly=True,
        groups="cc_base.cc_base_group_operator,cc_base.cc_base_group_data_officer,"
        "cc_base.cc_base_group_auditor",
    )
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(
        string="About", model_field="res_model", readonly=True
    )

    state = fields.Selection(STATES, required=True, default="waiting", readonly=True)
    attempts = fields.Integer(
        default=0,
        readonly=True,
        aggregator=None,
        help="Counted before the provider is called.",
    )
    fault_count = fields.Integer(default=0, readonly=True, aggregator=None)
    next_try_at = fields.Datetime(
        string="Next try", readonly=True, default=lambda self: fields.Datetime.now()
    )
    first_try_at = fields.Datetime(readonly=True)
    tried_at = fields.Datetime(string="Last try", readonly=True)
    lease_until = fields.Datetime(readonly=True)
    sent_at = fields.Datetime(readonly=True)
    provider_ref = fields.Char(readonly=True, help="What the provider called it.")
    message_id = fields.Char(readonly=True)
    is_maybe_repeated = fields.Boolean(
        string="Maybe repeated",
        readonly=True,
        help="Nobody knew whether the first try arrived, so it was sent again.",
    )
    error_code = fields.Char(readonly=True)
    error_detail = fields.Char(readonly=True)
    error_text = fields.Char(string="What happened", compute="_compute_error_text")
    history = fields.Json(readonly=True)
    history_text = fields.Text(string="Tries", compute="_compute_history_text")
    cancel_note = fields.Char(string="Taken back because", readonly=True)
    is_attention = fields.Boolean(
        string="Needs a person",
        compute="_compute_is_attention",
        store=True,
        precompute=True,
    )

    _key_uniq = models.UniqueIndex("(key)")
    _due_idx = models.Index(
        "(channel_id, next_try_at, id) WHERE state IN ('waiting', 'unknown')"
    )
    _lease_idx = models.Index("(lease_until) WHERE state = 'sending'")
    _rate_idx = models.Index("(channel_id, tried_at) WHERE tried_at IS NOT NULL")
    _attention_idx = models.Index("(id) WHERE is_attention IS TRUE")
    _about_idx = models.Index("(res_model, res_id)")
    _automatic_idx = models.Index(
        "(identity_id, create_date) WHERE is_automatic IS TRUE"
    )

    # compute
    @api.depends("subject", "kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for delivery in self:
            delivery.display_name = delivery.subject or labels.get(delivery.kind, "")

    @api.depends("state", "next_try_at", "cancel_note")
    def _compute_is_attention(self):
        for delivery in self:
            is_stuck = delivery.state == "unknown" and not delivery.next_try_at
            delivery.is_attention = not delivery.cancel_note and (
                delivery.state in SAD or is_stuck
            )

    @api.depends("error_code", "error_detail")
    @api.depends_context("lang")
    def _compute_error_text(self):
        for delivery in self:
            delivery.error_text = delivery._sentence(
                delivery.error_code, delivery.error_detail
            )

    @api.depends("history")
    @api.depends_context("lang", "tz")
    def _compute_history_text(self):
        for delivery in self:
            delivery.history_text = "\n".join(
                f"{format_datetime(self.env, each['at'])}  "
                f"{delivery._sentence(each['code'], each['detail'])}"
                for each in delivery.history or []
            )

    @api.model
    def _sentence(self, code, detail=""):
        """Return the sentence for an outcome's code."""
        if not code:
            return False
        sentence = self._sentences().get(code) or self.env._(
            "Something unexpected happened (%(detail)s); the log has more."
        )
        if code == "gave_up":
            # what happened at the last try, in the reader's language
            last, _colon, said = (detail or "").partition(":")
            detail = self._sentence(last, said.strip())
        return sentence % {"detail": detail or self.env._("no reason was given")}

    @api.model
    def _sentences(self):
        """Return {code of an outcome: sentence}; a room adds those of its channels."""
        return {
            "worker_lost": self.env._(
                "The process that was sending it stopped; whether it went out is not "
                "known."
            ),
            "not_known": self.env._(
                "It may have been sent twice, and nobody knows whether it arrived."
            ),
            "stopped": self.env._("The recipient is on the stop list."),
            "cancelled": self.env._("It was taken back before it went out."),
            "retried": self.env._("%(detail)s asked for another try."),
            "internal": self.env._(
                "An unexpected fault of ours while sending; the log has more."
            ),
            "gave_up": self.env._(
                "It could not be sent for three days and is not tried any more: send "
                "it again, or answer in another way. The last try: %(detail)s"
            ),
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was to be sent is never deleted."))

    # enqueue
    @api.model
    def _enqueue(self, vals_list):
        """Put deliveries into the outbox, in the transaction of the business change.

        They are sent after its commit. A key that is there already is not doubled.

        :param vals_list: dicts: `channel_id`, `identity_id`, `kind`, `subject`,
            `body`, `res_model` and `res_id` of what it is about; optional `key`, else
            it is made of what it is about, `template` (else the kind), `version` and
            the recipient; `is_automatic`; `next_try_at`, else it is sent at once
        :return: the deliveries in the order given, new ones and those there already
        """
        prepared = [self._prepare_delivery_vals(vals) for vals in vals_list]
        keys = [vals["key"] for vals in prepared]
        # sudo: the caller decides what is sent to whom; nobody creates rows by hand
        outbox = self.sudo()
        known = {each.key: each for each in outbox.search([("key", "in", keys)])}
        fresh = {vals["key"]: vals for vals in prepared if vals["key"] not in known}
        try:
            with self.env.cr.savepoint():
                created = outbox.create(list(fresh.values()))
        except psycopg2.errors.UniqueViolation as fault:
            # another transaction has just put it there, out of this one's sight
            raise CcAgain("outbox key") from fault
        known |= {each.key: each for each in created}
        now = fields.Datetime.now()
        for channel, rows in created.grouped("channel_id").items():
            gateway = channel._plug()._cc_gateway(channel)
            if gateway and not gateway._is_resting():
                first = min(rows.mapped("next_try_at"))
                gateway._wake(seconds=max(0, (first - now).total_seconds()))
        return outbox.browse([known[key].id for key in keys]).with_env(self.env)

    @api.model
    def _prepare_delivery_vals(self, vals):
        vals = dict(vals)
        # sudo: the client alone is compared, whoever may see the person
        identity = self.env["cc.identity"].sudo().browse(vals["identity_id"])
        template = vals.pop("template", vals["kind"])
        version = vals.pop("version", 1)
        about = f"{vals['res_model']},{vals['res_id']},{template},{version}"
        vals.setdefault("key", self._make_key(f"{about},{identity.id}"))
        channel = self.env["cc.channel"].browse(vals["channel_id"])
        client = channel._client() or identity.client_id
        if identity.client_id != client:
            raise ValueError("the recipient is a person of another client")
        return vals | {"client_id": client.id}

    @api.model
    def _make_key(self, name):
        """Return the key for a name; of another database it would be another one."""
        # sudo: a setting, no data of a person
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        space = uuid.uuid5(uuid.NAMESPACE_OID, f"cc.outbox:{database}")
        return str(uuid.uuid5(space, name))

    # a human's list
    def action_retry(self):
        """Send again what failed, or what nobody knows about; the same message."""
        self._check_keeper()
        # sudo: rows are read-only for everybody; the role was checked above
        for delivery in self.sudo().filtered(
            lambda each: each.state in (*SAD, "unknown")
        ):
            maybe = delivery.is_maybe_repeated or delivery.state == "unknown"
            delivery.write(
                {
                    "state": "waiting",
                    "is_maybe_repeated": maybe,
                    "next_try_at": fields.Datetime.now(),
                    "first_try_at": False,
                    "fault_count": 0,
                    "cancel_note": False,
                    "history": delivery._add_history("retried", self.env.user.name),
                }
            )
        # sudo: as above; only whose jobs are woken
        self._wake_gateways(self.sudo().channel_id)
        return True

    def action_cancel(self, reason):
        """Take back what has not gone out, or off the list, with a reason."""
        self._check_keeper()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why: the reason stays with the delivery."))
        # sudo: rows are read-only for everybody; the role was checked above
        left = self.sudo().filtered(
            lambda each: each.state in ("waiting", "unknown", *SAD)
        )
        if not left:
            raise UserError(
                self.env._("It is on its way, or has gone out: it is too late.")
            )
        for delivery in left:
            if delivery.state in ("waiting", "unknown"):
                delivery.write(
                    {
                        "state": "failed",
                        "error_code": "cancelled",
                        "error_detail": False,
                        "history": delivery._add_history("cancelled"),
                    }
                )
            if delivery.state in SAD:
                delivery.cancel_note = reason
        return True

    def _check_keeper(self):
        self.check_access("read")
        if not self.env.user.has_groups(
            "cc_base.cc_base_group_supervisor,cc_base.cc_base_group_admin"
        ):
            raise AccessError(
                self.env._(
                    "Only a supervisor or an administrator repeats or takes back what "
                    "goes out."
                )
            )

    def _add_history(self, code, detail=""):
        """Return the history with one more line; the oldest of many fall out."""
        line = {
            "at": fields.Datetime.to_string(fields.Datetime.now()),
            "code": code,
            "detail": detail or "",
        }
        return [*(self.history or []), line][-HISTORY:]

    @api.model
    def _wake_gateways(self, channels):
        """Queue a run of each gateway these channels are carried by."""
        found = {}
        for channel in channels:
            gateway = channel._plug()._cc_gateway(channel)
            if gateway:
                found[gateway._ident()] = gateway
        for gateway in found.values():
            if not gateway._is_resting():
                gateway._wake()

    @api.model
    def _latest_automatic(self, values, identity_kind, client, since, kind=None):
        """Return {value: how many automatic deliveries went to it since then}.

        :param values: normalised numbers or addresses of people of `client`
        :param since: a timedelta back from now
        :param kind: of the deliveries; None for every kind
        """
        if not values:
            return {}
        self.flush_model()
        self.env.cr.execute(
            """
            SELECT identity.value, count(*)
              FROM cc_identity identity
              JOIN cc_outbox_delivery delivery ON delivery.identity_id = identity.id
             WHERE identity.value = ANY(%s) AND identity.kind = %s
               AND delivery.client_id = %s AND delivery.is_automatic IS TRUE
               AND delivery.create_date > %s
               AND (%s IS NULL OR delivery.kind = %s)
             GROUP BY identity.value
            """,
            (
                list(values),
                identity_kind,
                client.id,
                fields.Datetime.now() - since,
                kind,
                kind,
            ),
        )
        return dict(self.env.cr.fetchall())
