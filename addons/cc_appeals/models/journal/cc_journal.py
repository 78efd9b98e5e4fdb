from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...engine.person_name import short_name
from .cc_journal_source import TABS

MOST_ROWS = 200
# a room adds its own figures; these are there without any room
BAR = {"waiting": 0, "waiting_long": 0, "mine": 0, "burning": 0}


class CcJournal(models.AbstractModel):
    """The operator's one window: what its screen asks, one question per screenful."""

    _name = "cc.journal"
    _description = "Journal"

    @api.readonly
    @api.model
    def journal_start(self):
        """Return what the window opens with.

        :return: {"now": UTC, "tab": code, "counts", "scopes", "rows" as `journal_rows`
            gives them, "bar": {"waiting", "waiting_long", "mine", "burning"},
            "channels": names to subscribe on the bus, "settings": {"is_senior"}}
        """
        self._check_desk()
        found = self.journal_rows(TABS[0])
        bar = BAR | {name: found["counts"][name] for name in ("mine", "burning")}
        for source in self._sources():
            bar |= source._cc_bar()
        return {
            "tab": TABS[0],
            **found,
            "bar": bar,
            "channels": ["cc.journal"],
            "settings": {"is_senior": self._is_senior(), "most_rows": MOST_ROWS},
        }

    @api.readonly
    @api.model
    def journal_rows(self, tab):
        """Return the rows of one tab, the nearest deadline first.

        :return: {"now", "tab", "rows" as cc.journal.source.contract has them, "counts":
            {tab: how many, "burning": of mine}, "scopes": {tab: {"DIRECTION_CLIENT":
            how many}} of tabs whose count is a sum over what the user works with}
        """
        self._check_desk()
        if tab not in TABS:
            raise UserError(self.env._("The work list has no such part: load it anew."))
        sources = self._sources()
        rows = [row for each in sources for row in each._cc_rows(tab, MOST_ROWS)]
        rows.sort(key=_nearest)
        return {"now": self._now(), "tab": tab, "rows": rows[:MOST_ROWS]} | (
            self._counts()
        )

    @api.model
    def _counts(self):
        """Return {"counts", "scopes"} as `journal_rows` does."""
        counts, scopes = Counter(dict.fromkeys((*TABS, "burning"), 0)), {}
        for source in self._sources():
            for tab, found in source._cc_counts().items():
                if isinstance(found, dict):
                    scopes[tab] = Counter(scopes.get(tab)) + Counter(found)
                else:
                    counts[tab] += found
        for tab, found in scopes.items():
            counts[tab] += sum(found.values())
        return {
            "counts": dict(counts),
            "scopes": {tab: dict(found) for tab, found in scopes.items()},
        }

    @api.model
    def _sources(self):
        return list(self.env["cc.extension"]._cc_all("journal_source").values())

    @api.model
    def _source_of(self, model):
        """Return the source whose records these are, or None."""
        for source in self._sources():
            if model in source._cc_models:
                return source
        return None

    @api.model
    def _names(self, people):
        """Return {id: short name, or a mask of who has none} of people.

        Whoever may read what they wrote may know whom it is from.
        """
        if not people:
            return {}
        # sudo: see above; names and masks leave
        people = people.sudo()
        people.fetch(["name"])
        return self._short_names({each.id: each.name for each in people})

    @api.model
    def _short_names(self, names):
        """Return what `_names` does, of {id: name}."""
        nameless = self._nameless()
        unknown = {
            id_ for id_, name in names.items() if id_ and (name or "") in nameless
        }
        masks = {}
        if unknown:
            # sudo: see `_names`
            people = self.env["res.partner"].sudo().browse(unknown)
            masks = {
                id_: found[0] for (id_, _kind), found in people._cc_masks().items()
            }
        return {id_: masks.get(id_) or short_name(name) for id_, name in names.items()}

    @api.model
    def _nameless(self):
        return self.env["res.partner"]._cc_nameless() | {"", self.env._("No name")}

    @api.model
    def _now(self):
        return fields.Datetime.to_string(fields.Datetime.now())

    @api.model
    def _is_senior(self):
        return self.env.user.has_group("cc_base.cc_base_group_senior")

    @api.model
    def _check_desk(self):
        if not self.env.user.has_group("cc_base.cc_base_group_operator"):
            raise AccessError(self.env._("The Journal is the operators' window."))


def _nearest(row):
    """Sort by the deadline; what has none stands below, the longest waiting first."""
    return (not row["due_at"], row["due_at"] or row["since"] or "", row["key"])
