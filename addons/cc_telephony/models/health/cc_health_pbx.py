from odoo import models
from odoo.tools import SQL

from ...engine.cel_event import CelError, read_line
from .cc_health_of_pbx import ADMIN

TESTERS = f"cc_base.cc_base_group_supervisor,{ADMIN}"
SHOWN = 10
MANY_WAIT, TOO_MANY_WAIT = 2_000, 50_000
CLOCK_SECONDS, CLOCK_LIMIT_SECONDS = 5, 600
LITTLE_DISK, NO_DISK = 5 << 30, 1 << 30
# an unreadable line among as many of the last ones is news
LATE_LINES = 20_000
# callers without a number that can be called: more than some is the provider's fault
FEW_STRANGE, STRANGE_SHARE = 10, 0.2


class CcHealthPbx(models.AbstractModel):
    """Health: each PBX, its connector, and what of its calls cannot be placed."""

    _name = "cc.health.pbx"
    _inherit = "cc.health.of.pbx"
    _description = "Health: PBX"

    _cc_code = "pbx"
    _cc_order = 22
    _cc_rests_on_copy = True

    def _cc_title(self):
        return self.env._("PBX")

    def _cc_lines(self):
        lines = []
        for pbx in self.env["cc.pbx"].search([], limit=SHOWN):
            lines.append(self._line_of_connector(pbx))
            if pbx.seen_at:
                lines += self._said(self._parts(pbx))
        return lines

    def _parts(self, pbx):
        yield self._part_of_live(pbx)
        yield self._part_of_clock(pbx)
        yield self._part_of_disk(pbx)
        yield self._part_of_phones(pbx)
        yield self._part_of_seats(pbx)
        yield self._part_of_numbers(pbx)
        yield self._part_of_callers(pbx)
        yield self._part_of_lines(pbx)

    def _line_of_connector(self, pbx):
        state, sentence = self._state_of_connector(pbx)
        test = str(pbx.id) if pbx.has_token else False
        return self._line_of(
            pbx,
            "connector",
            pbx.name,
            state,
            sentence,
            test=test,
            test_label=self.env._("Test call"),
            groups=TESTERS,
        )

    def _cc_test(self, token):
        """Make a test call: `PBX` begins one, `PBX-COMMAND` asks how it goes."""
        pbx_id, _dash, command_id = token.partition("-")
        pbx = self._named("cc.pbx", pbx_id)
        if command_id:
            command = self._named("cc.pbx.command", command_id)
            return (*pbx._test_call_told(command.id), token)
        is_well, sentence, command = pbx._test_call()
        return is_well, sentence, f"{pbx.id}-{command.id}" if command else None

    def _state_of_connector(self, pbx):
        if not pbx.has_token:
            return "warning", self.env._(
                "It has no token yet: make one and give it to the connector."
            )
        if not pbx.seen_at:
            return "warning", self.env._(
                "Its connector was never heard of: start it beside the PBX."
            )
        if not pbx._is_heard():
            return "failing", self.env._(
                "Its connector is silent for %(age)s: see whether it runs and reaches "
                "this server. Calls go on and are told later.",
                age=self._age(pbx.seen_at),
            )
        if pbx.fault_code:
            return "warning", self._sentence_of_fault(pbx)
        waiting = pbx.lines_waiting
        if waiting > MANY_WAIT:
            state = "failing" if waiting > TOO_MANY_WAIT else "warning"
            return state, self.env._(
                "%(count)s lines wait beside the PBX: cards come late. If the number "
                "grows, look at the inbox.",
                count=waiting,
            )
        return "ok", self.env._("Calls come in; %(count)s lines wait.", count=waiting)

    def _sentence_of_fault(self, pbx):
        """Return the connector's last fault in words of ours, else in its own."""
        known = {
            "ami_away": self.env._(
                "The PBX's manager interface does not answer: see manager.conf and "
                "whether the PBX runs. History comes in all the same."
            ),
            "ami_refuses": self.env._(
                "The PBX refuses the connector's manager user: set its name and secret "
                "as in manager.conf, and permit its address there."
            ),
            "event_file": self.env._(
                "The connector cannot read the PBX's event file: see its path and "
                "rights. No card comes until then; nothing is lost."
            ),
            "spool": self.env._(
                "The connector cannot write its spool: free some disk beside the PBX. "
                "No card comes until then; nothing is lost."
            ),
            "odoo_away": self.env._(
                "The connector did not reach this server for a while; it tries again "
                "by itself."
            ),
            "odoo_certificate": self.env._(
                "The connector refused this server's certificate for a while: it had "
                "expired, was for another name or of an authority unknown there. The "
                "connector's log says which."
            ),
            "ami_certificate": self.env._(
                "The connector refuses the certificate of the PBX's manager interface: "
                "it has expired, is for another name or of an authority unknown there. "
                "The connector's log says which; history comes in all the same."
            ),
            "odoo_fault": self.env._(
                "This server answered the connector with a fault: look at its log. The "
                "connector tries again by itself."
            ),
            "odoo_batch": self.env._(
                "This server does not take a batch of the connector: bring both to the "
                "same release. Nothing is lost."
            ),
        }
        fallback = pbx.fault_sentence or pbx.fault_code
        return known.get(pbx.fault_code, fallback)

    def _part_of_live(self, pbx):
        if not pbx.has_ami or pbx.is_ami_up or not pbx._is_heard():
            return None
        if (pbx.fault_code or "").startswith("ami"):
            # the line of the connector says so already, and why
            return None
        return self._part(
            pbx,
            "live",
            self.env._("Live picture"),
            "warning",
            self._sentence_of_ami(pbx),
        )

    def _sentence_of_ami(self, pbx):
        """Return why the PBX can be asked nothing now."""
        if (pbx.fault_code or "").startswith("ami"):
            return self._sentence_of_fault(pbx)
        return self.env._(
            "The connector is not connected to the PBX's manager interface: no one "
            "sees who rings, commands wait. History comes in all the same."
        )

    def _part_of_clock(self, pbx):
        ahead = pbx.clock_ahead_seconds
        if abs(ahead) < CLOCK_SECONDS:
            return None
        state = "failing" if abs(ahead) > CLOCK_LIMIT_SECONDS else "warning"
        title = self.env._("Clock")
        sentence = pbx._sentence_of_clock()
        return self._part(pbx, "clock", title, state, sentence)

    def _part_of_disk(self, pbx):
        free = pbx.disk_free_bytes
        # 0: it never told
        if not free or free > LITTLE_DISK:
            return None
        return self._part(
            pbx,
            "disk",
            self.env._("Disk"),
            "failing" if free < NO_DISK else "warning",
            self.env._(
                "%(size)s GB are free beside the PBX: without room neither events nor "
                "recordings are kept.",
                size=f"{free / 2**30:.1f}",
            ),
        )

    def _part_of_phones(self, pbx):
        if not pbx.is_ami_up:
            return None
        lost = pbx.extension_ids.filtered(
            lambda phone: phone.queue_names and not phone.is_registered
        )
        if not lost:
            return None
        return self._part(
            pbx,
            "phones",
            self.env._("Phones"),
            "warning",
            self.env._(
                "In a queue and not registered, so never rung: %(phones)s.",
                phones=self._list(lost),
            ),
        )

    def _part_of_seats(self, pbx):
        self.env["cc.pbx.extension"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT user_id FROM cc_pbx_extension
                 WHERE pbx_id = %(pbx)s AND active AND user_id IS NOT NULL
                 GROUP BY user_id HAVING count(*) > 1
                 UNION
                SELECT min(user_id) FROM cc_pbx_extension
                 WHERE pbx_id = %(pbx)s AND active AND user_id IS NOT NULL
                 GROUP BY regexp_replace(number, '\\D', '', 'g')
                HAVING count(DISTINCT user_id) > 1
                """,
                pbx=pbx.id,
            )
        )
        if not rows:
            return None
        users = self.env["res.users"].browse([row[0] for row in rows])
        return self._part(
            pbx,
            "seats",
            self.env._("Extensions"),
            "warning",
            self.env._(
                "An extension belongs to one operator, and one to each: put those of "
                "%(users)s right. Until then calls may be another's.",
                users=self._list(users),
            ),
        )

    def _part_of_numbers(self, pbx):
        # SQL, past the rules: how many, and which number of ours; nothing of who called
        self.env["cc.call"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT count(*), max(linked_id) FROM cc_call
                 WHERE pbx_id = %s AND kind = 'in' AND line_id IS NULL
                   AND started_at > now() AT TIME ZONE 'UTC' - interval '1 day'
                """,
                pbx.id,
            )
        )
        count, linked_id = rows[0]
        if not count:
            return None
        return self._part(
            pbx,
            "numbers",
            self.env._("Phone lines"),
            "warning",
            self.env._(
                "%(count)s calls of the last day came to numbers that are no line "
                "here, such as %(number)s: add it, with its direction.",
                count=count,
                number=self._called(pbx, linked_id) or "?",
            ),
        )

    def _part_of_callers(self, pbx):
        # SQL, past the rules: how many, nothing of who called
        self.env["cc.call"].flush_model()
        ((strange, all_),) = self.env.execute_query(
            SQL(
                """
                SELECT count(*) FILTER (WHERE number_key IS NULL), count(*)
                  FROM cc_call
                 WHERE pbx_id = %s AND kind = 'in'
                   AND started_at > now() AT TIME ZONE 'UTC' - interval '1 day'
                """,
                pbx.id,
            )
        )
        if not strange:
            return None
        is_much = strange > FEW_STRANGE and strange > all_ * STRANGE_SHARE
        return self._part(
            pbx,
            "callers",
            self.env._("Callers' numbers"),
            "warning" if is_much else "ok",
            self.env._(
                "%(count)s calls of the last day came without a number that can be "
                "called (hidden, short, letters, too long): they have cards, but no "
                "person and no call-back. If they are many, ask the provider.",
                count=strange,
            ),
        )

    def _called(self, pbx, linked_id):
        """Return the number of ours that a call came to."""
        self.env.cr.execute(
            """
            SELECT line FROM cc_call_event
             WHERE pbx_id = %s AND linked_id = %s ORDER BY id LIMIT 1
            """,
            (pbx.id, linked_id),
        )
        row = self.env.cr.fetchone()
        try:
            return read_line(row[0]).exten if row else ""
        except CelError:
            return ""

    def _part_of_lines(self, pbx):
        self.env.cr.execute(
            """
            SELECT id, fault, place, (SELECT max(id) FROM cc_call_event)
              FROM cc_call_event
             WHERE pbx_id = %(pbx)s AND fault IS NOT NULL
             ORDER BY id DESC LIMIT 1
            """,
            {"pbx": pbx.id},
        )
        faulty, fault, place, last = self.env.cr.fetchone() or (0, "", "", 0)
        if not faulty or last - faulty > LATE_LINES:
            return None
        return self._part(
            pbx,
            "lines",
            self.env._("Lines of the event file"),
            "warning",
            self.env._(
                "%(count)s lines in all could not be read, some of them lately; the "
                "last, at %(place)s: %(why)s. If they go on, see whether "
                "cel_custom.conf has our fields. They are kept.",
                count=pbx.unreadable_count,
                place=place or "?",
                why=self._words_of_fault(fault),
            ),
        )

    def _words_of_fault(self, fault):
        words = {
            "no_json": self.env._("it is cut off, or no JSON"),
            "not_a_row": self.env._("it is no row of a table"),
            "too_long": self.env._("it is longer than any event"),
            "no_type": self.env._("it has no kind of event (eventtype)"),
            "no_time": self.env._("it has no time (eventtime), or none there is"),
            "no_call": self.env._("it has no call's id (linkedid)"),
        }
        return words.get(fault, fault)
