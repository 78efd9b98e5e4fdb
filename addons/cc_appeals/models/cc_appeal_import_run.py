import itertools
import time

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine.import_rows import read_row

BATCH = 200
JOB_SECONDS = 60
MOST_PROBLEMS = 10_000  # of one run: a file of nothing else is the wrong file
STARTS = {"checking": ("ready", "checked"), "running": ("checked",)}


class CcAppealImport(models.Model):
    """The work: batches of rows, each committed with how far it went."""

    _inherit = "cc.appeal.import"

    def action_check(self):
        """Go through all rows and tell what is wrong; nothing is made."""
        self.ensure_one()
        self._check_state(*STARTS["checking"])
        self._check_columns()
        self._start_over()
        return self._start("checking")

    def action_run(self):
        """Import the rows that have no problem."""
        self.ensure_one()
        self._check_state(*STARTS["running"])
        self._check_columns()
        self._start_over()
        return self._start("running")

    def action_stop(self):
        """Stop after the batch that is being worked on."""
        self.ensure_one()
        self._check_state("checking", "running")
        self.state = "stopped" if self.state == "running" else "ready"
        return True

    def action_resume(self):
        """Go on after the last line that was committed."""
        self.ensure_one()
        self._check_state("stopped")
        return self._start("running")

    def action_undo(self):
        """Delete what the import made and nobody has touched."""
        self.ensure_one()
        self._check_state("stopped", "done")
        return self._start("undoing")

    def _start(self, state):
        self.check_access("write")
        self.write({"state": state, "has_failed": False, "asked_by_id": self.env.uid})
        self._queue()
        return True

    def _check_columns(self):
        targets = self.column_ids.filtered("target").mapped("target")
        if not {"name", "text"} & set(targets):
            raise UserError(self.env._("Say which column is the matter or the text."))
        twice = {target for target in targets if targets.count(target) > 1}
        if twice:
            labels = dict(
                self.column_ids._fields["target"]._description_selection(self.env)
            )
            raise UserError(
                self.env._(
                    "Two columns cannot both be “%(target)s”.",
                    target=labels[min(twice)],
                )
            )

    def _job_work(self):
        """Work for a minute at most, then queue the rest; called by the queue."""
        deadline = time.monotonic() + JOB_SECONDS
        work = {
            "checking": self._work_rows,
            "running": self._work_rows,
            "undoing": self._work_undo,
        }
        if self.state not in work:
            return  # stopped, or a second wake-up
        steps = work[self.state]()
        for _step in steps:
            self._boundary()
            if self.state not in work:
                return  # somebody stopped it meanwhile
            if time.monotonic() > deadline:
                self._queue()
                self._boundary()
                return

    def _boundary(self):
        """Commit a batch with how far it went, and see what others wrote."""
        result = super()._boundary()
        self.env.invalidate_all()
        return result

    def _work_rows(self):
        """Yield after each batch of rows; ends in the state that follows."""
        columns = {
            column.place: column.target for column in self.column_ids if column.target
        }
        lists = self._lists()
        rest = (row for row in itertools.islice(self._rows(), 1, None))
        rest = itertools.dropwhile(lambda row, line=self.line: row[0] <= line, rest)
        while batch := list(itertools.islice(rest, BATCH)):
            found = [read_row(line, cells, columns, lists) for line, cells in batch]
            problems = self._check_people(found)
            good = [row for row in found if not row.problems]
            if self.state == "running":
                self._write_rows(good)
                self.created_count += len(good)
            self._tell(found, problems)
            self.line = batch[-1][0]
            self.done_count += len(batch)
            self.bad_count += len(found) - len(good)
            yield
        self.state = "checked" if self.state == "checking" else "done"
        yield

    def _tell(self, found, _problems=None):
        """Keep a sentence for each problem of a batch, up to a bound."""
        # sudo: only the system writes problems; the user owns this import
        errors = self.env["cc.appeal.import.error"].sudo()
        room = MOST_PROBLEMS - errors.search_count([("import_id", "=", self.id)])
        headings = {column.target: column.heading for column in self.column_ids}
        values = [
            {
                "import_id": self.id,
                "line": row.line,
                "heading": headings.get(problem.column, False),
                "sentence": self._sentence(problem),
            }
            for row in found
            for problem in row.problems
        ]
        errors.create(values[: max(room, 0)])

    @api.model
    def _sentence(self, problem):
        shown = problem.shown
        return {
            "no_such_date": self.env._(
                "There is no date %(shown)s in the calendar.", shown=shown
            ),
            "not_a_date": self.env._(
                "“%(shown)s” is not a date. Write it as 31.12.2024 or 2024-12-31.",
                shown=shown,
            ),
            "year": self.env._("The year of %(shown)s cannot be right.", shown=shown),
            "broken_text": self.env._(
                "The letters are broken: the file was once saved in a wrong charset."
            ),
            "too_long": self.env._("The text is longer than this column may be."),
            "not_a_flag": self.env._("“%(shown)s” is neither yes nor no.", shown=shown),
            "unknown": self.env._("There is no “%(shown)s” in the list.", shown=shown),
            "ambiguous": self.env._(
                "There are several “%(shown)s” in the list.", shown=shown
            ),
            "archived": self.env._(
                "“%(shown)s” is archived: choose one that works.", shown=shown
            ),
            "empty": self.env._("This column must not be empty here."),
            "order": self.env._(
                "The day of closing, %(shown)s, is before the registration.",
                shown=shown,
            ),
            "contact": self.env._(
                "This is not a whole phone or address: it could not be found again."
            ),
        }[problem.code]

    def _lists(self):
        """Return for each column of names the function from a name to its value."""
        users = self.direction_id.member_ids
        departments = self.env["hr.department"].with_context(active_test=False)
        topics = self.env["cc.topic"].search(
            [("direction_id", "in", [False, self.direction_id.id])]
        )
        appeals = self.env["cc.appeal"]
        return {
            "department": _by_name(
                departments.search(Domain.TRUE), "name", "complete_name"
            ),
            "topic": _by_name(topics, "name", "display_name"),
            "product": _by_name(self.client_id.product_ids, "name"),
            "owner": _by_name(users, "name", "login"),
            "state": self._by_label(
                appeals, "state", ("registered", "handed_over", "closed")
            ),
            "closing_method": self._by_label(appeals, "closing_method"),
        }

    @api.model
    def _by_label(self, model, name, among=None):
        known = {}
        for lang in {"en_US", self.env.lang or "en_US"}:
            field = model._fields[name]
            labels = field._description_selection(self.with_context(lang=lang).env)
            for code, label in labels:
                if among is None or code in among:
                    known[code] = known[label.casefold()] = code

        def find(text):
            return known[_known(text.casefold(), known)]

        return find


def _known(key, known):
    if key not in known:
        raise LookupError("unknown")
    return key


def _by_name(records, *names):
    """Return a function from a name to an id; of two of one name it takes none."""
    found = {}
    for name in names:
        for record in records:
            found.setdefault((record[name] or "").casefold(), set()).add(record)

    def find(text):
        among = found[_known(text.casefold(), found)]
        working = [each for each in among if "active" not in each or each.active]
        if not working:
            raise LookupError("archived")
        if len(working) > 1:
            raise LookupError("ambiguous")
        return working[0].id

    return find
