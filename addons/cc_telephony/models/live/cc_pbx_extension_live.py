"""How the phones are: registered or not, in which queues, paused, talking."""

from odoo import fields, models

STATES = [
    ("free", "Free"),
    ("ringing", "Rings"),
    ("talking", "Talks"),
    ("held", "On hold"),
    ("away", "Not registered"),
    ("unknown", "Unknown"),
]


class CcPbxExtension(models.Model):
    _inherit = "cc.pbx.extension"

    is_registered = fields.Boolean(
        string="Registered", readonly=True, copy=False, help="A phone is there."
    )
    phone_state = fields.Selection(STATES, readonly=True, copy=False)
    queue_names = fields.Char(
        string="In queues", readonly=True, copy=False, help="As the PBX has it now."
    )
    is_paused = fields.Boolean(string="Paused in queues", readonly=True, copy=False)

    def _show_members(self, members):
        """Replace what is known of the queues' members by what a picture tells."""
        found = {}
        for each in members if isinstance(members, list) else ():
            if isinstance(each, dict):
                found.setdefault(each.get("extension"), []).append(each)
        for phone in self:
            told = found.get(phone.number, ())
            names = sorted({_word(each.get("queue")) for each in told} - {""})
            vals = {"queue_names": " ".join(names)}
            if told:
                vals["phone_state"] = _state(told[-1])
                vals["is_paused"] = all(each.get("is_paused") is True for each in told)
            else:
                vals["is_paused"] = False
            phone._renew(vals)

    def _follow_phones(self, changes):
        """Follow what changed of phones and members; what is malformed is left out.

        :return: the phones that are otherwise than they were
        """
        moved = self.browse()
        by_number = {phone.number: phone for phone in self}
        known = {}
        for change in changes:
            phone = by_number.get(change.get("extension"))
            if phone:
                facts = known.setdefault(phone, phone._facts())
                _follow(facts, change)
        for phone, facts in known.items():
            if phone._renew(facts):
                moved |= phone
        return moved

    def _hear_registered(self, numbers):
        """Take the list of phones that are registered; None leaves all as it was."""
        if not isinstance(numbers, list):
            return
        there = {each for each in numbers if isinstance(each, str)}
        for is_there in (True, False):
            self.filtered(
                lambda phone, wanted=is_there: (
                    (phone.number in there) is wanted
                    and phone.is_registered is not wanted
                )
            ).write({"is_registered": is_there})

    def _facts(self):
        self.ensure_one()
        names = ("is_registered", "phone_state", "queue_names", "is_paused")
        return {name: self[name] for name in names}

    def _renew(self, vals):
        """Write what is different; return whether there was any."""
        self.ensure_one()
        changed = {
            name: value
            for name, value in vals.items()
            if (self[name] or False) != (value or False)
        }
        if changed:
            self.write(changed)
        return bool(changed)


def _follow(facts, change):
    kind, queue = change.get("type"), _word(change.get("queue"))
    queues = set((facts["queue_names"] or "").split())
    if kind in ("registered", "unregistered"):
        facts["is_registered"] = kind == "registered"
    elif kind == "member":
        queues |= {queue} - {""}
        facts["phone_state"] = _state(change)
        facts["is_paused"] = change.get("is_paused") is True
    elif kind == "member_gone":
        queues.discard(queue)
    facts["queue_names"] = " ".join(sorted(queues))


def _state(told):
    state = told.get("state")
    return state if state in dict(STATES) else "unknown"


def _word(value):
    if not isinstance(value, str):
        return ""
    return value.replace("\0", "").replace(" ", "")[:64]
