from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .appeal_fields import APPEAL_FIELDS
from .cc_journal_source import in_scopes

READ = [
    "name",
    "applicant_id",
    "channel_id",
    "direction_id",
    "client_id",
    "due_at",
    "warn_at",
    "waiting_since",
    "waiting_why",
    "needs_answer",
    "answered_at",
    "is_open",
    "state",
    "owner_id",
]


class CcJournalSourceAppeal(models.AbstractModel):
    """Open appeals: mine, those nobody has taken, those whose answer is awaited."""

    _name = "cc.journal.source.appeal"
    _inherit = "cc.journal.source.contract"
    _description = "Appeals in the work list"
    _cc_code = "appeal"
    _cc_models = ("cc.appeal",)
    _cc_shared = ("queue",)
    _cc_own = ("mine", "control")

    def _cc_rows(self, tab, limit):
        domain = self._domain(tab)
        if domain is None:
            return []
        found = self.env["cc.appeal"].search_fetch(
            domain, READ, order="due_at, id", limit=limit
        )
        return self._rows(found, tab)

    def _cc_counts(self):
        appeals, now = self.env["cc.appeal"], fields.Datetime.now()
        appeals.flush_model(["state", "due_at", "warn_at"])
        mine = appeals._search(self._domain("mine"))
        state, due_at, warn_at = (
            SQL.identifier(mine.table, name) for name in ("state", "due_at", "warn_at")
        )
        counted = self.env.execute_query(
            mine.select(
                SQL("count(*)"),
                SQL("count(*) FILTER (WHERE %s = 'feedback')", state),
                SQL(
                    "count(*) FILTER (WHERE least(%s, %s) <= %s)", due_at, warn_at, now
                ),
            )
        )[0]
        names = ("mine", "control", "burning")
        return dict(zip(names, counted, strict=True)) | {"queue": self._scopes()}

    def _scopes(self, within=Domain.TRUE):
        """Return {"DIRECTION_CLIENT": how many nobody has taken}."""
        query = self.env["cc.appeal"]._search(self._domain("queue") & within)
        columns = [
            SQL.identifier(query.table, name) for name in ("direction_id", "client_id")
        ]
        query.groupby = SQL(", ").join(columns)
        rows = self.env.execute_query(query.select(*columns, SQL("count(*)")))
        return {f"{direction}_{client}": count for direction, client, count in rows}

    def _cc_rows_of(self, records, facts=None):
        records.fetch(READ)
        return self._rows(records, None, facts)

    def _cc_reads(self):
        return [*READ, *APPEAL_FIELDS]

    def _cc_contact(self, record):
        return {"person": record.applicant_id, "appeal": record}

    def _cc_owners(self, records):
        return {each.id: each.owner_id.id for each in records}

    def _cc_tabs_now(self, records):
        return {each.id: self._tabs(each) for each in records}

    def _tabs(self, appeal):
        tab = self._tab(appeal)
        if tab == "mine" and appeal.state == "feedback":
            return ("mine", "control")
        return (tab,) if tab else ()

    def _cc_counts_of_users(self, user_ids):
        if not user_ids:
            return {}
        found = self.env["cc.appeal"]._read_group(
            [("is_open", "=", True), ("owner_id", "in", list(user_ids))],
            ["owner_id", "state"],
            ["__count"],
        )
        counts = {user_id: {"mine": 0, "control": 0} for user_id in user_ids}
        for owner, state, count in found:
            counts[owner.id]["mine"] += count
            if state == "feedback":
                counts[owner.id]["control"] += count
        return counts

    def _cc_counts_of_scopes(self, scopes):
        if not scopes:
            return {}
        found = self._scopes(in_scopes(scopes))
        return {scope: {"queue": found.get(scope, 0)} for scope in scopes}

    def _domain(self, tab):
        """Return the domain of a tab; as the partial indexes say it."""
        is_open = Domain("is_open", "=", True)
        mine = is_open & Domain("owner_id", "=", self.env.uid)
        if tab == "mine":
            return mine
        if tab == "control":
            return mine & Domain("state", "=", "feedback")
        if tab == "queue":
            # what a department works on waits for nobody at the desk
            is_waiting = Domain("needs_answer", "=", True)
            here = Domain("state", "=", "registered") | is_waiting
            return is_open & Domain("owner_id", "=", False) & here
        return None

    def _rows(self, appeals, tab, facts=None):
        facts = facts or appeals._journal_facts()
        icons = self.env["cc.chronology.contract"]._cc_icons()
        names = self.env["cc.journal"]._short_names(
            {each.applicant_id.id: facts[each.id]["who"] for each in appeals}
        )
        return [
            self._cc_row(
                appeal,
                tab or self._tab(appeal),
                appeal_id=appeal.id,
                partner_id=appeal.applicant_id.id,
                who=names.get(appeal.applicant_id.id, ""),
                what=appeal.name or "",
                icon=icons.get(facts[appeal.id]["kind"]) or "circle-o",
                due_at=self._cc_moment(appeal.due_at),
                warn_at=self._cc_moment(appeal.warn_at),
                since=self._cc_moment(appeal.waiting_since),
                is_unread=appeal.needs_answer or self._why(appeal) == "answer_came",
                why=self._why(appeal),
                state=appeal.state,
                owner_id=appeal.owner_id.id,
                owner=facts[appeal.id]["owner"] or "",
            )
            for appeal in appeals
        ]

    def _why(self, appeal):
        if appeal.needs_answer:
            return appeal.waiting_why
        if appeal.state == "feedback" and appeal.answered_at:
            return "answer_came"
        return False

    def _tab(self, appeal):
        """Return where an appeal stands now, whoever looks; "" for nowhere."""
        if not appeal.is_open:
            return ""
        if appeal.owner_id:
            return "mine"
        is_here = appeal.state == "registered" or appeal.needs_answer
        return "queue" if is_here else ""
