"""What stands in a chronology: sources give entries, one reader merges them."""

from types import SimpleNamespace

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.chronology import Cursor, Scope, merge

# what every entry has, whoever gives it
EMPTY = {
    "icon": "circle-o",  # Font Awesome 4.7, without `fa-`
    "label": "",  # what kind of contact it is, in a word or two
    "direction": False,  # "in", "out"
    "title": "",
    "text": "",
    "quote": "",
    "who": "",
    "step": False,  # {"verb", "from", "to", "where"}: from and to are {"code", "label"}
    "appeals": (),  # [{"id", "number"}]
    "files": (),  # [{"id", "name", "size", "mimetype"}]
    "state": False,  # {"code", "label", "sign", "why"} of what went out
    "delivery_id": False,
    "player": False,  # {"model", "id"} of what may be heard there
    "letter": False,  # id of a contact whose letter is shown as it was written
    "waits": False,  # for an answer
    "depth": 0,  # 1 for a quiet line that hangs under a contact
}
# an entry's kind, which the filter on the screen offers
KINDS = ("contact", "step", "notice", "note")
PAGE, LONGEST_PAGE = 30, 100


class CcChronologyContract(models.AbstractModel):
    """A source of a person's or an appeal's chronology."""

    _name = "cc.chronology.contract"
    _inherit = "cc.extension"
    _description = "Source of a chronology"

    _cc_kind = "chronology"

    def _cc_entries(self, scope, before, limit):
        """Return the latest entries of `scope` that stand before a place.

        Called with the reader's own rights: what the reader may not see is not there,
        and a reader without access to the source gets an empty list. It must not write
        or commit, and asks as many queries for 1 entry as for 50.

        :param Scope scope: of engine.chronology: `partner_id` or `appeal_id`, both of
            a record the reader may read
        :param before: a Cursor, or None for the latest
        :param int limit: how many at most
        :return: list of entries as `_cc_entry` makes them, newest first
        """
        raise NotImplementedError

    def _cc_page(self, domain, moment, fields, before, limit):
        """Return records that stand before a place, newest first, nothing if forbidden.

        :param domain: with the model: `(model, Domain)`
        :param str moment: the field of it that says when; it must not change
        """
        model, domain = self.env[domain[0]], domain[1]
        if not model.has_access("read"):
            return model
        return model.search_fetch(
            Domain(domain) & self._cc_before(moment, before),
            fields,
            order=f"{moment} desc, id desc",
            limit=limit,
        )

    def _cc_lines(self, domain, moment, columns, before, limit):
        """Return rows that stand before a place, newest first, nothing if forbidden.

        One statement, whatever the rows show: a column may ask other tables for what
        whoever sees the row may know.

        :param domain: with the model: `(model, Domain)`
        :param str moment: the field of it that says when; it must not change
        :param columns: {name: SQL, or the name of a column of the model}
        :return: list of SimpleNamespace with these names, `id` and `_name`
        """
        model, domain = self.env[domain[0]], domain[1]
        if not model.has_access("read"):
            return []
        # a chronology is read, not written: mostly there is nothing to flush
        self.env.flush_all()
        query = model._search(
            Domain(domain) & self._cc_before(moment, before),
            order=f"{moment} desc, id desc",
            limit=limit,
        )
        columns = {"id": "id"} | columns
        found = [
            SQL.identifier(query.table, each) if isinstance(each, str) else each
            for each in columns.values()
        ]
        return [
            SimpleNamespace(_name=model._name, **dict(zip(columns, row, strict=True)))
            for row in self.env.execute_query(query.select(*found))
        ]

    def _cc_before(self, moment, before):
        """Return the domain of what stands before a place, to the microsecond."""
        if not before:
            return Domain.TRUE

        # a domain's own comparison drops microseconds, and entries with them
        def to_sql(model, alias, query):
            column = model._field_to_sql(alias, moment, query)
            if model._name != before.model:
                sign = SQL("<=") if model._name < before.model else SQL("<")
                return SQL("%s %s %s", column, sign, before.moment)
            number = SQL.identifier(alias, "id")
            return SQL(
                "(%s, %s) < (%s, %s)", column, number, before.moment, before.number
            )

        return Domain.custom(to_sql=to_sql)

    def _cc_numbers(self, appeals):
        """Return {id: number} of those of `appeals` the reader may see."""
        if not appeals.browse().has_access("read"):
            return {}
        found = appeals.search_fetch([("id", "in", appeals.ids)], ["number"])
        return {appeal.id: appeal.number for appeal in found}

    def _cc_chips(self, appeals, numbers):
        """Return `appeals` as an entry has them."""
        return [
            {"id": number, "number": numbers[number]}
            for number in appeals.ids
            if number in numbers
        ]

    def _cc_chips_sql(self, which):
        """Return SQL of `appeals` as an entry has them: those the reader may see.

        :param SQL which: a condition on the table cc_appeal
        """
        appeals = self.env["cc.appeal"]
        if not appeals.has_access("read"):
            return SQL("NULL")
        query = appeals._search([], order="priority desc, due_at, id desc")
        query.add_where(which)
        number, order = SQL.identifier(query.table, "number"), query.order
        query.order = None
        return query.subselect(
            SQL(
                "json_agg(json_build_object('id', %s, 'number', %s) ORDER BY %s)",
                SQL.identifier(query.table, "id"),
                number,
                order,
            )
        )

    def _cc_name_of(self, user):
        """Return SQL of a colleague's name, for whoever sees what the colleague did.

        :param SQL user: of the user's id
        """
        return SQL(
            "(SELECT partner.name FROM res_users colleague JOIN res_partner partner"
            " ON partner.id = colleague.partner_id WHERE colleague.id = %s)",
            user,
        )

    def _cc_kind_of(self, channel):
        """Return SQL of a channel's kind; see `_cc_icons`."""
        return SQL("(SELECT kind FROM cc_channel WHERE id = %s)", channel)

    def _cc_icons(self):
        """Return {kind of channel: its sign}."""
        plugs = self.env["cc.extension"]._cc_all("channel")
        return {code: plug._cc_icon() for code, plug in plugs.items()}

    def _cc_entry(self, record, moment, kind, **values):
        """Return an entry of `record`; see EMPTY for `values`, KINDS for `kind`."""
        if unknown := values.keys() - EMPTY.keys():
            raise ValueError(f"an entry has no {sorted(unknown)}")
        key = f"{record._name},{record.id}"
        return EMPTY | {"key": key, "moment": moment, "kind": kind} | values

    def _cc_read(self, scope, before=None, limit=30):
        """Return a page of all sources for a screen.

        :param before: what the page before gave as `earlier`
        :return: {"entries": newest first, "earlier": place of the next page or False,
            "states": {code: state} of what went out}
        """
        limit = max(1, min(limit, LONGEST_PAGE)) if isinstance(limit, int) else PAGE
        try:
            before = Cursor.parse(before)
        except ValueError as error:
            raise UserError(
                self.env._("This place of the chronology is gone: load the page anew.")
            ) from error
        pages = [
            source._cc_entries(scope, before, limit + 1)
            for source in self.env["cc.extension"]._cc_all("chronology").values()
        ]
        entries, earlier = merge(pages, limit)
        return {
            "entries": [
                entry | {"moment": entry["moment"].isoformat(" ", "seconds")}
                for entry in entries
            ],
            "earlier": earlier.dump() if earlier else False,
            "states": self.env["cc.outbox.delivery"]._chronology_states(),
        }

    def _cc_of_person(self, person, before=None, limit=30):
        return self._cc_read(Scope(partner_id=person.id), before, limit)

    def _cc_of_appeal(self, appeal, before=None, limit=30):
        return self._cc_read(Scope(appeal_id=appeal.id), before, limit)
