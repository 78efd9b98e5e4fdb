from odoo import api, models
from odoo.exceptions import AccessError, MissingError, UserError

from ...asked import as_id, as_text

MOST_KEYS, MOST_COLLEAGUES = 200, 200
LONGEST_NOTE = 500


class CcJournal(models.AbstractModel):
    """What is done with rows of the work list: take them, pass them to a colleague."""

    _inherit = "cc.journal"

    @api.model
    def journal_take(self, keys):
        """Make the user the owner of rows; what somebody else has stays his.

        :param keys: of rows: ["cc.appeal,5", …]
        :return: {"now", "rows": of all that are the user's now, "refused": [{"key",
            "sentence"}]}
        """
        self._check_desk()
        rows, refused = [], []
        for key in self._keys(keys):
            try:
                source, record = self._row_of(key)
                with self.env.cr.savepoint():
                    source._cc_take(record)
                rows += source._cc_rows_of(record)
            except (UserError, AccessError, MissingError) as refusal:
                refused.append({"key": key, "sentence": str(refusal)})
        return {"now": self._now(), "rows": rows, "refused": refused}

    @api.readonly
    @api.model
    def journal_words(self, keys):
        """Return who and what rows are about, which no message of the bus says.

        :return: {"words": {key: {"who", "what"}}} of those the user may see
        """
        self._check_desk()
        words = {}
        for source, records in self._records_of(self._keys(keys)):
            for row in source._cc_rows_of(records):
                words[row["key"]] = {"who": row["who"], "what": row["what"]}
        return {"words": words}

    @api.model
    def _records_of(self, keys):
        """Return [(source, records)] of rows' keys, but for what is not to be seen."""
        found = {}
        for key in keys:
            model, _comma, number = key.partition(",")
            if self._source_of(model) is not None and number.isdecimal():
                found.setdefault(model, []).append(int(number[:10]))
        return [
            (
                self._source_of(model),
                self.env[model].browse(ids).exists()._filtered_access("read"),
            )
            for model, ids in found.items()
        ]

    @api.model
    def journal_pass(self, keys, user_id, note=""):
        """Pass the user's own appeals to a colleague, with a note for the history.

        A senior operator passes those of others as well. Nothing is passed unless all
        can be. The colleague's Journal hears `cc_journal/passed`.

        :return: {"now", "name": of the colleague, "count"}
        """
        self._check_desk()
        note = as_text(note).strip()[:LONGEST_NOTE]
        appeals = self.env["cc.appeal"]
        for key in self._keys(keys):
            _source, record = self._row_of(key)
            if record._name != appeals._name:
                raise UserError(
                    self.env._("Only appeals are passed on to a colleague.")
                )
            appeals |= record
        colleague = self.env["res.users"].browse(as_id(user_id) or 0).exists()
        appeals._wait_for_others()
        appeals.invalidate_recordset(["owner_id", "is_open"])
        self._check_passing(appeals, colleague)
        # sudo: whose they are and who may get them was checked just now
        appeals.sudo().with_context(cc_reason=note or None).write(
            {"owner_id": colleague.id}
        )
        self._log_passed(appeals, colleague, note)
        colleague._bus_send(
            "cc_journal/passed",
            {
                "user_id": self.env.uid,
                "name": self.env.user.name,
                "keys": [f"cc.appeal,{each.id}" for each in appeals],
                "now": self._now(),
            },
        )
        return {"now": self._now(), "name": colleague.name, "count": len(appeals)}

    @api.readonly
    @api.model
    def journal_colleagues(self, keys):
        """Return whom these rows can be passed to: [{"id", "name", "count": owned}]."""
        self._check_desk()
        appeals = self.env["cc.appeal"]
        for key in self._keys(keys):
            _source, record = self._row_of(key)
            appeals |= record if record._name == appeals._name else appeals
        # sudo: names of colleagues who work with the same directions
        directions, clients = appeals.sudo().direction_id, appeals.sudo().client_id
        group = self.env.ref("cc_base.cc_base_group_operator")
        found = (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("all_group_ids", "in", group.ids),
                    ("id", "!=", self.env.uid),
                    ("share", "=", False),
                    *(("cc_direction_ids", "in", each.ids) for each in directions),
                ],
                order="name, id",
                limit=MOST_COLLEAGUES,
            )
        )
        fitting = found.filtered(lambda each: clients <= each.cc_client_scope_ids)
        # sudo: how much each of them has; numbers only
        counts = (
            self.env["cc.journal.source.appeal"].sudo()._cc_counts_of_users(fitting.ids)
        )
        return [
            {"id": each.id, "name": each.name, "count": counts[each.id]["mine"]}
            for each in fitting
        ]

    @api.model
    def _keys(self, keys):
        """Return keys of rows; a sentence for anything else."""
        is_list = isinstance(keys, list) and all(isinstance(each, str) for each in keys)
        if not is_list or not keys:
            raise UserError(self.env._("Choose a row of the list first."))
        if len(keys) > MOST_KEYS:
            raise UserError(
                self.env._("Choose %(count)s rows at most.", count=MOST_KEYS)
            )
        return list(dict.fromkeys(keys))

    @api.model
    def _row_of(self, key):
        """Return (source, record) of a row's key; a sentence if it is not there."""
        model, _comma, number = key.partition(",")
        number = int(number) if number.isdecimal() and len(number) < 11 else 0
        return self._source_of(model), self._seen(model, number)

    @api.model
    def _check_passing(self, appeals, colleague):
        if (
            not colleague.active
            or colleague.share
            or not colleague.has_group("cc_base.cc_base_group_operator")
        ):
            raise UserError(self.env._("This colleague does not work in the Journal."))
        if colleague == self.env.user:
            raise UserError(self.env._("These appeals are yours already."))
        others = appeals.filtered(lambda each: each.owner_id != self.env.user)
        if others and not self._is_senior():
            raise UserError(
                self.env._(
                    "№ %(number)s is not yours: only your own work is passed on.",
                    number=others[0].number,
                )
            )
        if closed := appeals.filtered(lambda each: not each.is_open):
            raise UserError(
                self.env._("№ %(number)s is closed.", number=closed[0].number)
            )
        within = appeals.with_user(colleague)._filtered_access("write")
        if beyond := appeals - within.with_env(self.env):
            raise UserError(
                self.env._(
                    "%(name)s does not work with the direction or client of "
                    "№ %(number)s.",
                    name=colleague.name,
                    number=beyond[0].number,
                )
            )

    @api.model
    def _log_passed(self, appeals, colleague, note):
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": "appeal.passed",
                    "model": appeals._name,
                    "res_id": appeal.id,
                    "direction_id": appeal.direction_id.id,
                    "client_id": appeal.client_id.id,
                    "subject_id": appeal.applicant_id.id,
                    "detail": {"owner_id": colleague.id},
                    "reason": note,
                }
                for appeal in appeals
            ]
        )


class CcAuditEntry(models.Model):
    _inherit = "cc.audit.entry"

    def _action_texts(self):
        return super()._action_texts() | {
            "appeal.passed": self.env._("Passed an appeal to a colleague"),
            "help.asked": self.env._("Asked a senior operator for help"),
            "help.joined": self.env._("Joined to help"),
            "help.taken_over": self.env._("Took an appeal over"),
            "help.closed": self.env._("Ended the help"),
        }
