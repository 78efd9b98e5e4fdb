import sys
from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .cc_interaction import DESK

LINKS = ("previous_appeal_id", "repeat_of_id")


class Key(NamedTuple):
    """Ids of what two appeals share when one repeats the other."""

    person: int
    topic: int
    direction: int


class CcAppeal(models.Model):
    """The appeals an appeal continues or repeats: linked, never merged."""

    _inherit = "cc.appeal"

    previous_appeal_id = fields.Many2one(
        "cc.appeal",
        string="Continues",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=DESK,
        help="The person wrote about this appeal when it was closed.",
    )
    next_appeal_ids = fields.One2many(
        "cc.appeal",
        "previous_appeal_id",
        string="Continued in",
        readonly=True,
        groups=DESK,
    )
    repeat_of_id = fields.Many2one(
        "cc.appeal",
        string="Repeats",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('applicant_id', '=', applicant_id), ('id', '!=', id)]",
        groups=DESK,
        help="The same person asked about the same topic shortly before.",
    )

    @api.constrains(*LINKS)
    def _check_related(self):
        for appeal in self:
            # sudo: the rule is about the records, whoever may see them
            for other in (appeal.sudo()[link] for link in LINKS):
                if other == appeal or (other and other.client_id != appeal.client_id):
                    raise ValidationError(
                        self.env._(
                            "№ %(number)s: choose another appeal of the same client.",
                            number=appeal.number,
                        )
                    )

    def _start_terms(self, prepared):
        """Link each new appeal to the one it repeats: one query, if any has a topic."""
        result = super()._start_terms(prepared)
        if self.env.context.get("cc_import"):
            return result  # an old register has its own links
        asked = [
            vals
            for vals in prepared
            if vals.get("topic_id")
            and vals.get("applicant_id")
            and vals.get("direction_id")
            and not vals.get("repeat_of_id")
        ]
        keys = [
            Key(vals["applicant_id"], vals["topic_id"], vals["direction_id"])
            for vals in asked
        ]
        moments = [fields.Datetime.to_datetime(vals["registered_at"]) for vals in asked]
        for vals, earlier in zip(asked, self._earlier(keys, moments), strict=True):
            vals["repeat_of_id"] = earlier.id
        return result

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_links(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_links(vals)
        result = super().write(vals)
        if {"topic_id", "applicant_id"} & vals.keys() and "repeat_of_id" not in vals:
            self._propose_repeated()
        return result

    @api.model
    def _check_links(self, vals):
        """Refuse a link to what the user may not read: its number would show."""
        ids = [vals[link] for link in LINKS if vals.get(link)]
        if ids and not self.env.su:
            self.browse(ids).check_access("read")

    def _propose_repeated(self):
        """Link each to the latest appeal of its person and topic shortly before it."""
        # sudo: the field is the desk's, whoever sets the topic
        appeals = self.sudo()
        keys = [
            Key(appeal.applicant_id.id, appeal.topic_id.id, appeal.direction_id.id)
            for appeal in appeals
        ]
        moments = appeals.mapped("registered_at")
        found = self._earlier(keys, moments, appeals.ids)
        for appeal, earlier in zip(appeals, found, strict=True):
            if appeal.repeat_of_id != earlier:
                appeal.repeat_of_id = earlier

    @api.model
    def _earlier(self, keys, moments, own_ids=()):
        """Return the latest appeal before each moment with its `Key`, or none.

        :param own_ids: the appeals themselves, if they stand already
        """
        # sudo: the same person in the very direction whose appeal the user works on
        appeals = self.sudo()
        directions = self.env["cc.direction"].sudo()
        starts = [
            moment - timedelta(days=directions.browse(key.direction).repeat_days)
            for key, moment in zip(keys, moments, strict=True)
        ]
        own_ids = own_ids or [sys.maxsize] * len(keys)
        asked = list(zip(keys, starts, moments, own_ids, strict=True))
        found = appeals._by_key(
            [
                (key, start)
                for key, start, end, _own in asked
                if all(key) and start < end
            ]
        )
        result = []
        for key, start, end, own in asked:
            fitting = [
                each
                for each in found.get(key, ())
                if start <= each.registered_at and start < end
                if (each.registered_at, each.id) < (end, own)
            ]
            result.append(fitting[-1] if fitting else appeals.browse())
        return result

    @api.model
    def _by_key(self, wanted):
        """Return {key: appeals, the oldest first} for [(key, since when)]."""
        found = {key: [] for key, _start in wanted}
        if not found:
            return found
        appeals = self.search_fetch(
            [
                ("applicant_id", "in", [key.person for key in found]),
                ("topic_id", "in", [key.topic for key in found]),
                ("registered_at", ">=", min(start for _key, start in wanted)),
            ],
            ["applicant_id", "topic_id", "direction_id", "registered_at"],
            order="registered_at, id",
        )
        for appeal in appeals:
            parts = (appeal.applicant_id, appeal.topic_id, appeal.direction_id)
            key = Key(*(part.id for part in parts))
            if key in found:
                found[key].append(appeal)
        return found
