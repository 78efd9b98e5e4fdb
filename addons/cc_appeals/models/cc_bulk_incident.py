from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..asked import as_id, check_dict


class CcBulkRun(models.Model):
    """Steps of many appeals that have to do with mass incidents, and answers."""

    _inherit = "cc.bulk.run"

    incident_id = fields.Many2one(
        "cc.incident",
        string="Mass incident",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )

    @api.model
    def bulk_gaps(self, values):
        """Say what an answer to many leaves empty, before it is started.

        :param dict values: as `bulk_start`, of the kind "answer"
        :return: as `cc.appeal._reply_gaps`
        """
        self._check_may()
        check_dict(self.env, values)
        asked = self._check_asked("answer", values)
        return self._choose(values)._reply_gaps(asked["subject"], asked["body"])

    def _check_asked(self, kind, values):
        asked = super()._check_asked(kind, values)
        if incident_id := as_id(values.get("incident_id")):
            incident = self.env["cc.incident"].browse(incident_id)
            incident.check_access("read")
            asked["incident_id"] = incident.id
        if kind == "answer":
            template = self.env["cc.reply.template"]
            for name in ("subject", "body"):
                label = self._fields[name]._description_string(self.env)
                template._check_words(asked[name] or "", label)
        return asked

    def _step_join(self, appeal, _token):
        appeal.action_join_incident(self.incident_id.id)

    def _step_leave(self, appeal, _token):
        appeal.action_leave_incident()

    def _erase_domain(self, limit):
        # who has the answer to all is known by these runs, while more may be sent
        return super()._erase_domain(limit) & (
            Domain("kind", "!=", "answer") | Domain("incident_id.is_active", "!=", True)
        )

    def _answer_batch(self, appeals):
        """Answer a batch in one go; return {appeal id: why not}."""
        allowed = appeals._filtered_access("write")
        refused = dict.fromkeys(
            (appeals - allowed).ids, self.env._("You may not change this appeal.")
        )
        if self.incident_id:
            refused |= self._not_to_answer(allowed)
            allowed = allowed.filtered(lambda each: each.id not in refused)
        try:
            with self.env.cr.savepoint():
                results = self._reply_to(allowed)
        except UserError:
            # one by one: each has its own fate
            results = {each.id: self._try(self._step_answer, each) for each in allowed}
        return refused | {
            number: found for number, found in results.items() if isinstance(found, str)
        }

    def _reply_to(self, appeals):
        return appeals._reply(self.subject, self.body, token=self.token)

    def _step_answer(self, appeal, _token):
        found = self._reply_to(appeal)[appeal.id]
        if isinstance(found, str):
            raise UserError(found)

    def _not_to_answer(self, appeals):
        """Return {appeal id: why the answer to all is not for it any more}."""
        # two runs of one incident take turns
        appeals._wait_for_others()
        # sudo: the field is the desk's, whoever started the run
        appeals = appeals.sudo()
        # sudo: ids of the steps only, also of a colleague's
        lines = self.env["cc.bulk.line"].sudo()
        answered = lines.search_fetch(
            self.incident_id._answered_domain()
            & Domain("state", "=", "done")
            & Domain("appeal_id", "in", appeals.ids),
            ["appeal_id"],
        ).appeal_id
        refused = {}
        for appeal in appeals:
            if appeal.incident_id != self.incident_id:
                refused[appeal.id] = self.env._("It was taken out of the incident.")
            elif not appeal.is_open:
                refused[appeal.id] = self.env._("It was closed meanwhile.")
            elif appeal in answered:
                refused[appeal.id] = self.env._("It has the answer to all already.")
        return refused

    def _after_batch(self, appeals):
        """Close what was answered, if asked; one that cannot be closed is answered."""
        told = super()._after_batch(appeals)
        if self.kind != "answer" or not self.closing_method:
            return told
        for appeal in appeals:
            if sentence := self._try(self._step_close, appeal):
                told[appeal.id] = self.env._(
                    "Answered, but not closed: %(why)s", why=sentence
                )
        return told

    def _payload(self):
        return super()._payload() | {"incident_id": self.incident_id.id}
