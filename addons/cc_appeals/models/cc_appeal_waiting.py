from odoo import fields, models

from ..engine.waiting import reopens
from .cc_appeal import GUARDED

WAITING_WHY = [
    ("first", "Not answered yet"),
    ("follow_up", "Wrote again"),
    ("bounced", "Answer returned"),
    ("taken_back", "Answer taken back"),
]
# follows what happens to the contacts; an RPC write may not touch it
GUARDED.update({"needs_answer", "waiting_since", "waiting_why", "settled_at"})
LINK, SET = 4, 6


class CcAppeal(models.Model):
    """An appeal waits while one of its contacts does, or while an answer came back."""

    _inherit = "cc.appeal"

    needs_answer = fields.Boolean(
        string="Waits for an answer", readonly=True, copy=False
    )
    waiting_since = fields.Datetime(
        readonly=True, copy=False, help="When the oldest unanswered contact came."
    )
    waiting_why = fields.Selection(
        WAITING_WHY, string="Waits because", readonly=True, copy=False
    )
    settled_at = fields.Datetime(
        string="Last answered", readonly=True, copy=False, help="Or found not to wait."
    )

    _waiting_idx = models.Index("(waiting_since, id) WHERE needs_answer IS TRUE")

    def _start_terms(self, prepared):
        """Let a new appeal wait with its contacts; no query, they were just made."""
        result = super()._start_terms(prepared)
        # sudo: who registers gives the contacts; yes or no and a moment leave
        contacts = self.env["cc.interaction"].sudo()
        for vals in prepared:
            linked = contacts.browse(_linked(vals.get("interaction_ids")))
            waiting = linked.filtered("needs_answer")
            if waiting:
                vals |= {
                    "needs_answer": True,
                    "waiting_since": min(waiting.mapped("waiting_since")),
                    "waiting_why": "first",
                }
        return result

    def action_no_answer(self, reason, note=None, token=None):
        """Say that these appeals need no answer, with a reason (a code) and a note."""
        self._check_desk()
        contacts = self.env["cc.interaction"]
        reason, note = contacts._clean_reason(reason, note)
        self._settle_waiting("no_answer", reason, note)
        return True

    def _settle_waiting(self, how, reason=None, note=None):
        """Let these appeals wait no more; a contact that waits in another one does.

        What came after the user's screen was read waits on: nobody has seen it.

        :param how: a code of `settled_how`; the caller has checked that the user may
        :param reason: for "no_answer": a code of `no_answer_reason`
        """
        # sudo: see above; an executor answers and may not write the contact
        appeals = self.sudo().filtered("needs_answer")
        if not appeals:
            return
        contacts = appeals._waiting_contacts()
        unseen = contacts._not_on_screen()
        elsewhere = (contacts.appeal_ids - appeals).filtered("needs_answer")
        appeals._write_settled()
        over = (contacts - unseen).filtered(
            lambda contact: not contact.appeal_ids & elsewhere
        )
        over._write_settled(how, reason, note)
        appeals._log_waiting("answer.settled", {"how": how}, reason)
        if unseen:
            unseen._raise_appeals("follow_up", unseen.appeal_ids & appeals)
            (unseen.appeal_ids & appeals)._tell_unseen()

    def _tell_unseen(self):
        """Tell the user that something came while he decided, and that it waits."""
        for appeal in self:
            sentence = self.env._(
                "№ %(number)s: something newer came meanwhile. It waits for an answer.",
                number=appeal.number or appeal.id,
            )
            self.env.user._bus_send(
                "simple_notification",
                {"type": "warning", "sticky": True, "message": sentence},
            )

    def _raise_again(self, why):
        """Let these appeals, in any state, wait again as they did before the answer.

        :param why: a code of `waiting_why`: `follow_up`, `bounced`, `taken_back`
        """
        # sudo: a server's report or a checked step of the user asks
        appeals = self.sudo()
        contacts = self.env["cc.interaction"].sudo()
        last = {appeal: appeal.settled_at for appeal in appeals if appeal.settled_at}
        if last:
            contacts = contacts.search(
                [
                    ("appeal_ids", "in", appeals.ids),
                    ("settled_at", "in", list(set(last.values()))),
                    ("needs_answer", "=", False),
                ]
            )
        since, again = {}, contacts.browse()
        for appeal in appeals:
            own = contacts.filtered(
                lambda contact, appeal=appeal: (
                    appeal in contact.appeal_ids
                    and contact.settled_at == last.get(appeal)
                )
            )
            again |= own
            moments = own.filtered("waiting_since").mapped("waiting_since")
            since[appeal] = min(moments, default=fields.Datetime.now())
        again._write_raised()
        appeals._wait_since(since, why)

    def _takes_follow_up(self):
        """Tell whether a contact about this appeal joins it, open or opened again."""
        self.ensure_one()
        policy = self.direction_id.follow_up_policy
        return self.is_open or reopens(policy, in_window=self._is_in_reopen_window())

    def _follow_up_target(self):
        """Return the appeal a contact about this one joins: itself, or what goes on.

        Empty when a new one has to continue it.
        """
        appeal, seen = self, self.browse()
        while appeal and not appeal._takes_follow_up():
            seen |= appeal
            # sudo: the channel asks, whoever may see the links; the person is the same
            following = appeal.sudo().next_appeal_ids - seen
            same = following.filtered_domain(
                [("applicant_id", "=", appeal.applicant_id.id)]
            )
            appeal = same.sorted("id")[-1:].with_env(self.env)
        return appeal

    def _waiting_contacts(self):
        return self.env["cc.interaction"].search(
            [("appeal_ids", "in", self.ids), ("needs_answer", "=", True)]
        )

    def _wait_since(self, since, why):
        """Write that appeals wait; an answer that came back stays the sign of it.

        :param since: {appeal: since when}
        """
        if not since:
            return
        appeals = self.concat(*since)
        for appeal in appeals:
            moments = [since[appeal]]
            if appeal.needs_answer:
                moments.append(appeal.waiting_since)
            appeal.write(
                {
                    "needs_answer": True,
                    "waiting_since": min(moments),
                    "waiting_why": appeal._waits_because(why),
                }
            )
        appeals._log_waiting("answer.raised", {"why": why})

    def _waits_because(self, why):
        self.ensure_one()
        if why != "follow_up":
            return why
        if self.needs_answer and self.waiting_why in ("bounced", "taken_back"):
            return self.waiting_why
        return why if len(self.interaction_ids) > 1 else "first"

    def _lower_waiting(self):
        """Let appeals wait no more in which no contact waits any more."""
        # sudo: a contact is settled in all its appeals, whoever sees them
        appeals = self.sudo().filtered("needs_answer")
        if not appeals:
            return
        oldest = {}
        for contact in appeals._waiting_contacts().sorted("waiting_since"):
            for appeal in contact.appeal_ids:
                oldest.setdefault(appeal, contact.waiting_since)
        for appeal in appeals.filtered(lambda each: each in oldest):
            appeal.waiting_since = oldest[appeal]
        appeals.filtered(lambda each: each not in oldest)._write_settled()

    def _write_settled(self):
        self.write(
            {
                "needs_answer": False,
                "waiting_since": False,
                "waiting_why": False,
                "settled_at": fields.Datetime.now(),
            }
        )

    def _log_waiting(self, action, detail, reason=None):
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": action,
                    "model": self._name,
                    "res_id": appeal.id,
                    "direction_id": appeal.direction_id.id,
                    "client_id": appeal.client_id.id,
                    "subject_id": appeal.applicant_id.id,
                    "detail": detail,
                    "reason": reason,
                }
                for appeal in self
            ]
        )


def _linked(commands):
    """Return the ids that x2many commands of a new record link."""
    found = []
    for command in commands or ():
        if command[0] == LINK:
            found.append(command[1])
        elif command[0] == SET:
            found += command[2]
    return found
