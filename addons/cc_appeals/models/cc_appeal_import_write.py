import pytz

from odoo import fields, models

from odoo.addons.cc_base.engine.identity import normalise

from ..engine.import_rows import Problem

CONTACTS = ("phone", "email")
QUIET = {"cc_import": True, "tracking_disable": True}
TOKEN = "import:"  # what the import's steps carry, and nobody else's
# columns that are a field of the appeal as they stand
PLAIN = ("name", "text", "old_number", "is_formal")
LINKED = {"topic": "topic_id", "product": "product_id", "owner": "owner_id"}


class CcAppealImport(models.Model):
    """Rows become appeals with their own dates, steps and people; and back."""

    _inherit = "cc.appeal.import"

    def _check_people(self, found):
        """Add the problem of a phone or an address that is none."""
        for row in found:
            row.problems += [
                Problem(kind, "contact")
                for kind in CONTACTS
                if row.values.get(kind) and not normalise(kind, row.values[kind])
            ]

    def _write_rows(self, found):
        """Make the appeals of a batch, as they were and when they were."""
        if not found:
            return
        self.check_access("write")
        people = self._people(found)
        # sudo: registration is backdated and steps are written, which the status line
        # alone may do; the user may write this import, whose direction bounds it
        appeals = self.env["cc.appeal"].sudo().with_context(**QUIET)
        created = appeals.create(
            [
                self._prepare_appeal(row.values, person)
                for row, person in zip(found, people, strict=True)
            ]
        )
        for appeal, row in zip(created, found, strict=True):
            if moved := self._prepare_state(appeal, row.values):
                appeal.write(moved)
        self._write_steps(created)

    def _prepare_appeal(self, values, person):
        now = fields.Datetime.now()
        received = self._utc(values.get("received_at"))
        registered = self._utc(values.get("registered_at")) or received or now
        text = values.get("text") or ""
        return (
            {name: values[name] for name in PLAIN if name in values}
            | {LINKED[name]: values[name] for name in LINKED if name in values}
            | {
                "name": values.get("name") or text.strip().splitlines()[0][:100],
                "direction_id": self.direction_id.id,
                "client_id": self.client_id.id,
                "channel_id": self.channel_id.id,
                "applicant_id": person.id,
                "received_at": received or registered,
                "registered_at": registered,
                "priority": "1" if values.get("is_urgent") else "0",
                "import_id": self.id,
            }
        )

    def _prepare_state(self, appeal, values):
        """Return what the status line would have written, {} for a new one."""
        closed_at = self._utc(values.get("closed_at"))
        method = values.get("closing_method")
        department = (
            {"department_id": values["department"]} if "department" in values else {}
        )
        if values.get("state") == "closed" or closed_at or method:
            return department | {
                "state": "closed",
                "closing_method": method or "answered",
                "closed_at": closed_at or appeal.registered_at,
            }
        if values.get("state") == "handed_over":
            return department | {"state": "handed_over"}
        return {}

    def _write_steps(self, appeals):
        """Give each appeal the steps it went, at the times it went them."""
        intervals = appeals.interval_ids
        moves = {"handed_over": "hand_over", "closed": "close"}
        reason = self.env._("Imported from “%(file)s”", file=self.file_name or "")
        values = []
        for interval in intervals:
            appeal = interval.appeal_id
            end = appeal.closed_at or appeal.registered_at
            interval.write(
                {
                    "started_at": appeal.registered_at,
                    "ended_at": end if appeal.state in moves else False,
                    "state": "registered",
                    "reason": reason,
                    "token": f"{TOKEN}register",
                }
            )
            if appeal.state in moves:
                values.append(
                    {
                        "appeal_id": appeal.id,
                        "state": appeal.state,
                        "owner_id": appeal.owner_id.id,
                        "department_id": appeal.department_id.id,
                        "started_at": end,
                        "transition": moves[appeal.state],
                        "user_id": self.env.uid,
                        "reason": reason,
                        "token": f"{TOKEN}{moves[appeal.state]}",
                    }
                )
        # one step of an appeal is open at a time: the first ends before
        self.env.flush_all()
        intervals.create(values)

    def _people(self, found):
        """Return a person per row: known by phone or address, new ones made at once."""
        partners = self.env["res.partner"].with_context(**QUIET)
        contacts = [self._contacts(row.values) for row in found]
        keys = {key for each in contacts for key in each}
        known = self._known_people(keys)
        result, fresh, values = [], {}, []
        for row, each in zip(found, contacts, strict=True):
            name = row.values.get("applicant") or ""
            person = self._same_person(known, each, name)
            if person:
                result.append(person)
                continue
            if not each and not name:
                result.append(partners)
                continue
            # a name alone does not tell two people apart: a person per row
            key = (name.casefold(), tuple(sorted(each))) if each else row.line
            if key not in fresh:
                fresh[key] = len(values)
                values.append((name or self.env._("No name"), each))
            result.append(fresh[key])
        made = self._make_people(values)
        return [made[each] if isinstance(each, int) else each for each in result]

    def _contacts(self, values):
        """Return {(kind, normalised value): what was written} of a row."""
        found = {}
        for kind in CONTACTS:
            if identity := normalise(kind, values.get(kind) or ""):
                found[kind, identity.value] = values[kind]
        return found

    def _known_people(self, keys):
        """Return {(kind, value): partners} among the people of this client."""
        values = [value for _kind, value in keys]
        # sudo: values are hidden from everybody; the client bounds the search
        identities = (
            self.env["cc.identity"]
            .sudo()
            .search([("value", "in", values), ("client_id", "=", self.client_id.id)])
        )
        known = {}
        for identity in identities:
            key = (identity.kind, identity.value)
            partner = identity.partner_id.with_env(self.env)
            known[key] = known.get(key, partner.browse()) | partner
        return known

    def _same_person(self, known, contacts, name):
        """Return the one who has this contact and, of several, this name."""
        people = self.env["res.partner"]
        for key in contacts:
            people |= known.get(key, people)
        # sudo: the names of people of this import's own client
        named = people.filtered(
            lambda person: person.sudo().name.casefold() == name.casefold()
        )
        if len(people) == 1 and (named or not name):
            return people
        return named[:1]

    def _make_people(self, values):
        if not values:
            return []
        partners = (
            self.env["res.partner"]
            .with_context(**QUIET)
            .create(
                [
                    {
                        "name": name,
                        "is_cc_applicant": True,
                        "cc_client_id": self.client_id.id,
                    }
                    for name, _contacts in values
                ]
            )
        )
        self._keep_people(partners)
        self.env["cc.identity"].create(
            [
                {"partner_id": partner.id, "kind": kind, "value": raw}
                for partner, (_name, contacts) in zip(partners, values, strict=True)
                for (kind, _value), raw in contacts.items()
            ]
        )
        return partners

    def _keep_people(self, partners):
        """Remember who was made here, for undoing it."""
        # SQL: the ORM would read all the others first to add one
        self.env.cr.execute_values(
            "INSERT INTO cc_appeal_import_person_rel (import_id, partner_id) VALUES %s",
            [(self.id, partner.id) for partner in partners],
        )
        self.invalidate_recordset(["person_ids"])

    def _utc(self, moment):
        """Return a moment of the file, local to the direction, in UTC."""
        if not moment:
            return False
        zone = pytz.timezone(self.direction_id.tz)
        local = zone.localize(moment, is_dst=False)
        return local.astimezone(pytz.utc).replace(tzinfo=None)
