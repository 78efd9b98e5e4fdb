import json
import random
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.cc_base.tests.common import OTHER_PHONE, PHONE

from ..engine.cel_call import build
from .common import (
    BEGAN,
    DESK,
    TRUNK,
    CcTelephonyCase,
    cards,
    incoming,
    outgoing,
    recorded,
    told,
)


@tagged("post_install", "-at_install")
class TestBuild(CcTelephonyCase):
    # cards
    def test_an_answered_call_is_a_card(self):
        call = self.call(*incoming("c.1", talk=30))
        self.assertEqual((call.kind, call.outcome), ("in", "answered"))
        self.assertEqual((call.wait_seconds, call.talk_seconds), (4, 30))
        self.assertEqual(call.operator_id, self.users["operator"])
        self.assertEqual(call.line_id, self.line)
        self.assertEqual(call.queue_id.name, "support")
        self.assertEqual(call.partner_id, self.person)
        contact = call.interaction_id
        self.assertEqual((contact.kind, contact.is_outbound), ("phone_call", False))
        self.assertEqual(contact.partner_id, self.person)
        self.assertEqual(contact.happened_at, call.started_at)
        self.assertEqual(contact.channel_id, self.line.channel_id)
        self.assertEqual(
            [(leg.peer, leg.outcome, leg.talk_seconds) for leg in call.leg_ids],
            [("101", "answered", 30)],
        )

    def test_the_recorded_desk(self):
        self.take(recorded("desk.jsonl"))
        calls = self.calls()
        self.assertEqual(len(calls), 10)
        self.assertEqual(len(calls.interaction_id), 9, "internal calls are none")
        question = calls.filtered(lambda call: call.kind == "internal")
        self.assertEqual(question.parent_id.transfers[0]["kind"], "attended")

    def test_any_split_and_order_of_batches_ends_in_the_same_cards(self):
        for name in ("desk.jsonl", "dialler.jsonl"):
            lines = recorded(name)
            once = self.make_pbx(f"once-{name[:4]}", self.direction)
            self.take(lines, pbx=once)
            expected = cards(self.calls(once))
            for seed in range(6):
                with self.subTest(name=name, seed=seed):
                    chance = random.Random(seed)
                    pbx = self.make_pbx(f"{name[:4]}{seed}", self.direction)
                    for batch in torn(lines, chance):
                        self.take(batch, pbx=pbx)
                    found = cards(self.calls(pbx))
                    for each in found.values():
                        if each["contact"]:
                            each["contact"] = same_channel(each["contact"], pbx, once)
                    self.assertEqual(found, expected)

    def test_the_same_lines_again_add_nothing(self):
        lines = incoming("c.1", talk=3)
        self.take(lines)
        before = cards(self.calls())
        self.take([*lines, told("c.1", 4, "NOTHING_NEW")], lines[3:])
        again = [("1:1", line) for line in lines]
        self.take(again)
        self.assertEqual(cards(self.calls()), before)
        self.assertEqual(
            self.env["cc.call.event"].search_count([("linked_id", "=", "c.1")]),
            len(lines) + 1,
        )

    def test_events_of_one_moment_keep_their_place(self):
        lines = []
        for at in range(10):
            moves = (
                ("BRIDGE_ENTER", TRUNK, "one"),
                ("BRIDGE_ENTER", DESK, "one"),
                ("BRIDGE_EXIT", DESK, "one"),
                ("BRIDGE_EXIT", TRUNK, "one"),
                ("BRIDGE_ENTER", TRUNK, "two"),
                ("BRIDGE_ENTER", DESK, "two"),
            )
            lines += [told(f"m.{at}", 0, "CHAN_START", num=PHONE)]
            lines += [
                told(f"m.{at}", 5, kind, channel, eventextra=f'{{"bridge_id":"{id_}"}}')
                for kind, channel, id_ in moves
            ]
            lines += [told(f"m.{at}", 9, kind) for kind in ("HANGUP", "LINKEDID_END")]
        keyed = [(f"3:{at}", line) for at, line in enumerate(lines)]
        random.Random(3).shuffle(keyed)
        self.take(keyed[:40], keyed[40:])
        self.assertEqual(self.calls().mapped("talk_seconds"), [4] * 10)

    def test_a_piece_that_looks_like_another_call_makes_no_contact(self):
        desk, of = "DAHDI/7-1", {"eventextra": '{"bridge_id":"b"}'}
        home = {"context": "from-internal", "uniqueid": "i.1"}
        lines = [
            told("i.1", 0, "CHAN_START", desk, num="7", exten="101", **home),
            told("i.1", 1, "CHAN_START", DESK),
            told("i.1", 4, "BRIDGE_ENTER", desk, **of | home),
            told("i.1", 4, "BRIDGE_ENTER", DESK, **of),
            told("i.1", 8, "LINKEDID_END", desk, **home),
        ]
        with freeze_time(BEGAN):
            self.take(lines[2:4])
            self.assertFalse(self.calls().interaction_id)
            self.take(lines)
        self.assertEqual(self.calls().kind, "internal")
        self.assertFalse(self.calls().interaction_id)

    def test_a_late_end_closes_the_call(self):
        lines = incoming("c.1", talk=3)
        with freeze_time(BEGAN):
            call = self.call(*lines[:5])
        self.assertEqual((call.outcome, bool(call.ended_at)), ("live", False))
        contact = call.interaction_id
        self.take(lines[5:])
        self.assertEqual((call.outcome, call.talk_seconds), ("answered", 3))
        self.assertEqual(call.interaction_id, contact)

    def test_phones_stay_the_records_they_are(self):
        lines = incoming("c.1", talk=3)
        call = self.call(*lines)
        legs = call.leg_ids
        self.take([told("c.1", 60, "CC_SCORE", eventextra='{"extra":"score=5"}')])
        self.assertEqual((call.score, call.leg_ids), (5, legs))

    def test_a_question_finds_its_call_whichever_came_first(self):
        for kind, context in (("internal", "internal"), ("out", "from-trunk")):
            for order in (1, -1):
                name = f"{kind}{order}"
                about, asked = f"{name}.1", f"{name}.2"
                extra = json.dumps({"channel2_uniqueid": asked})
                call = incoming(about, talk=9)
                call.insert(
                    5, told(about, 9, "ATTENDEDTRANSFER", DESK, eventextra=extra)
                )
                phone = {"uniqueid": asked, "exten": "+79160009988"}
                far = "PJSIP/trunk-00000009" if kind == "out" else "PJSIP/102-0000009"
                question = [
                    told(asked, 6, "CHAN_START", DESK, **phone),
                    told(asked, 6, "CHAN_START", far, context=context),
                    told(asked, 9, "LINKEDID_END", DESK, **phone),
                ]
                with self.subTest(kind=kind, order=order):
                    for lines in (call, question)[::order]:
                        self.take(lines)
                    found = self.calls().grouped("linked_id")
                    self.assertEqual(found[asked].kind, kind)
                    self.assertEqual(found[asked].parent_id, found[about])

    # bad lines
    def test_lines_that_tell_nothing_are_kept_and_stop_nothing(self):
        bad = ["", "{", "[1]", "\0", '{"eventtype":"ANSWER"}', "x" * 70_000, "\ud800"]
        row = self.take([*bad, *incoming("c.1")])
        self.assertEqual((row.state, row.reason), ("processed", "partly"))
        self.assertEqual(self.calls().mapped("linked_id"), ["c.1"])
        self.assertEqual(self.pbx.unreadable_count, len(bad))
        kept = self.env["cc.call.event"].search(
            [("pbx_id", "=", self.pbx.id), ("fault", "!=", False)]
        )
        self.assertEqual(len(kept), len(bad))
        self.take([*bad, "{{"])
        self.pbx.invalidate_recordset()
        self.assertEqual(self.pbx.unreadable_count, len(bad) + 1)

    def test_the_drain_waits_for_no_row_of_the_live_picture(self):
        def version():
            self.env.flush_all()
            self.env.cr.execute("SELECT ctid FROM cc_pbx WHERE id = %s", self.pbx.ids)
            return self.env.cr.fetchone()

        before = version()
        row = self.take(["{", *incoming("c.1")])
        self.assertEqual((row.state, row.reason), ("processed", "partly"))
        self.assertEqual(version(), before)

    def test_foreign_columns_and_wild_values_stop_nothing(self):
        wild = "\0\ud800" + "я" * 3000
        extra = json.dumps({"hangupcause": 10**30, "hangupsource": wild})
        lines = [
            told("c.1", 0, "CHAN_START", num=wild, exten=wild, stranger=[1]),
            told(
                "c.1",
                1,
                "CC_SCORE",
                eventextra=json.dumps({"extra": "score=" + "9" * 40}),
            ),
            told("c.1", 1, "CC_REC", eventextra=json.dumps({"extra": f"file={wild}"})),
            told("c.1", 1, "BLINDTRANSFER", eventextra=json.dumps({"extension": wild})),
            told("c.1", 2, "HANGUP", eventextra=extra),
            told("c.1", 2, "LINKEDID_END"),
            told("x" * 200, 2, "LINKEDID_END"),
        ]
        row = self.take(lines)
        self.assertEqual(row.state, "processed")
        self.assertEqual((self.calls().cause, self.calls().score), (0, 0))

    def test_a_call_that_cannot_be_built_stops_no_other(self):
        def fail_at_one(events, *rest):
            if events[0].linked_id == "c.1":
                raise ZeroDivisionError
            return build(events, *rest)

        name = "odoo.addons.cc_telephony.models.call.cc_call_build"
        with patch(f"{name}.build", fail_at_one), self.assertLogs(name, "ERROR") as log:
            row = self.take(incoming("c.1"), incoming("c.2"))
        self.assertEqual(set(row.mapped("state")), {"processed"})
        self.assertEqual(self.calls().mapped("linked_id"), ["c.2"])
        self.assertIn("ZeroDivisionError", log.output[0])
        self.env["cc.call"]._rebuild(self.pbx)
        self.assertEqual(len(self.calls()), 2)

    @mute_logger("odoo.addons.cc_ledger.models.cc_inbox_event_drain")
    def test_what_is_no_batch_is_put_aside(self):
        inbox = self.env["cc.inbox.event"]
        items = [{"raw": raw} for raw in (b"\xff", b"[]", b'{"lines":[{}]}')]
        items.append({"raw": self.batch(incoming("c.1"))})
        inbox._record(self.pbx.channel_id, items)
        while inbox._drain():
            pass
        rows = inbox.search([("channel_id", "=", self.pbx.channel_id.id)], order="id")
        self.assertEqual(rows.mapped("state"), ["quarantined"] * 3 + ["processed"])
        self.assertEqual(rows[0].reason_text, "This is no batch of lines")
        self.assertEqual(len(self.calls()), 1)

    # numbers and people
    def test_numbers_that_are_no_phones(self):
        for at, number in enumerate(
            ("anonymous", "112112", "9" * 40, "", "s", "+", "Anna")
        ):
            with self.subTest(number=number):
                call = self.call(*incoming(f"n.{at}", number=number))
                self.assertEqual(call.outcome, "abandoned")
                self.assertFalse(call.partner_id | call.candidate_ids)
                self.assertTrue(call.interaction_id)
                self.assertNotIn(number or "?", call.number_masked or "")

    def test_a_plus_before_the_trunk_prefix(self):
        call = self.call(*incoming("c.1", number="+8 800 555-35-35"))
        self.assertEqual(call.identity_id.sudo().value, "+78005553535")

    def test_spellings_of_one_number_are_one_person(self):
        spelt = (PHONE, PHONE[1:], f"8{PHONE[2:]}", PHONE[2:])
        for at, number in enumerate(spelt):
            self.take(incoming(f"c.{at}", number=number))
        self.assertEqual(self.calls().partner_id, self.person)

    def test_who_has_no_name_is_called_so_in_the_company_s_language(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        names = set()
        for at, lang in enumerate(("en_US", "ru_RU")):
            self.env.company.partner_id.lang = lang
            number = f"+7903000005{at}"
            names.add(self.call(*incoming(f"n.{at}", number=number)).partner_id.name)
        self.assertEqual(len(names), 2)

    def test_who_dialled_and_reached_nobody_is_told(self):
        call = self.call(*outgoing("o.1"))
        self.assertEqual((call.kind, call.talk_seconds), ("out", 0))
        self.assertEqual(call.operator_id, self.users["operator"])
        self.assertEqual(call.extension, "101")

    def test_who_is_unknown_becomes_a_person_once(self):
        number = "+79990001122"
        self.take(incoming("c.1", number=number), incoming("c.2", number=number, at=60))
        person = self.calls().partner_id
        self.assertEqual(len(person), 1)
        self.assertEqual(person.cc_client_id, self.own)
        self.assertEqual(person.sudo().cc_identity_ids.value, number)

    def test_a_person_of_another_client_is_nobody_here(self):
        call = self.call(*incoming("c.1", number=OTHER_PHONE))
        self.assertNotEqual(call.partner_id, self.stranger)
        self.assertEqual(call.partner_id.cc_client_id, self.own)

    def test_an_unknown_line_is_the_pbx_s_direction(self):
        call = self.call(*incoming("c.1", did="74959999999"))
        self.assertFalse(call.line_id)
        self.assertEqual(call.direction_id, self.pbx.direction_id)
        self.assertEqual(call.channel_id, self.pbx.channel_id)

    def test_the_line_says_whose_the_call_is(self):
        self.line.channel_id = self.env["cc.channel"].create(
            {"name": "Far", "kind": "phone", "direction_id": self.other_direction.id}
        )
        call = self.call(*incoming("c.1", number=OTHER_PHONE))
        self.assertEqual(call.direction_id, self.other_direction)
        self.assertEqual(call.partner_id, self.stranger)

    # clock
    def test_a_clock_that_was_set_is_said(self):
        lines = incoming("c.1", talk=3)
        back = [json.loads(line) for line in lines]
        for row in back[5:]:
            row["eventtime"] = f"{float(row['eventtime']) - 3600:.6f}"
        keyed = [(f"0:{at}", json.dumps(row)) for at, row in enumerate(back)]
        self.take(keyed[6:], keyed[:6])
        call = self.calls()
        self.assertEqual((call.outcome, call.is_clock_doubtful), ("answered", True))
        self.assertGreaterEqual(call.talk_seconds, 0)

    def test_moments_are_utc(self):
        call = self.call(*incoming("c.1"))
        self.assertEqual(call.started_at, BEGAN)

    # statements
    def test_fifty_calls_ask_what_one_asks(self):
        counts = {}
        for name, count in (("warm", 2), ("one", 1), ("fifty", 50)):
            lines = [
                line
                for at in range(count)
                for line in incoming(
                    f"{name}.{at}", number=f"+7999{len(name)}{at:06}", talk=2
                )
            ]
            for part, told_ in (("new", lines), ("again", self.later(name, count))):
                counts[name, part] = self.statements(told_)
        self.assertEqual(len(self.calls()), 53)
        for part in ("new", "again"):
            self.assertLessEqual(counts["fifty", part], counts["one", part] + 4, counts)

    def later(self, name, count):
        """Return lines that change each call and its phones."""
        return [
            told(f"{name}.{at}", 3, kind, "PJSIP/102-00000009")
            for at in range(count)
            for kind in ("CHAN_START", "CHAN_END")
        ]

    def statements(self, lines):
        self.env["cc.inbox.event"]._record(
            self.pbx.channel_id, [{"raw": self.batch(lines)}]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertEqual(self.env["cc.inbox.event"]._drain(), 1)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before


def torn(lines, chance):
    """Return the lines in batches of any size and order, some of them twice."""
    lines = list(lines)
    if chance.random() < 0.5:
        chance.shuffle(lines)
    batches = []
    while lines:
        size = chance.randint(1, 60)
        batches.append(lines[:size])
        del lines[:size]
    batches += chance.sample(batches, min(2, len(batches)))
    chance.shuffle(batches)
    return batches


def same_channel(contact, pbx, other):
    """Return a contact as if it had come over the other PBX."""
    kind, is_outbound, moment, channel, person = contact
    if channel == pbx.channel_id:
        channel = other.channel_id
    elif channel == pbx.line_ids.channel_id:
        channel = other.line_ids.channel_id
    return kind, is_outbound, moment, channel, person
