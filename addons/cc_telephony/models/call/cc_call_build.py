"""From the engine's calls to their cards: fifty cost as many statements as one."""

import json
import logging
from datetime import UTC

from odoo import Command, api, fields, models
from odoo.tools import SQL

from odoo.addons.cc_ledger.exceptions import place_of

from ...call_facts import CallFacts, masked
from ...engine.cel_call import build

_logger = logging.getLogger(__name__)

BATCH = 200
MUCH_WAITING = 500  # lines in the connector's spool: a batch of them
# what the contact has of its call
CONTACT = (
    "channel_id",
    "client_id",
    "kind",
    "partner_id",
    "identity_id",
    "started_at",
)


class CcCall(models.Model):
    _inherit = "cc.call"

    # a consultation finds the call whose transfer names it
    _transfers_idx = models.Index(
        "USING gin (transfers jsonb_path_ops) WHERE transfers IS NOT NULL"
    )

    @api.model
    def _build(self, pbx, linked_ids):
        """Build the calls of these linkedids from all that is kept of them.

        Whoever calls it is the only one who builds: see `_sole_drainer` of the inbox.

        :return: the calls, new ones and changed ones
        """
        found, wanted = self.browse(), sorted(linked_ids)
        for start in range(0, len(wanted), BATCH):
            found |= self._build_batch(pbx, wanted[start : start + BATCH])
        return found

    @api.model
    def _told(self, pbx, linked_ids):
        """Return the engine's calls of these linkedids, from the lines kept."""
        # sudo: the drain builds; lines are nobody else's to read
        events = self.env["cc.call.event"].sudo()._events(pbx, linked_ids)
        phones, moments = pbx._phones(), self._moments(pbx)
        calls = []
        for linked_id, told in events.items():
            try:
                calls.append(build(told, phones, *moments))
            except Exception as fault:  # a fault of ours: its neighbours are built
                _logger.error(
                    "call %s of PBX %s cannot be built: %s in %s",
                    linked_id,
                    pbx.id,
                    type(fault).__name__,
                    place_of(fault),
                )
        return calls

    @api.model
    def _moments(self, pbx):
        """Return when the PBX began and what time it is there; None for what is open.

        While more lines are known to come, the end of any call may be among them.
        """
        is_behind = pbx.lines_waiting > MUCH_WAITING
        if is_behind or self.env.context.get("cc_more_lines"):
            return None, None
        started = pbx.started_at and pbx.started_at.replace(tzinfo=UTC).timestamp()
        # by the clock of the PBX, which may be off by hours
        now = fields.Datetime.now().replace(tzinfo=UTC).timestamp()
        return started or None, now + pbx.clock_ahead_seconds

    @api.model
    def _build_batch(self, pbx, linked_ids):
        # sudo: the drain builds; who may see a call is decided by its rules
        calls = self.sudo()
        built = calls._told(pbx, linked_ids)
        known = calls.search(
            [("pbx_id", "=", pbx.id), ("linked_id", "in", linked_ids)]
        ).grouped("linked_id")
        facts = CallFacts(pbx, built, known)
        fresh = [each for each in built if each.linked_id not in known]
        calls._renew(
            [(known[e.linked_id], e) for e in built if e.linked_id in known], facts
        )
        known |= calls._make(fresh, facts).grouped("linked_id")
        calls._bind_questions(pbx, built, known)
        calls.union(*known.values())._built()
        return calls.union(*known.values())

    @api.model
    def _make(self, built, facts):
        vals_list = [facts.vals(each) for each in built]
        contacts = self._open_contacts(built, vals_list)
        for vals, contact in zip(vals_list, contacts, strict=True):
            vals["interaction_id"] = contact.id
        made = self.create(vals_list)
        legs = [
            {"call_id": call.id} | leg
            for call, each in zip(made, built, strict=True)
            for leg in facts.legs(each, call)
        ]
        self.env["cc.call.leg"].create(legs)
        return made

    @api.model
    def _renew(self, pairs, facts):
        """Write what is different now; a person somebody chose stays.

        :param pairs: [(call, what is built of it now)]
        """
        stale, fresh, lonely = self.env["cc.call.leg"], [], []
        for call, each in pairs:
            vals = facts.vals(each, call)
            call._write_changed(vals)
            legs = facts.legs(each, call)
            if legs != [leg._as_told(facts.LEG) for leg in call.leg_ids.sorted("id")]:
                stale |= call.leg_ids
                fresh += [{"call_id": call.id} | leg for leg in legs]
            if not call.interaction_id:
                lonely.append((call, each, vals))
        stale.unlink()
        self.env["cc.call.leg"].create(fresh)
        contacts = self._open_contacts(
            [each for _call, each, _vals in lonely],
            [vals for _call, _each, vals in lonely],
        )
        for (call, _each, _vals), contact in zip(lonely, contacts, strict=True):
            if contact:
                call.interaction_id = contact

    def _write_changed(self, vals):
        candidates = vals.pop("candidate_ids")[0][2]
        if set(self.candidate_ids.ids) != set(candidates):
            self.candidate_ids = [Command.set(candidates)]
        # all values: calls that changed in different ways are one statement
        if _differs(self, vals):
            contact = {name: vals[name] for name in CONTACT}
            if self.interaction_id and _differs(self, contact):
                self.interaction_id.write(_contact(vals))
            self.write(vals)

    @api.model
    def _masked(self, number):
        """Return what a screen may show of a number, "" for none."""
        return masked(number)

    # the contact
    @api.model
    def _open_contacts(self, built, vals_list):
        """Return the contact of each call with somebody outside, made here.

        What began unheard is left until it is over: a piece of a call may look like
        another one.
        """
        owed = [
            vals["kind"] != "internal" and (each.has_begun or vals["outcome"] != "live")
            for each, vals in zip(built, vals_list, strict=True)
        ]
        made = iter(
            self.env["cc.interaction"].create(
                [
                    _contact(vals)
                    for vals, is_owed in zip(vals_list, owed, strict=True)
                    if is_owed
                ]
            )
        )
        nobody = self.env["cc.interaction"]
        return [next(made) if is_owed else nobody for is_owed in owed]

    # questions
    @api.model
    def _bind_questions(self, pbx, built, known):
        """Let a consultation know the call it was about, whichever came first."""
        about = {
            transfer.consultation: known[each.linked_id]
            for each in built
            for transfer in each.transfers
            if transfer.consultation
        }
        # whoever was called from one of our phones may have been asked something
        may_be = {
            linked_id
            for linked_id, call in known.items()
            if call.kind in ("internal", "out") and not call.parent_id
        }
        about |= self._asked_by(pbx, may_be - about.keys())
        questions = self.union(*(known[each] for each in about if each in known))
        missing = about.keys() - known.keys()
        if missing:
            questions |= self.search(
                [("pbx_id", "=", pbx.id), ("linked_id", "in", list(missing))]
            )
        for call in questions:
            parent = about[call.linked_id]
            if call not in (parent, parent.parent_id) and call.parent_id != parent:
                call.parent_id = parent

    @api.model
    def _asked_by(self, pbx, linked_ids):
        """Return {consultation: the call whose transfer names it}."""
        if not linked_ids:
            return {}
        self.env["cc.call"].flush_model(["transfers"])
        found = self.env.execute_query(
            SQL(
                """
                SELECT asked ->> 'consultation', id
                  FROM cc_call, jsonb_array_elements(transfers) AS asked
                 WHERE transfers @> ANY(%s::jsonb[]) AND pbx_id = %s
                """,
                [json.dumps([{"consultation": each}]) for each in sorted(linked_ids)],
                pbx.id,
            )
        )
        return {asked: self.browse(id_) for asked, id_ in found if asked in linked_ids}


def _contact(vals):
    """Return the values of the contact a call of these values is."""
    return {
        "channel_id": vals["channel_id"],
        "client_id": vals["client_id"],
        "kind": "phone_call",
        "is_outbound": vals["kind"] != "in",
        "partner_id": vals["partner_id"],
        "identity_id": vals["identity_id"],
        "happened_at": vals["started_at"],
    }


def _differs(record, vals):
    return any(_plain(record[name]) != (value or False) for name, value in vals.items())


def _plain(value):
    """Return what a field holds as it would be written; nothing is False."""
    return value.id if isinstance(value, models.BaseModel) else value or False
