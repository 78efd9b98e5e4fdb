from odoo import models
from odoo.fields import Domain

from .cc_journal_source import in_scopes


class CcJournalSourceShared(models.AbstractModel):
    """A source of one model whose rows stand in one tab that all share."""

    _name = "cc.journal.source.shared"
    _inherit = "cc.journal.source.contract"
    _description = "Source of a shared part of the work list"

    def _domain(self):
        """Return the domain of the records that have a row."""
        raise NotImplementedError

    def _cc_counts(self):
        return {self._cc_shared[0]: self._scopes()}

    def _scopes(self, within=Domain.TRUE):
        """Return {"DIRECTION_CLIENT": how many}."""
        found = self.env[self._cc_models[0]]._read_group(
            self._domain() & within, ["direction_id", "client_id"], ["__count"]
        )
        return {f"{one.id}_{other.id}": count for one, other, count in found}

    def _cc_counts_of_scopes(self, scopes):
        if not scopes:
            return {}
        found = self._scopes(in_scopes(scopes))
        return {scope: {self._cc_shared[0]: found.get(scope, 0)} for scope in scopes}
