from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...asked import as_id
from ...engine.chronology import Scope
from .appeal_fields import APPEAL_FIELDS

MOST_APPEALS = 20
PAGE = 30
# what a tab of the right column tells of an appeal, beside the id
CHIP = ("number", "state", "name", "is_open", "due_at", "warn_at")
ICONS = {
    "phone": "phone",
    "email": "envelope",
    "messenger": "paper-plane",
    "document": "id-card-o",
}


class CcJournal(models.AbstractModel):
    """All the screen shows of one row: whose it is, the appeals, what happened."""

    _inherit = "cc.journal"

    @api.readonly
    @api.model
    def journal_contact(self, model, record_id):
        """Return all the screen shows of a row of the list, or of another record.

        :param str model: `res.partner` or a model of a source of rows
        :return: {"now", "row": or False, "person": or False, "candidates", as
            `_person` has them, "interaction_id", "appeals", "more": how many more,
            "appeal_id", "appeal": {id: values} of the chosen one, "chronology": as
            `cc_chronology` gives it, "writing", "viewers"}
        """
        self._check_desk()
        record = self._seen(model, record_id)
        source = self._source_of(model)
        if source is None:
            found, rows = {"person": record}, []
        else:
            found, rows = source._cc_contact(record), source._cc_rows_of(record)
        person = found.get("person") or self.env["res.partner"]
        interaction = found.get("interaction") or self.env["cc.interaction"]
        appeal = found.get("appeal") or self.env["cc.appeal"]
        appeals = self._appeals_of(person, appeal)
        appeal = appeal or self._first_open(appeals)
        people = self._people(person | (found.get("candidates") or person.browse()))
        return {
            "now": self._now(),
            "row": rows[0] if rows else False,
            "person": people.pop(person.id, False) | appeals.pop("total")
            if person
            else False,
            "candidates": list(people.values()),
            "interaction_id": interaction.id,
            **appeals,
            "appeal_id": appeal.id,
            "appeal": self._appeal_values(appeal),
            "chronology": self._chronology_of(person, interaction, appeal),
            **self._who_is_here(appeal),
        }

    @api.readonly
    @api.model
    def journal_appeal(self, appeal_id):
        """Return {"now", "appeal": {id: values}, "writing", "viewers"}."""
        self._check_desk()
        appeal = self._seen("cc.appeal", appeal_id)
        return {
            "now": self._now(),
            "appeal": self._appeal_values(appeal),
            **self._who_is_here(appeal),
        }

    @api.model
    def _seen(self, model, record_id):
        """Return a record the user may read; one sentence for what is not there.

        What may not be seen answers as what is gone, so that no guess is confirmed.
        """
        found, source = None, self._source_of(model) if isinstance(model, str) else None
        try:
            if source is not None:
                found = source._cc_open(as_id(record_id))
            elif model == "res.partner":
                found = self._seen_person(as_id(record_id))
        except AccessError:
            found = None
        if not found:
            raise UserError(
                self.env._("This is not there any more, or is not yours to see.")
            )
        return found

    @api.model
    def _seen_person(self, partner_id):
        people = self.env["res.partner"].with_context(active_test=False)
        domain = [("id", "=", partner_id), ("is_cc_applicant", "=", True)]
        return people.search(domain).with_context(self.env.context)

    # the person
    @api.model
    def _people(self, people):
        """Return {id: what the head of a contact shows} of people, in one query.

        {"id", "name", "contacts": [{"id", "kind", "icon", "masked"}], "company",
        "tags": [name], "address", "is_anonymous"}
        """
        if not people:
            return {}
        partners = self.env["res.partner"].with_context(active_test=False)
        partners.flush_model(
            ["name", "company_name", "street", "street2", "city", "parent_id"]
        )
        self.env["cc.identity"].flush_model()
        query = partners._search([("id", "in", people.ids)])
        rows = self.env.execute_query(query.select(*self._head_columns(query.table)))
        return {row[0]: self._head(*row) for row in rows}

    @api.model
    def _head_columns(self, table):
        """Return SQL of what `_head` takes; whoever sees a person sees these."""
        columns = ("id", "name", "company_name", "street", "street2", "city")
        tag = self.env["res.partner.category"]._field_to_sql("tag", "name")
        return [
            *(SQL.identifier(table, name) for name in columns),
            SQL(
                "(SELECT name FROM res_partner parent WHERE parent.id = %s)",
                SQL.identifier(table, "parent_id"),
            ),
            SQL(
                """(SELECT json_agg(%s ORDER BY tag.id)
                      FROM res_partner_res_partner_category_rel rel
                      JOIN res_partner_category tag ON tag.id = rel.category_id
                     WHERE rel.partner_id = %s AND tag.active IS TRUE)""",
                tag,
                SQL.identifier(table, "id"),
            ),
            SQL(
                """(SELECT json_agg(json_build_array(id, kind, masked)
                                    ORDER BY kind DESC, id)
                      FROM cc_identity
                     WHERE partner_id = %s AND active IS TRUE)""",
                SQL.identifier(table, "id"),
            ),
        ]

    @api.model
    def _head(self, id_, name, company, street, street2, city, parent, tags, contacts):
        contacts = [
            {"id": key, "kind": kind, "icon": ICONS[kind], "masked": masked or ""}
            for key, kind, masked in contacts or ()
        ]
        is_nameless = (name or "").strip() in self._nameless()
        mask = next((each["masked"] for each in contacts), "")
        return {
            "id": id_,
            "name": (is_nameless and mask) or (name or "").strip(),
            "contacts": contacts,
            "company": parent or company or "",
            "tags": tags or [],
            "address": ", ".join(filter(None, (city, street, street2))),
            "is_anonymous": is_nameless,
        }

    # the appeals
    @api.model
    def _appeals_of(self, person, chosen):
        """Return {"appeals", "more", "total"} of a person: open first, newest first."""
        appeals, total = self.env["cc.appeal"], {"open_count": 0, "total_count": 0}
        found = []
        if person:
            appeals.flush_model(CHIP)
            query = appeals._search(
                [("applicant_id", "=", person.id)],
                order="is_open desc, id desc",
                limit=MOST_APPEALS,
            )
            is_open = SQL.identifier(query.table, "is_open")
            rows = self.env.execute_query(
                query.select(
                    *(SQL.identifier(query.table, name) for name in ("id", *CHIP)),
                    SQL("count(*) FILTER (WHERE %s) OVER ()", is_open),
                    SQL("count(*) OVER ()"),
                )
            )
            found = [self._chip(*row[:-2]) for row in rows]
            if rows:
                total = dict(zip(total, rows[0][-2:], strict=True))
        more = total["total_count"] - len(found)
        if chosen and chosen.id not in {each["id"] for each in found}:
            found.append(self._chip(chosen.id, *(chosen[name] for name in CHIP)))
            more = max(more - 1, 0)
        return {"appeals": found, "more": more, "total": total}

    @api.model
    def _chip(self, id_, number, state, name, is_open, due_at, warn_at):
        moments = (fields.Datetime.to_string(each) for each in (due_at, warn_at))
        due_at, warn_at = (each or False for each in moments)
        return {
            "id": id_,
            "number": number or "",
            "state": state,
            "name": name or "",
            "is_open": bool(is_open),
            "due_at": due_at,
            "warn_at": warn_at,
        }

    @api.model
    def _first_open(self, appeals):
        """Return the appeal to show of a person: the newest open, else the newest."""
        ids = [each["id"] for each in appeals["appeals"]]
        return self.env["cc.appeal"].browse(ids[:1])

    @api.model
    def _appeal_values(self, appeal):
        """Return {id: values} of an appeal as the right column reads it."""
        return {each["id"]: each for each in appeal.web_read(APPEAL_FIELDS)}

    # what happened
    @api.model
    def _chronology_of(self, person, interaction, appeal):
        """Return the first page: of the person, else of what there is without one."""
        if person:
            scope = Scope(partner_id=person.id)
        elif appeal:
            scope = Scope(appeal_id=appeal.id)
        else:
            scope = Scope(interaction_id=interaction.id)
        return self.env["cc.chronology.contract"]._cc_read(scope, None, PAGE)

    @api.model
    def _who_is_here(self, appeal):
        """Return {"writing", "viewers"} of an appeal, without the reader."""
        found = self.env["cc.journal.viewer"]._here(appeal)
        mine = self.env.uid
        return {
            name: [each for each in people if each["user_id"] != mine]
            for name, people in found.items()
        }
