import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine import topic_file


class CcTopicExchange(models.TransientModel):
    """Bring topics from a file, looking first what it would do; or take them away."""

    _name = "cc.topic.exchange"
    _description = "Topics and files"

    direction_id = fields.Many2one(
        "cc.direction", help="Serves rows that name no direction; limits what is saved."
    )
    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    state = fields.Selection(
        [("choose", "Choose"), ("tried", "Tried"), ("done", "Done")],
        default="choose",
        required=True,
    )
    line_ids = fields.One2many("cc.topic.exchange.line", "exchange_id", readonly=True)
    summary = fields.Char(compute="_compute_summary")
    saved = fields.Binary(string="Saved file", readonly=True, attachment=False)
    saved_name = fields.Char()

    @api.depends("line_ids.outcome")
    def _compute_summary(self):
        for exchange in self:
            counts = {
                outcome: len(lines)
                for outcome, lines in exchange.line_ids.grouped("outcome").items()
            }
            exchange.summary = self.env._(
                "%(new)s new, %(changed)s changed, %(same)s as they are, "
                "%(refused)s refused.",
                new=counts.get("create", 0),
                changed=counts.get("change", 0),
                same=counts.get("same", 0),
                refused=counts.get("refuse", 0),
            )

    def action_try(self):
        """Show what the file would do; nothing is changed."""
        outcomes = self._run(keep=False)
        return self._show(outcomes, "tried")

    def action_import(self):
        """Do what the file says; rows that were refused stay out."""
        outcomes = self._run(keep=True)
        return self._show(outcomes, "done")

    def action_save_json(self):
        """Offer the topics as JSON."""
        return self._save(topic_file.write_json, "topics.json")

    def action_save_csv(self):
        """Offer the topics as CSV for a spreadsheet."""
        return self._save(topic_file.write_csv, "topics.csv")

    def _run(self, keep):
        """Return the report's rows; the rows' changes are kept or taken back."""
        rows, problems = self._read()
        topics = self.env["cc.topic"]
        topics.check_access("create")
        savepoint = self.env.cr.savepoint(flush=True)
        with savepoint:
            outcomes = topics._apply_rows(rows, self.direction_id)
            if not keep:
                savepoint.rollback()
        report = [
            {
                "line": row.line,
                "path": topic_file.SEPARATOR.join(row.path),
                "outcome": outcomes[row.line][0],
                "sentence": outcomes[row.line][1],
            }
            for row in rows
        ]
        return report + [
            {
                "line": each.line,
                "path": each.path,
                "outcome": "refuse",
                "sentence": self._problem_text(each),
            }
            for each in problems
        ]

    def _read(self):
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        try:
            return topic_file.read(base64.b64decode(self.file))
        except topic_file.TopicFileError as refusal:
            raise UserError(self._file_text(refusal.code)) from refusal

    def _show(self, report, state):
        self.line_ids.unlink()
        self.write({"state": state, "line_ids": [(0, 0, row) for row in report]})
        return self._reopen()

    def _save(self, write, name):
        # topics are everybody's to see, a direction's name is not; they are a handful
        directions = self.env["cc.direction"].with_context(active_test=False)
        directions = self.direction_id or directions.search(Domain.TRUE)
        domain = Domain("direction_id", "in", [False, *directions.ids])
        topics = self.env["cc.topic"].with_context(active_test=False).search(domain)
        self.write(
            {"saved": base64.b64encode(write(topics._to_rows())), "saved_name": name}
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/saved/{name}?download=true",
            "target": "download",
        }

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Topics and files"),
        }

    def _file_text(self, code):
        return {
            "too_large": self.env._("The file is larger than 2 MB."),
            "encoding": self.env._(
                "The file's letters cannot be read: save it as UTF-8 and try again."
            ),
            "empty": self.env._("There is nothing in the file."),
            "format": self.env._("This is neither a table (CSV) nor a list (JSON)."),
            "header": self.env._(
                "The first line must name the columns; “path” is missing."
            ),
            "rows": self.env._("The file has more than 5,000 rows."),
        }[code]

    def _problem_text(self, problem):
        value = problem.params["value"]
        return {
            "path": self.env._("A name is missing in the path."),
            "twice": self.env._("This topic stands in the file twice."),
            "priority": self.env._(
                "“%(value)s” is no priority: 0 ordinary, 1 urgent.", value=value
            ),
            "active": self.env._("“%(value)s” is neither yes nor no.", value=value),
            "questions": self.env._(
                "The questions cannot be read: %(value)s", value=value
            ),
            "kind": self.env._(
                "There is no kind of question “%(value)s”.", value=value
            ),
            "choices": self.env._(
                "“%(value)s”: a choice needs its choices, other kinds have none.",
                value=value,
            ),
        }[problem.code]
