from ast import literal_eval
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CcLedgerCase

NOON = datetime(2026, 3, 12, 12)
TODAY = NOON.date()


@tagged("post_install", "-at_install")
class TestCcInboxReconciliation(CcLedgerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOON))
        cls.table = cls.env["cc.inbox.reconciliation"]

    def came(self, *raws, received_at=NOON, channel=None, **vals):
        found = self.inbox._record(
            channel or self.channel, [{"raw": raw} for raw in raws], received_at
        )
        events = self.inbox.concat(*(event for event, _is_new in found))
        events.write(vals)
        self.env.flush_all()
        return events

    def told(self, counts):
        plug = self.env.registry[self.channel._plug()._name]
        return patch.object(plug, "_cc_source_counts", lambda *args: counts)

    def page(self, role="supervisor", **context):
        page = self.as_role(role, self.table.with_context(**context)).get_page()
        mine = [each for each in page["channels"] if each["id"] == self.channel.id]
        return page, mine[0] if mine else None

    def test_sums_are_equal(self):
        self.came(b"1", b"2", state="processed")
        self.came(b"3", state="ignored", reason="copy")
        self.came(b"4", state="quarantined")
        self.came(b"5", redelivery_count=2)
        page, channel = self.page()
        (day,) = channel["days"]
        self.assertEqual(day["ledger"], 5)
        parts = ("processed", "ignored", "quarantined", "waiting")
        self.assertEqual([day[part] for part in parts], [2, 1, 1, 1])
        self.assertEqual(sum(day[part] for part in parts), day["ledger"])
        self.assertEqual(day["repeats"], 2)
        self.assertEqual(page["totals"]["ledger"], 5)
        self.assertEqual((day["source"], day["state"]), (None, "silent"))

    def test_every_state_of_an_event_has_its_column(self):
        states = [code for code, _label in self.inbox._fields["state"].selection]
        for number, state in enumerate(states):
            self.came(b"%d" % number, state=state)
        _page, channel = self.page()
        parts = ("processed", "ignored", "quarantined", "waiting")
        self.assertEqual(sum(channel["totals"][part] for part in parts), len(states))

    def test_a_source_that_gave_more_is_shown(self):
        self.came(b"1", b"2", state="processed")
        with self.told({TODAY: 5, TODAY - timedelta(days=1): 1}):
            page, channel = self.page()
        self.assertEqual(page["missing"], 4)
        self.assertEqual(channel["missing"], 4)
        # a day of which the ledger has nothing at all is a row all the same
        self.assertEqual([day["difference"] for day in channel["days"]], [4, 1])
        self.assertEqual({day["state"] for day in channel["days"]}, {"missing"})

    def test_the_list_tells_the_same(self):
        self.came(b"1", state="processed")
        with self.told({TODAY: 3}):
            row = self.table.search(
                [("channel_id", "=", self.channel.id), ("day", "=", TODAY)]
            )
            self.assertEqual(
                (row.source_count, row.ledger_count, row.difference, row.state),
                (3, 1, 2, "missing"),
            )

    def test_a_letter_over_midnight_is_not_missing(self):
        self.came(b"1", state="processed")
        with self.told({TODAY - timedelta(days=1): 1, TODAY: 0}):
            page, channel = self.page()
        self.assertEqual(page["missing"], 0)
        self.assertEqual([day["state"] for day in channel["days"]], ["even", "later"])

    def test_the_pivot_and_the_graph_tell_the_same(self):
        yesterday = TODAY - timedelta(days=1)
        self.came(b"1", received_at=NOON - timedelta(days=1), state="processed")
        self.came(b"2", b"3", state="ignored", reason="copy")
        measures = ("source_count", "ledger_count", "ignored_count")
        with self.told({yesterday: 4, TODAY: 1}):
            groups = self.as_role("supervisor", self.table).formatted_read_group(
                [("channel_id", "=", self.channel.id), ("source_count", ">", 0)],
                ["day:day"],
                [f"{name}:sum" for name in (*measures, "difference_change")],
            )
        figures = [
            [group[f"{name}:sum"] for name in (*measures, "difference_change")]
            for group in groups
        ]
        # three are missing yesterday, and one of them came today
        self.assertEqual(figures, [[4, 1, 0, 3], [1, 2, 2, -1]])

    def test_a_source_that_does_not_say_gave_not_nothing(self):
        self.came(b"1", state="processed")
        ((_channel, source, ledger),) = self.table._read_group(
            [("channel_id", "=", self.channel.id)],
            ["channel_id"],
            ["source_count:sum", "ledger_count:sum"],
        )
        self.assertEqual((source or None, ledger), (None, 1))
        self.assertIsNot(source, 0)

    def test_an_export_has_no_number_where_the_source_does_not_say(self):
        self.came(b"1", state="processed")
        domain = [("channel_id", "=", self.channel.id), ("day", "=", TODAY)]
        columns = ["channel_id/name", "source_count", "ledger_count", "difference"]
        rows = self.table.search(domain).export_data(columns)["datas"]
        self.assertEqual(rows, [[self.channel.name, "", 1, ""]])
        self.env.invalidate_all()
        with self.told({TODAY: 0}):
            rows = self.table.search(domain).export_data(columns)["datas"]
        self.assertEqual(rows, [[self.channel.name, 0, 1, 0]])

    def test_what_lay_there_before_hides_nothing_later(self):
        self.came(
            b"1", b"2", b"3", received_at=NOON - timedelta(days=2), state="processed"
        )
        days = [TODAY - timedelta(days=step) for step in (2, 1, 0)]
        with self.told(dict(zip(days, (1, 2, 0), strict=True))):
            _page, channel = self.page()
        self.assertEqual([day["difference"] for day in channel["days"]], [2, 0])
        self.assertEqual(channel["missing"], 2)

    def test_bytes_given_once_more_are_not_missing(self):
        self.came(b"1", redelivery_count=2)
        with self.told({TODAY: 3}):
            _page, channel = self.page()
        self.assertEqual((channel["missing"], channel["days"][0]["state"]), (0, "even"))

    def test_a_day_made_up_for_is_not_one_missing_since(self):
        self.came(b"1", received_at=NOON - timedelta(days=1), state="processed")
        days = [TODAY - timedelta(days=step) for step in (2, 1, 0)]
        with self.told(dict(zip(days, (1, 0, 2), strict=True))):
            _page, channel = self.page()
        found = [(day["difference"], day["state"]) for day in channel["days"]]
        self.assertEqual(found, [(2, "missing"), (0, "even"), (1, "later")])

    def test_the_table_leaves_out_what_nothing_came_by(self):
        self.came(b"1", state="processed")
        idle = self.make_channel("Idle", self.channel.direction_id)
        view = self.env.ref("cc_ledger.cc_inbox_reconciliation_view_search")
        (came,) = etree.fromstring(view.arch).xpath("//filter[@name='came']/@domain")
        found = self.table.search(literal_eval(came)).channel_id
        self.assertIn(self.channel, found)
        self.assertNotIn(idle, found)
        action = self.env.ref("cc_ledger.cc_inbox_reconciliation_action")
        self.assertEqual(literal_eval(action.context), {"search_default_came": 1})

    def test_the_days_are_those_of_the_direction(self):
        # 22:30 in UTC is the next day in Moscow
        self.came(b"1", received_at=datetime(2026, 3, 10, 22, 30))
        _page, channel = self.page()
        self.assertEqual([day["day"] for day in channel["days"]], ["2026-03-11"])
        day = channel["days"][0]["day"]
        inbox = self.as_role("supervisor", self.table)
        action = inbox.action_open_events(self.channel.id, day, day, "ledger")
        self.assertEqual(len(self.inbox.search(action["domain"])), 1)

    def test_the_last_day_is_that_of_the_easternmost(self):
        self.channel.direction_id.tz = "Asia/Kamchatka"
        late = datetime(2026, 3, 12, 13, 30)
        with freeze_time(late):
            # the user's clock says the 12th, the direction's the 13th
            self.came(b"1", received_at=late)
            page, channel = self.page(tz="UTC")
            self.assertEqual([day["day"] for day in channel["days"]], ["2026-03-13"])
            self.assertEqual((page["day_to"], page["today"]), ("2026-03-13",) * 2)
            page, _channel = self.page(tz="UTC", cc_days=7)
            self.assertEqual(page["day_from"], "2026-03-07")

    def test_the_period_is_bounded(self):
        self.came(b"old", received_at=NOON - timedelta(days=20))
        page, channel = self.page()
        self.assertEqual((page["day_from"], page["day_to"]), ("2026-02-27", str(TODAY)))
        self.assertFalse(channel["days"])
        _page, channel = self.page(cc_day_from="2026-02-01")
        self.assertEqual(channel["totals"]["ledger"], 1)
        first, _last = self.table.with_context(cc_day_from="1999-01-01")._period()
        self.assertEqual((TODAY - first).days, 365)

    def test_each_figure_leads_to_its_rows(self):
        self.came(b"1", b"2", state="processed")
        self.came(b"3", state="ignored", reason="copy")
        self.came(b"4", state="ignored", reason="KeyError")
        args = (self.channel.id, str(TODAY), str(TODAY))
        table = self.as_role("supervisor", self.table)
        for column, count in (("ledger", 4), ("processed", 2), ("waiting", 0)):
            action = table.action_open_events(*args, column)
            self.assertEqual(self.inbox.search_count(action["domain"]), count)
        rules = table.get_rules(*args)
        self.assertEqual([rule["count"] for rule in rules], [1, 1])
        self.assertNotIn("KeyError", [rule["text"] for rule in rules])
        action = table.action_open_events(*args, "ignored", ["copy"])
        self.assertEqual(self.inbox.search(action["domain"]).reason, "copy")

    def test_strangers_channels_are_not_counted(self):
        far = self.make_channel("Far", self.other_direction)
        self.came(b"far", channel=far)
        page, _channel = self.page("supervisor")
        self.assertNotIn(far.id, [each["id"] for each in page["channels"]])
        self.assertEqual(page["totals"]["ledger"], 0)
        page, _channel = self.page("auditor")
        self.assertIn(far.id, [each["id"] for each in page["channels"]])
        day = str(TODAY)
        with self.assertRaises(AccessError):
            self.as_role("supervisor", self.table).get_rules(far.id, day, day)
        for role in ("operator", "accountant", "employee"):
            with self.assertRaises(AccessError):
                self.page(role)

    def test_the_query_reads_only_the_days_asked_for(self):
        query = self.table._search([("channel_id", "=", self.channel.id)])
        sql = query.select()
        self.env.cr.execute("EXPLAIN " + sql.code, sql.params)
        plan = " ".join(row[0] for row in self.env.cr.fetchall())
        # which index it takes, the planner decides by the table's size
        self.assertIn("received_at >= '2026-02-26 00:00:00'", plan)
        self.assertIn("received_at < '2026-03-14 00:00:00'", plan)
