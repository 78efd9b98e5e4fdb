from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError, MissingError
from odoo.tools.translate import get_translation


class CcUnseen(models.AbstractModel):
    """What a user may not see answers as what is not there, so no guess is confirmed.

    Odoo tells the two apart, and in debug mode it even names the record.
    """

    _name = "cc.unseen"
    _description = "Record that is not there for who may not see it"

    #: whether what a user points at is checked; Odoo's own models point at much
    _cc_checks_links = True

    def _cc_may_be_unseen(self):
        """Return the records this holds for; the rest answers as in Odoo."""
        return self

    def _cc_unseen(self):
        """Return the records that are not there, or not for this user."""
        # a record that is being filled in has no id yet: it is the user's own
        self = self.browse(filter(None, self._ids))  # noqa: PLW0642
        there = self.exists()
        asked = there._cc_may_be_unseen()
        if not self.browse().has_access("read"):
            return (self - there) | asked
        domain = [("id", "in", asked.ids)]
        seen = asked._search(domain, active_test=False, order="id")
        return (self - there) | (asked - asked.browse(seen.get_result_ids()))

    @api.model
    def _cc_unseen_targets(self, targets):
        """Return those of `targets`, pairs of model and id, not there for the user."""
        unseen = set()
        for model in {model for model, _id in targets}:
            records = self.env[model].browse(
                {i for name, i in targets if name == model}
            )
            unseen |= {(model, each) for each in records._cc_unseen().ids}
        return unseen

    def _check_access(self, operation):
        denied = super()._check_access(operation)
        # a new record is the user's own; without the model's right no id is asked
        if (
            not denied
            or operation == "create"
            or not any(self._ids)
            or super(CcUnseen, self.browse())._check_access(operation)
        ):
            return denied
        if unseen := denied[0]._cc_unseen():
            return denied[0], unseen._cc_not_there
        return denied

    def has_access(self, operation):
        try:
            return super().has_access(operation)
        except MissingError:
            return False

    def read(self, fields=None, load="_classic_read"):
        if fields and not any(self._cc_is_column(name) for name in fields):
            # Odoo computes such fields of what is not there as well
            self = self - self._cc_unseen()  # noqa: PLW0642
        try:
            return super().read(fields, load)
        except (AccessError, MissingError):
            seen = self - self._cc_unseen()
            if seen == self:
                raise
            return super(CcUnseen, seen).read(fields, load)

    def fetch(self, field_names=None):
        try:
            return super().fetch(field_names)
        except MissingError as error:
            if len(self) == 1:
                raise
            # of a batch read ahead, Odoo then asks for each alone
            raise AccessError(error.args[0]) from None

    @api.model
    def _cc_is_column(self, name):
        field = self._fields.get(name)
        return not field or (field.store and field.column_type)

    @api.model_create_multi
    def create(self, vals_list):
        self._cc_check_links(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._cc_check_links([vals])
        return super().write(vals)

    @api.model
    def _cc_check_links(self, vals_list):
        """Refuse to point at what is not there for the user, before anything is told.

        One question for each model that is pointed at, however many records there are.
        """
        if self.env.su or not self._cc_checks_links:
            return
        targets = defaultdict(set)
        for vals in vals_list:
            for name, value in vals.items():
                field = self._fields.get(name)
                if value and isinstance(value, int) and field.type == "many2one":
                    targets[field.comodel_name].add(value)
        for model, ids in targets.items():
            if is_guarded(self.env[model]):
                self.env[model].browse(sorted(ids)).check_access("read")

    def _cc_not_there(self):
        """Return the very error Odoo gives for a record that was deleted."""
        lang = self.env.lang or "en_US"
        sentences = (
            ("Record does not exist or has been deleted.", ()),
            (
                "(Record: %(record)s, User: %(user)s)",
                {"record": self[:1], "user": self.env.uid},
            ),
        )
        return MissingError(
            "\n".join(
                get_translation("base", lang, text, args) for text, args in sentences
            )
        )


def is_guarded(records):
    """Tell whether a model, given as its records, answers so."""
    return records is not None and isinstance(records, records.pool["cc.unseen"])
