from odoo import models
from odoo.modules import module


class CcTransaction(models.AbstractModel):
    """For work that commits step by step: what is done stays done."""

    _name = "cc.transaction"
    _description = "Work that commits step by step"

    def _boundary(self):
        """Commit: what was done must not hang on what comes after it."""
        self.env.flush_all()
        if not module.current_test:
            self.env.cr.commit()  # pylint: disable=invalid-commit

    def _start_again(self):
        """Leave a transaction that failed: what follows needs a fresh snapshot."""
        self.env.invalidate_all(flush=False)
        if not module.current_test:
            self.env.cr.rollback()
