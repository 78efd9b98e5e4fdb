from datetime import datetime

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...asked import as_id
from ...engine.chronology import Scope
from .appeal_fields import APPEAL_FIELDS
from .cc_appeal_facts import moment_of_json

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
        found = {"person": record} if source is None else source._cc_contact(record)
        person = found.get("person") or self.env["res.partner"]
        interaction = found.get("interaction") or self.env["cc.interaction"]
        people = self._people(person | (found.get("candidates") or person.browse()))
        told = people.pop(person.id, None)
        appeals = told.pop("appeals") if told else []
        appeal = self._chosen(found.get("appeal"), appeals)
        facts = appeal._journal_facts(is_whole=True)
        rows = []
        if source is not None:
            rows = source._cc_rows_of(record, found.get("facts") or facts)
        if appeal and appeal.id not in {each["id"] for each in appeals}:
            appeals.append(self._chip(appeal))
        total = told["total_count"] if told else len(appeals)
        return {
            "now": self._now(),
            "row": rows[0] if rows else False,
            "person": told or False,
            "candidates": [_without_appeals(each) for each in people.values()],
            "interaction_id": interaction.id,
            "appeals": appeals,
            "more": max(total - len(appeals), 0),
            "appeal_id": appeal.id,
            "appeal": appeal._journal_values(facts),
            "chronology": self._chronology_of(person, interaction, appeal),
            **self._who_is_here(facts.get(appeal.id)),
        }

    @api.readonly
    @api.model
    def journal_appeal(self, appeal_id):
        """Return {"now", "appeal": {id: values}, "writing", "viewers"}."""
        self._check_desk()
        appeal = self._seen("cc.appeal", appeal_id)
        facts = appeal._journal_facts(is_whole=True)
        return {
            "now": self._now(),
            "appeal": appeal._journal_values(facts),
            **self._who_is_here(facts[appeal.id]),
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
        return people.search(domain).with_env(self.env)

    # the person
    @api.model
    def _people(self, people):
        """Return {id: what the head of a contact shows} of people, in one query.

        {"id", "name", "contacts": [{"id", "kind", "icon", "masked"}], "company",
        "tags": [name], "address", "is_anonymous", "open_count", "total_count",
        "appeals": [{"id", *CHIP}]}
        """
        if not people:
            return {}
        partners = self.env["res.partner"].with_context(active_test=False)
        self.env.flush_all()
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
            self._appeals_sql(SQL.identifier(table, "id")),
        ]

    @api.model
    def _head(
        self, id_, name, company, street, street2, city, parent, tags, contacts, appeals
    ):
        contacts = [
            {
                "id": key,
                "kind": kind,
                "icon": ICONS.get(kind, "circle-o"),
                "masked": masked or "",
            }
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
            "total_count": appeals[0][0] if appeals else 0,
            "open_count": appeals[0][1] if appeals else 0,
            "appeals": [self._chip_of(*each[2:]) for each in appeals or ()],
        }

    # the appeals
    @api.model
    def _appeals_sql(self, person):
        """Return SQL of a person's appeals the user may see, open first, newest first.

        [[how many, how many open, id, *CHIP], …], MOST_APPEALS at most.
        """
        appeals = self.env["cc.appeal"]
        query = appeals._search([], order="is_open desc, id desc", limit=MOST_APPEALS)
        # not in the domain: the person is a column of the statement around
        query.add_where(
            SQL("%s = %s", SQL.identifier(query.table, "applicant_id"), person)
        )
        columns = [SQL.identifier(query.table, name) for name in ("id", *CHIP)]
        is_open = SQL.identifier(query.table, "is_open")
        rows = query.select(
            SQL(
                "json_build_array(count(*) OVER (),"
                " count(*) FILTER (WHERE %s) OVER (), %s) AS told",
                is_open,
                SQL(", ").join(columns),
            )
        )
        return SQL("(SELECT json_agg(chip.told) FROM (%s) chip)", rows)

    @api.model
    def _chip_of(self, id_, number, state, name, is_open, due_at, warn_at):
        return {
            "id": id_,
            "number": number or "",
            "state": state,
            "name": name or "",
            "is_open": bool(is_open),
            "due_at": moment_of_json(due_at),
            "warn_at": moment_of_json(warn_at),
        }

    @api.model
    def _chip(self, appeal):
        found = (appeal[name] for name in CHIP)
        told = (str(each) if isinstance(each, datetime) else each for each in found)
        return self._chip_of(appeal.id, *told)

    @api.model
    def _chosen(self, appeal, appeals):
        """Return the appeal to show: the newest open, else the newest of a person's."""
        if appeal:
            return appeal
        ids = [each["id"] for each in appeals[:1]]
        found = self.env["cc.appeal"].browse(ids)
        found.fetch(list(APPEAL_FIELDS))
        return found

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
    def _who_is_here(self, facts):
        """Return {"writing", "viewers"} of an appeal's facts, without the reader."""
        viewers = self.env["cc.journal.viewer"]
        return self._others(viewers._as_here(facts and facts["here"]))

    @api.model
    def _others(self, here):
        mine = self.env.uid
        return {
            name: [each for each in people if each["user_id"] != mine]
            for name, people in here.items()
        }


def _without_appeals(person):
    return {key: value for key, value in person.items() if key != "appeals"}
