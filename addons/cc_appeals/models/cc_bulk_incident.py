from odoo import fields, models


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

    def _check_asked(self, kind, values):
        asked = super()._check_asked(kind, values)
        incident_id = values.get("incident_id")
        if incident_id:
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

    def _answer_batch(self, appeals):
        """Answer a batch in one go; return {appeal id: why not}."""
        allowed = appeals._filtered_access("write")
        refused = dict.fromkeys(
            (appeals - allowed).ids, self.env._("You may not change this appeal.")
        )
        results = allowed._reply(self.subject, self.body, token=self.token)
        return refused | {
            number: found for number, found in results.items() if isinstance(found, str)
        }

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
