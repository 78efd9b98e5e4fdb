from odoo import api, models
from odoo.tools import SQL

from ..cc_appeal_assignment import ACTIVE
from .appeal_fields import APPEAL_FIELDS

# where the name of what an appeal points at stands: table and column
NAMES = {
    "direction_id": ("cc_direction", "name"),
    "client_id": ("cc_client", "name"),
    "product_id": ("cc_product", "name"),
    "topic_id": ("cc_topic", "complete_name"),
    "department_id": ("hr_department", "name"),
    "applicant_id": ("res_partner", "name"),
    "channel_id": ("cc_channel", "name"),
    "incident_id": ("cc_incident", "name"),
}


class CcAppeal(models.Model):
    """What the Journal shows of appeals beside their own columns, by one statement."""

    _inherit = "cc.appeal"

    def _journal_facts(self, is_whole=False):
        """Return {id: facts} of appeals the user, of the desk, may read.

        Whoever of the desk sees an appeal sees these. Of rows of the list: "who" (the
        applicant's name), "kind" of the channel, "owner"; of a whole card (`is_whole`)
        the names of NAMES and "executors" as well.
        """
        if not self.ids:
            return {}
        self.env.flush_all()
        columns = self._row_columns() | (self._card_columns() if is_whole else {})
        # SQL: names alone, of appeals that were searched with the user's rules
        rows = self.env.execute_query(
            SQL(
                "SELECT appeal.id, %s FROM cc_appeal appeal WHERE appeal.id IN %s",
                SQL(", ").join(columns.values()),
                self._ids,
            )
        )
        return {row[0]: dict(zip(columns, row[1:], strict=True)) for row in rows}

    @api.model
    def _row_columns(self):
        return {
            "who": SQL("(SELECT name FROM res_partner WHERE id = appeal.applicant_id)"),
            "kind": SQL("(SELECT kind FROM cc_channel WHERE id = appeal.channel_id)"),
            "owner": self.env["cc.chronology.contract"]._cc_name_of(
                SQL("appeal.owner_id")
            ),
        }

    @api.model
    def _card_columns(self):
        found = {}
        for name, (table, column) in NAMES.items():
            model = self.env[self._fields[name].comodel_name]
            found[name] = SQL(
                "(SELECT %s FROM %s WHERE %s = %s)",
                model._field_to_sql(table, column),
                SQL.identifier(table),
                SQL.identifier(table, "id"),
                SQL.identifier("appeal", name),
            )
        department = self.env["hr.department"]._field_to_sql("department", "name")
        # the desk reads the executors of every appeal it reads
        found["executors"] = SQL(
            """(SELECT json_agg(json_build_array(part.id, %s, part.part, part.state,
                               part.due_at, part.warn_at) ORDER BY part.id)
                  FROM cc_appeal_assignment part
                  JOIN hr_department department ON department.id = part.department_id
                 WHERE part.appeal_id = appeal.id AND part.role = 'co'
                   AND part.state IN %s)""",
            department,
            ACTIVE,
        )
        return found

    def _journal_values(self, facts):
        """Return {id: values} as `web_read` gives those of APPEAL_FIELDS.

        :param facts: what `_journal_facts(is_whole=True)` gave
        """
        ours = {*NAMES, "owner_id", "executor_line", "channel_icon"}
        columns = [name for name in APPEAL_FIELDS if name in {*NAMES, "owner_id"}]
        rest = {name: spec for name, spec in APPEAL_FIELDS.items() if name not in ours}
        found = {each["id"]: each for each in self.web_read(rest)}
        icons = self.env["cc.chronology.contract"]._cc_icons()
        for appeal in self:
            known, values = facts[appeal.id], found[appeal.id]
            known = known | {"owner_id": known["owner"]}
            for name in columns:
                number = appeal[name].id
                values[name] = bool(number) and {
                    "id": number,
                    "display_name": known[name] or "",
                }
            values["channel_icon"] = icons.get(known["kind"], False)
            rows = [_chip(*each) for each in known["executors"] or ()]
            values["executor_line"] = (rows or appeal.is_open) and {
                "mayAdd": appeal.is_open,
                "rows": rows,
            }
        return found


def _chip(id_, name, part, state, due_at, warn_at):
    """Return a co-executor as `cc.appeal.assignment._to_chip` does."""
    return {
        "id": id_,
        "name": name,
        "part": part or "",
        "isDone": state == "done",
        "dueAt": moment_of_json(due_at),
        "warnAt": moment_of_json(warn_at),
    }


def moment_of_json(text):
    """Return a moment PostgreSQL put into JSON as Odoo sends moments."""
    return text.replace("T", " ")[:19] if text else False
