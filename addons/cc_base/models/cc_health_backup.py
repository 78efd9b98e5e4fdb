from datetime import timedelta

from odoo import fields, models

KEY = "cc_base.last_backup_at"
OLD = timedelta(days=7)
COMMAND = "./run backup FILE"


class CcHealthBackup(models.AbstractModel):
    """Health: when `./run backup` last wrote a backup to the end."""

    _name = "cc.health.backup"
    _inherit = "cc.health.contract"
    _description = "Health: backups"

    _cc_code = "backup"
    _cc_order = 90
    _cc_rests_on_copy = True

    def _cc_title(self):
        return self.env._("Backups")

    def _cc_lines(self):
        last = self._last()
        if not last:
            state, sentence = (
                "warning",
                self.env._(
                    "No backup was made yet. %(command)s writes database and "
                    "attachments into one file; have it run every day.",
                    command=COMMAND,
                ),
            )
        elif last < fields.Datetime.now() - OLD:
            state, sentence = (
                "warning",
                self.env._(
                    "The last backup is %(age)s old. %(command)s writes a new one.",
                    age=self._age(last),
                    command=COMMAND,
                ),
            )
        else:
            state, sentence = (
                "ok",
                self.env._(
                    "The last backup was made %(age)s ago.", age=self._age(last)
                ),
            )
        return [self._line("known", self._cc_title(), state, sentence)]

    def _last(self):
        """Return when the last backup was finished (naive UTC), None for never."""
        # written past Odoo by the command line, so past its cache as well: not
        # get_param. sudo: a moment, no data of a person
        found = self.env["ir.config_parameter"].sudo().search([("key", "=", KEY)])
        found.invalidate_recordset(["value"])
        try:
            return fields.Datetime.to_datetime(found.value) or None
        except ValueError:
            return None
