from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..engine.placeholder import unknown

PLACEHOLDERS = ("number", "subject", "answer_by")


class CcChannel(models.Model):
    """How a mail channel answers: through which account, and whether at once."""

    _inherit = "cc.channel"

    mail_account_id = fields.Many2one(
        "cc.mail.account",
        string="Letters go out through",
        index="btree_not_null",
        ondelete="restrict",
        domain="['|', ('client_id', '=', False), ('client_id', '=', client_id)]",
        help="Without an account nothing is sent; what is to be sent waits.",
    )
    is_acknowledged = fields.Boolean(
        string="Confirm each letter",
        help="Whose letter opened an appeal is told its number and term, once a day "
        "at most. Machines and lists are not answered.",
    )
    acknowledgement_subject = fields.Char(
        string="Subject of the confirmation",
        translate=True,
        help="Empty: the usual words. {number}, {subject} and {answer_by} are filled "
        "in.",
    )
    acknowledgement_text = fields.Text(
        string="Text of the confirmation",
        translate=True,
        help="Empty: the usual words. {number}, {subject} and {answer_by} are filled "
        "in.",
    )

    @api.model
    @tools.ormcache()
    def _acknowledging_ids(self):
        """Return the ids of the channels that confirm letters; each appeal asks."""
        # sudo: who registers may not read how a channel answers
        channels = self.sudo().with_context(active_test=False)
        return frozenset(
            channels.search(
                [("is_acknowledged", "=", True), ("mail_account_id", "!=", False)]
            ).ids
        )

    @api.model_create_multi
    def create(self, vals_list):
        channels = super().create(vals_list)
        self.env.registry.clear_cache()
        return channels

    def write(self, vals):
        result = super().write(vals)
        if {"is_acknowledged", "mail_account_id"} & vals.keys():
            self.env.registry.clear_cache()
        return result

    @api.constrains("acknowledgement_subject", "acknowledgement_text")
    def _check_acknowledgement(self):
        for channel in self:
            for text in (channel.acknowledgement_subject, channel.acknowledgement_text):
                wrong = unknown(text, PLACEHOLDERS)
                if wrong:
                    raise ValidationError(
                        self.env._(
                            "“{%(name)s}” is not filled in. There are {number}, "
                            "{subject} and {answer_by}.",
                            name=wrong[0].strip("{}"),
                        )
                    )

    @api.constrains("mail_account_id", "kind", "client_id", "direction_id")
    def _check_mail_account(self):
        for channel in self.filtered("mail_account_id"):
            # sudo: the rule is about the records, whoever may see them
            account = channel.sudo().mail_account_id
            if channel.kind != "mail":
                raise ValidationError(
                    self.env._(
                        "Channel “%(channel)s” is not a mail channel.",
                        channel=channel.name,
                    )
                )
            if account.client_id and account.client_id != channel._client():
                raise ValidationError(
                    self.env._(
                        "The account “%(account)s” is another client's: letters of "
                        "“%(channel)s” do not go out through it.",
                        account=account.name,
                        channel=channel.name,
                    )
                )
