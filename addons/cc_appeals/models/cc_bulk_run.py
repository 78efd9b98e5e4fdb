import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..asked import as_id, as_ids, as_text, check_dict

AT_ONCE = 50  # so many are done while the person waits; more go to the queue
MOST = 10_000
KEPT_DAYS = 30
UNDO_SECONDS = 300
AT_WORK = ("running", "undoing")
KINDS = [
    ("assign", "Assign"),
    ("hand_over", "Hand over"),
    ("close", "Close"),
    ("answer", "Answer"),
    ("join", "Join to a mass incident"),
    ("leave", "Take out of a mass incident"),
]
#: what each kind of run is given; the first must not be empty (an owner may be nobody)
ASKED = {
    "assign": ("owner_id",),
    "hand_over": ("department_id",),
    "close": ("closing_method", "note"),
    "answer": ("body", "subject", "closing_method"),
    "join": ("incident_id",),
    "leave": (),
}
MAY_BE_EMPTY = {"assign", "leave"}
# what a search that somebody made up may raise, from Odoo or the database
UNREADABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    psycopg2.DataError,
    psycopg2.ProgrammingError,
)
# what was sent is sent
NO_UNDO = {"answer"}


class CcBulkRun(models.Model):
    """One step asked for many appeals at once: who, what, how far, what refused.

    The counts are those of its lines: while a job works, nobody but `stop` and `undo`
    writes the row, so that a click never waits for a batch.
    """

    _name = "cc.bulk.run"
    _inherit = ["cc.unseen", "cc.transaction", "cc.job.sweep"]
    _description = "Step of many appeals"
    _order = "id desc"
    _at_work = AT_WORK

    kind = fields.Selection(KINDS, required=True, readonly=True)
    state = fields.Selection(
        [
            ("running", "At work"),
            ("done", "Done"),
            ("stopped", "Stopped"),
            ("undoing", "Being undone"),
            ("undone", "Undone"),
        ],
        default="running",
        required=True,
        readonly=True,
    )
    token = fields.Char(required=True, readonly=True)
    owner_id = fields.Many2one("res.users", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    closing_method = fields.Selection(
        "_closing_methods", string="How they end", readonly=True
    )
    note = fields.Char(readonly=True)
    subject = fields.Char(readonly=True)
    body = fields.Text(readonly=True)
    direction_ids = fields.Many2many(
        "cc.direction", "cc_bulk_run_direction_rel", readonly=True
    )
    client_ids = fields.Many2many("cc.client", "cc_bulk_run_client_rel", readonly=True)
    line_ids = fields.One2many("cc.bulk.line", "run_id", string="Lines")
    total = fields.Integer(string="Appeals", readonly=True)
    ended_at = fields.Datetime(string="Ended", readonly=True)

    _token_uniq = models.UniqueIndex("(create_uid, token)")

    @api.model
    def _closing_methods(self):
        return (
            self.env["cc.appeal"]
            ._fields["closing_method"]
            ._description_selection(self.env)
        )

    @api.depends("kind")
    def _compute_display_name(self):
        for run in self:
            run.display_name = run._title()

    @api.autovacuum
    def _erase_old(self):
        """Forget the lines once nobody asks any more what was refused."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        self.search(self._erase_domain(limit), limit=1000).unlink()

    def _erase_domain(self, limit):
        return Domain("create_date", "<", limit)

    # called by the bar
    @api.model
    def bulk_start(self, values):
        """Start a step of many appeals; a repeated `token` starts nothing again.

        :param dict values: "kind", "token", "ids" or "domain", and what the kind asks
        :return: as `bulk_recent`, of this run
        """
        self._check_may()
        check_dict(self.env, values)
        kind, token = as_text(values.get("kind")), as_text(values.get("token"))
        if kind not in ASKED or not token:
            raise UserError(self.env._("Choose what to do with the appeals."))
        mine = [("create_uid", "=", self.env.uid), ("token", "=", token)]
        if again := self.search(mine, limit=1):
            return again._payload()
        asked = self._check_asked(kind, values)
        appeals = self._choose(values)
        # sudo: rows are written by the system only; the steps themselves go as the user
        run = self.sudo()._make(appeals, asked | {"kind": kind, "token": token})
        run = run.with_env(self.env)
        run._audit("bulk.started")
        run._start()
        return run._payload()

    @api.model
    def bulk_recent(self):
        """Return the user's own runs that are at work or may be undone, as payloads."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), seconds=UNDO_SECONDS)
        domain = Domain("create_uid", "=", self.env.uid) & (
            Domain("state", "in", AT_WORK) | Domain("ended_at", ">=", limit)
        )
        return [run._payload() for run in self.search(domain, limit=5)]

    def bulk_read(self):
        """Return how far this run is, for a screen that missed a notification."""
        self.ensure_one()
        return self._payload()

    def bulk_stop(self):
        """Stop after the batch that is being worked on; what is done stays done."""
        self._check_own()
        if self.state == "running":
            # sudo: see bulk_start; whose run it is was checked just now
            self.sudo().write({"state": "stopped", "ended_at": fields.Datetime.now()})
        return self._payload()

    def action_refused(self):
        """Open what was refused or kept, each with its sentence."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cc_appeals.cc_bulk_line_action"
        )
        return action | {"domain": self._refused_domain(), "context": {}}

    def _refused_domain(self):
        # one that was answered and could not be closed has a sentence too
        told = Domain("sentence", "!=", False)
        return list(Domain("run_id", "in", self.ids) & told)

    # helpers
    @api.model
    def _check_may(self):
        if not self.env.user.has_group("cc_base.cc_base_group_senior"):
            raise AccessError(
                self.env._(
                    "Only a senior operator or a supervisor moves many appeals at once."
                )
            )

    def _check_own(self):
        """Let who started it, or a supervisor of all its directions, change it."""
        self.ensure_one()
        self.check_access("read")
        supervises = self.env.user.has_group("cc_base.cc_base_group_supervisor")
        if self.create_uid != self.env.user and not supervises:
            raise AccessError(self.env._("This was started by somebody else."))

    @api.model
    def _check_asked(self, kind, values):
        """Return what the run is given, refused at once if every appeal would be."""
        asked = {
            name: (as_id if name.endswith("_id") else as_text)(values.get(name))
            or False
            for name in ASKED[kind]
        }
        first = next(iter(asked), None)
        if kind not in MAY_BE_EMPTY and not str(asked[first] or "").strip():
            label = self._fields[first]._description_string(self.env)
            raise UserError(self.env._("Fill in “%(field)s”.", field=label))
        if kind == "hand_over":
            asked |= self.env["cc.appeal"]._department_values(asked["department_id"])
        if kind == "assign" and asked["owner_id"]:
            owner = self.env["res.users"].browse(asked["owner_id"]).exists()
            if not owner.active or owner.share:
                raise UserError(self.env._("Choose a colleague who works here."))
        methods = dict(self._closing_methods())
        if asked.get("closing_method") and asked["closing_method"] not in methods:
            raise UserError(self.env._("Choose how the appeals end."))
        return asked

    @api.model
    def _choose(self, values):
        """Return the appeals meant: some by id, or all a list shows; rules apply."""
        if "domain" in values:
            found = self._search_asked(values["domain"])
        else:
            domain = Domain("id", "in", as_ids(values.get("ids")))
            found = self.env["cc.appeal"].search(domain, limit=MOST + 1, order="id")
        if not found:
            raise UserError(self.env._("Choose appeals first."))
        if len(found) > MOST:
            raise UserError(
                self.env._(
                    "More than %(most)s appeals at once: narrow the search.", most=MOST
                )
            )
        return found

    @api.model
    def _search_asked(self, domain):
        """Return what a list's search finds; a sentence if it is no search."""
        try:
            with self.env.cr.savepoint():
                return self.env["cc.appeal"].search(
                    Domain(domain or []), limit=MOST + 1, order="id"
                )
        except UNREADABLE as error:
            raise UserError(self.env._("The search cannot be read.")) from error

    @api.model
    def _make(self, appeals, values):
        run = self.create(
            values
            | {
                "total": len(appeals),
                "direction_ids": appeals.direction_id.ids,
                "client_ids": appeals.client_id.ids,
            }
        )
        self.env["cc.bulk.line"].create(
            [{"run_id": run.id, "appeal_id": appeal.id} for appeal in appeals]
        )
        return run

    def _title(self):
        """Say in a few words what is done to the appeals."""
        self.ensure_one()
        methods = dict(self._closing_methods())
        return {
            "assign": lambda: (
                self.env._("Assign to %(owner)s", owner=self.owner_id.name)
                if self.owner_id
                else self.env._("Give back: nobody's")
            ),
            "hand_over": lambda: self.env._(
                "Hand over to %(department)s", department=self.department_id.name
            ),
            "close": lambda: self.env._(
                "Close: %(method)s", method=methods[self.closing_method]
            ),
            "answer": lambda: self.env._("Answer"),
            "join": lambda: self.env._("Join to a mass incident"),
            "leave": lambda: self.env._("Take out of the mass incident"),
        }[self.kind]()
