import re

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.search_text import read

# Up to so many finds of one kind are passed on by id: whatever else is asked for, and
# whoever asks, the plan starts from them. More is a word of every other letter, and
# the planner, who knows how frequent it is, chooses.
FEW = 1000
SHORTEST_PART = 3  # letters of a part of a word; a trigram is three
ASKED = ("ilike", "like", "=ilike", "=like")


class CcAppeal(models.Model):
    """Finds appeals by what a person types; record rules bound what is shown."""

    _inherit = "cc.appeal"

    find_all = fields.Char(
        string="Number, person or words",
        compute="_compute_find",
        search="_search_find_all",
        exportable=False,
    )
    find_words = fields.Char(
        string="Words of subject and text",
        compute="_compute_find",
        search="_search_find_words",
        exportable=False,
        help="Any form of a word; a beginning with *; an exact phrase in quotes.",
    )
    find_person = fields.Char(
        string="Name, whole phone or e-mail",
        compute="_compute_find",
        search="_search_find_person",
        exportable=False,
    )

    def _compute_find(self):
        """Nothing is shown: these fields are asked, not read."""
        self.find_all = self.find_words = self.find_person = False

    @api.model
    def _search_find_all(self, operator, value):
        return self._find_each(operator, value, ("number", "words", "person"))

    @api.model
    def _search_find_words(self, operator, value):
        return self._find_each(operator, value, ("words",))

    @api.model
    def _search_find_person(self, operator, value):
        return self._find_each(operator, value, ("person",))

    @api.model
    def _find_each(self, operator, value, kinds):
        if operator == "in":
            typed = [each for each in value if each]
        elif operator in ASKED:
            # "like" comes with its wildcards when a domain was written by hand
            typed = [value.strip("%")] if isinstance(value, str) else []
        else:
            return NotImplemented
        return Domain.OR(self._find(read(each), kinds) for each in typed)

    @api.model
    def _find(self, query, kinds):
        """Return the domain of what `query` finds.

        :param query: engine.search_text.Query
        :param kinds: of "number", "words", "person"
        """
        conditions = self._find_conditions(query, kinds)
        few, frequent = self._probe(conditions)
        if not few and not frequent and "words" in kinds:
            few, frequent = self._probe(self._find_part(query))
        found = [Domain.custom(to_sql=condition) for condition in frequent]
        return Domain.OR([Domain("id", "in", few), *found])

    @api.model
    def _find_conditions(self, query, kinds):
        """Return what to look for: functions (model, alias, query) to SQL."""
        found = []
        if "number" in kinds and query.is_number:
            found.append(self._number_condition(query))
        if "number" in kinds and any(map(str.isdigit, query.text)):
            found.append(
                lambda _model, alias, _query: SQL(
                    "%s = %s", self._column(alias, "old_number"), query.text
                )
            )
        if "words" in kinds:
            found += self._words_condition(query)
        if "person" in kinds:
            found += self._person_conditions(query)
        return found

    @api.model
    def _number_condition(self, query):
        exact = [query.number] if query.number else []
        parts = [f"%{query.number_end}"] if query.number_end else []
        parts += [f"%{query.number_part}%"] if query.number_part else []

        def condition(_model, alias, _query):
            number = self._column(alias, "number")
            wanted = [SQL("%s = %s", number, each) for each in exact]
            wanted += [SQL("%s LIKE %s", number, each) for each in parts]
            return SQL("(%s)", SQL(" OR ").join(wanted))

        return condition

    @api.model
    def _words_condition(self, query):
        asked = SQL("websearch_to_tsquery('russian', %s)", query.words)
        for prefix in query.prefixes:
            # the index holds stems: "вод" of «воды», which begins like no «воды»
            asked = SQL(
                "(%s && (to_tsquery('simple', %s) || plainto_tsquery('russian', %s)))",
                asked,
                f"'{prefix}':*",
                prefix,
            )
        ((tree,),) = self.env.execute_query(SQL("SELECT querytree(%s)", asked))
        if tree in ("", "T"):
            return []  # "and", "-lift": all the table would match
        return [
            lambda _model, alias, _query: SQL("%s @@ %s", self._words(alias), asked),
        ]

    @api.model
    def _person_conditions(self, query):
        people = []
        if ids := self.env["cc.identity"]._partners_by_value(query.text):
            people.append(SQL("%s", tuple(ids)))
        elif query.names:
            people.append(
                SQL("(%s)", self.env["res.partner"]._cc_names_sql(query.names))
            )
        return [
            lambda _model, alias, _query, each=each: SQL(
                "%s IN %s", self._column(alias, "applicant_id"), each
            )
            for each in people
        ]

    @api.model
    def _find_part(self, query):
        """Return the last resort: a part of a word in the subject."""
        if len(query.text) < SHORTEST_PART:
            return []
        part = re.sub(r"([\\%_])", r"\\\1", query.text)
        return [
            lambda _model, alias, _query: SQL(
                "%s ILIKE %s", self._column(alias, "name"), f"%{part}%"
            )
        ]

    @api.model
    def _probe(self, conditions):
        """Split what is asked into the ids of rare finds and the frequent conditions.

        Asks each condition for one id more than is few. What else bounds the search
        (direction, client, state) is left out here: it could only lead the planner away
        from the one index that answers at once.
        """
        few, frequent = [], []
        for condition in conditions:
            query = SQL(
                "SELECT id FROM %s WHERE %s LIMIT %s",
                SQL.identifier(self._table),
                condition(self, self._table, None),
                FEW + 1,
            )
            found = self.env.execute_query(query)
            if len(found) > FEW:
                frequent.append(condition)
            else:
                few += [row[0] for row in found]
        return few, frequent

    @api.model
    def _column(self, alias, name):
        """Return a column; what was written to it is flushed before it is asked."""
        return SQL.identifier(alias, name, self._fields[name])

    @api.model
    def _words(self, alias):
        """Return the words of an appeal, as `cc_appeal_index` keeps them."""
        subject, body = self._column(alias, "name"), self._column(alias, "text")
        return SQL("cc_appeal_words(%s, %s)", subject, body)
