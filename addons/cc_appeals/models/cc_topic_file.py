from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine.topic_file import SEPARATOR, Question, TopicRow, question_key

# kinds of questions of a file and of Odoo's properties
TYPES = {
    "text": "char",
    "yes_no": "boolean",
    "number": "integer",
    "date": "date",
    "choice": "selection",
}
KINDS = {type_: kind for kind, type_ in TYPES.items()} | {"text": "text"}


class CcTopic(models.Model):
    """Topics out of a file and into it: names instead of ids, nothing guessed."""

    _inherit = "cc.topic"

    def _to_rows(self):
        """Return the topics as rows of a file, parents first."""
        topics = self.with_context(active_test=False).sorted("complete_name")
        return [
            TopicRow(
                line=line,
                path=tuple(topic._line()[::-1].mapped("name")),
                direction=topic.direction_id.code or "",
                department=topic.department_id.complete_name or "",
                priority=topic.priority or "",
                instruction=topic.instruction or "",
                questions=topic._to_questions(),
                active=topic.active,
            )
            for line, topic in enumerate(topics, 1)
        ]

    def _to_questions(self):
        """Return the questions a file can say; other kinds of properties stay here."""
        return tuple(
            Question(
                key=each["name"],
                label=each.get("string") or each["name"],
                kind=KINDS[each["type"]],
                choices=tuple(label for _key, label in each.get("selection") or ()),
            )
            for each in self.question_definition
            if each["type"] in KINDS
        )

    @api.model
    def _apply_rows(self, rows, direction=None):
        """Create and change topics as the rows say; return what became of each.

        `direction` serves rows that name none. Returns {line: (outcome, sentence)}
        with an outcome `create`, `change`, `same` or `refuse`; a refused row changes
        nothing and refuses those below it.
        """
        outcomes = {}
        for row in sorted(rows, key=lambda each: len(each.path)):
            try:
                with self.env.cr.savepoint():
                    outcomes[row.line] = (self._apply_row(row, direction), "")
            except (LookupError, UserError) as refusal:
                outcomes[row.line] = ("refuse", str(refusal))
        return outcomes

    @api.model
    def _apply_row(self, row, direction):
        """Create or change the row's topic; return the outcome, `same` included."""
        vals = self._row_vals(row, direction)
        topic = self._find_row(row.path, vals["direction_id"])
        if not topic:
            self.create(vals | {"question_definition": self._as_properties(row)})
            return "create"
        changed = {
            name: value
            for name, value in vals.items()
            if topic._fields[name].convert_to_write(topic[name], topic) != value
        }
        if "questions" in row.given and row.questions != topic._to_questions():
            changed["question_definition"] = topic._as_properties(row)
        if changed:
            topic.write(changed)
        return "change" if changed else "same"

    @api.model
    def _row_vals(self, row, direction):
        """Return values for the row; LookupError says what is not found here."""
        directions = self._named_direction(row.direction) or direction
        parent = self.browse()
        if len(row.path) > 1:
            parent = self._find_row(row.path[:-1], directions and directions.id)
            if not parent:
                raise LookupError(
                    self.env._(
                        "There is no topic “%(path)s” to stand under, neither here nor "
                        "in the file.",
                        path=SEPARATOR.join(row.path[:-1]),
                    )
                )
        said = {
            "department": ("department_id", self._named_department(row.department).id),
            "priority": ("priority", row.priority or False),
            "instruction": ("instruction", row.instruction or False),
            "active": ("active", row.active),
        }
        return {
            "name": row.path[-1],
            "parent_id": parent.id,
            "direction_id": (directions and directions.id) or parent.direction_id.id,
        } | dict(value for column, value in said.items() if column in row.given)

    def _as_properties(self, row):
        """Return the row's questions as properties; what a file cannot say stays."""
        old = {each["name"]: each for each in self.question_definition}
        found = []
        for question in row.questions:
            known = old.pop(question.key, {})
            found.append(
                {
                    "name": question.key,
                    "string": question.label,
                    "type": TYPES[question.kind],
                }
            )
            if question.choices:
                # a choice keeps its key, or the answers given so far would be lost
                keys = {label: key for key, label in known.get("selection") or ()}
                found[-1]["selection"] = [
                    [keys.get(label) or question_key(label), label]
                    for label in question.choices
                ]
        return found + [each for each in old.values() if each["type"] not in KINDS]

    @api.model
    def _find_row(self, path, direction_id):
        """Return the topic with this path in the direction, archived ones too."""
        # the same name may serve every direction and be one direction's own
        domain = Domain("complete_name", "=", SEPARATOR.join(path)) & Domain(
            "direction_id", "=", direction_id or False
        )
        return self.with_context(active_test=False).search(domain, limit=1)

    @api.model
    def _named_direction(self, text):
        if not text:
            return None
        domain = Domain("code", "=ilike", text) | Domain("name", "=ilike", text)
        found = self.env["cc.direction"].search(domain)
        if len(found) == 1:
            return found
        raise LookupError(
            self.env._("There is no direction “%(text)s” here.", text=text)
        )

    @api.model
    def _named_department(self, text):
        departments = self.env["hr.department"]
        if not text:
            return departments
        found = departments.with_context(active_test=False).search(
            Domain("complete_name", "=", text) | Domain("name", "=", text)
        )
        working = found.filtered("active")
        if len(working) == 1:
            return working
        if found and not working:
            raise LookupError(
                self.env._("The department “%(text)s” is archived.", text=text)
            )
        if working:
            raise LookupError(
                self.env._(
                    "Several departments are called “%(text)s”: write the whole path.",
                    text=text,
                )
            )
        raise LookupError(
            self.env._("There is no department “%(text)s” here.", text=text)
        )
