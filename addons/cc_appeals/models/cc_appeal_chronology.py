from odoo import api, models


class CcAppeal(models.Model):
    _inherit = "cc.appeal"

    @api.readonly
    def chronology(self, before=None, limit=30):
        """Return a page of this appeal's own chronology, newest first.

        :param before: what the page before gave as `earlier`: [moment, key]
        :return: {"entries": list as cc.chronology.contract has it, "earlier": place or
            False, "states": {code: state} of what went out}
        """
        self.ensure_one()
        self.check_access("read")
        return self.env["cc.chronology.contract"]._cc_of_appeal(self, before, limit)
