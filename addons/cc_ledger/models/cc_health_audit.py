from datetime import timedelta

from odoo import fields, models

KEY = "cc_ledger.audit_checked"
OLD = timedelta(days=7)
ROUND_OVERDUE = timedelta(days=2)
COMMAND = "./run audit verify"
READERS = "cc_base.cc_base_group_data_officer,cc_base.cc_base_group_auditor"


class CcHealthAudit(models.AbstractModel):
    """Health: whether the audit log is out of everybody's reach."""

    _name = "cc.health.audit"
    _inherit = "cc.health.contract"
    _description = "Health: audit log"

    _cc_code = "audit"
    _cc_order = 60
    _cc_rests_on_copy = True

    def _cc_title(self):
        return self.env._("Audit log")

    def _cc_lines(self):
        anchors = self.env["cc.audit.anchor"]
        anchored, owned = anchors._sentences()
        # before the first quarter of an hour is over there is nothing to miss
        overdue = "failing" if anchors._last() else "warning"
        more = {
            "action": self._open("cc_ledger.cc_audit_entry_action"),
            "action_label": self.env._("Open"),
            "groups": READERS,
        }
        return [
            self._line(
                "protection",
                self._cc_title(),
                "ok" if anchors._protection() == "protected" else "warning",
                owned,
                **more,
            ),
            self._line(
                "anchor",
                self.env._("Anchors of the audit log"),
                overdue if anchors._is_overdue() else "ok",
                anchored,
                **more,
            ),
            self._line(
                "watch",
                self.env._("Watch over the audit log"),
                *self._watch(),
                **more,
            ),
            self._line(
                "check",
                self.env._("Check of the audit log"),
                *self._check(),
                **more,
            ),
        ]

    def _watch(self):
        """Return (state, sentence) of what the system finds by itself each minute."""
        walk = self.env["cc.audit.watch"]._read()
        if fault := walk["fault"]:
            return "failing", self._fault(**fault)
        if not walk["whole"]:
            return "ok", self.env._(
                "The first round is under way: %(seq)s seals are as they were sealed.",
                seq=(walk["newest"] or [0])[0],
            )
        moment, seq = walk["whole"]
        moment = fields.Datetime.to_datetime(moment.replace("T", " "))
        age = self._age(moment)
        if moment < fields.Datetime.now() - ROUND_OVERDUE:
            return "warning", self.env._(
                "No round was ended for %(age)s. See whether the scheduled action that "
                "seals the log runs.",
                age=age,
            )
        return "ok", self.env._(
            "Whole up to seal %(seq)s %(age)s ago; what is new is checked each minute.",
            seq=seq,
            age=age,
        )

    def _fault(self, kind, seq, entry_id):
        """Say what was found, where, and what to do."""
        if kind in ("cut", "rewritten"):
            found = self.env._(
                "Seal %(seq)s of the audit log is gone or another than it was: what "
                "stands outside the database says so.",
                seq=seq,
            )
        elif entry_id:
            found = self.env._(
                "Row %(entry)s of the audit log, seal %(seq)s, is gone or not as it "
                "was sealed.",
                entry=entry_id,
                seq=seq,
            )
        else:
            found = self.env._("Seal %(seq)s of the audit log is gone.", seq=seq)
        return f"{found} " + self.env._(
            "Change nothing, keep the backups, and let %(command)s say all that is "
            "wrong.",
            command=COMMAND,
        )

    def _check(self):
        """Return (state, sentence) of the last check: a page cannot do it itself."""
        # written past Odoo by the command line, so past its cache as well.
        # sudo: a moment and a word, no data of a person
        found = self.env["ir.config_parameter"].sudo().search([("key", "=", KEY)])
        found.invalidate_recordset(["value"])
        moment, _space, word = (found.value or "").rpartition(" ")
        if not moment:
            return "warning", self.env._(
                "The chain was not checked yet. %(command)s does it; have it run every "
                "day.",
                command=COMMAND,
            )
        last = fields.Datetime.to_datetime(moment)
        if word != "whole":
            return "failing", self.env._(
                "The check %(age)s ago found the chain broken. %(command)s says where.",
                age=self._age(last),
                command=COMMAND,
            )
        if last < fields.Datetime.now() - OLD:
            return "warning", self.env._(
                "The last check was %(age)s ago. %(command)s checks again.",
                age=self._age(last),
                command=COMMAND,
            )
        return "ok", self.env._(
            "Checked %(age)s ago: the chain is whole.", age=self._age(last)
        )
