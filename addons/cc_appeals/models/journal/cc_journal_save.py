from odoo import api, models
from odoo.exceptions import UserError

from ...asked import as_id, as_text, check_dict
from .appeal_fields import APPEAL_FIELDS
from .cc_journal_one_more import LONGEST

# what the card of an appeal lets one write by itself, and how it is read from a request
TAKEN = {
    "name": lambda value: as_text(value).strip()[:LONGEST],
    "topic_id": as_id,
}


class CcJournal(models.AbstractModel):
    """Fields of the card that save themselves, perhaps long after they were typed."""

    _inherit = "cc.journal"

    @api.model
    def journal_save(self, appeal_id, changes, base):
        """Write what was changed in the card, unless somebody changed it meanwhile.

        A repeated request finds its words written and writes nothing.

        :param dict changes: new values, by field: `name`, `topic_id`
        :param dict base: what stood there when each was changed on the screen
        :return: as `journal_appeal`
        :raise UserError: with `context` {"changed": {field: what stands there now}}
        """
        self._check_desk()
        check_dict(self.env, changes)
        check_dict(self.env, base)
        appeal = self._seen("cc.appeal", appeal_id)
        vals, others = {}, []
        for name in TAKEN.keys() & changes.keys():
            wanted, was = TAKEN[name](changes[name]), TAKEN[name](base.get(name))
            stands = TAKEN[name](_value(appeal, name))
            if wanted != stands:
                vals[name] = wanted
                if was != stands:
                    others.append(name)
        if others:
            raise self._changed_meanwhile(appeal, sorted(others))
        if not vals.get("name", True):
            raise UserError(self.env._("Say in one line what it is about."))
        if vals:
            appeal.write(vals)
        if "topic_id" in vals:
            appeal._onchange_topic_id()
        return self.journal_appeal(appeal_id)

    @api.model
    def _changed_meanwhile(self, appeal, names):
        """Return the refusal that says what stands in the fields now."""
        labels = appeal.fields_get(names, ["string"])
        now = "; ".join(
            f"{labels[name]['string']}: {_shown(appeal, name)}" for name in names
        )
        refusal = UserError(
            self.env._(
                "Somebody changed this meanwhile, so yours was not written over it."
                " Now there is: %(now)s",
                now=now,
            )
        )
        wanted = {name: APPEAL_FIELDS[name] for name in names}
        refusal.context = {"changed": appeal.web_read(wanted)[0]}
        return refusal


def _value(appeal, name):
    """Return what stands in a field, as a request gives it."""
    return appeal.topic_id.id if name == "topic_id" else appeal.name


def _shown(appeal, name):
    return appeal.topic_id.display_name if name == "topic_id" else appeal.name
