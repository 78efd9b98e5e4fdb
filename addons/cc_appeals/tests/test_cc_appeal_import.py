import base64
import io
from unittest.mock import patch

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.cc_base.tests.common import EMAIL, EMAIL_MASK, PHONE, PHONE_MASK

from ..models import cc_appeal_import_run
from .common import CcAppealsCase

HEAD = "No;Matter;Received;Closed;State;Department;Applicant's name;Phone"
GOOD = f"77/1;Нет воды;01.02.2024 10:00;05.02.2024;Closed;Housing;Anna Smirnova;{PHONE}"


@tagged("post_install", "-at_install")
class TestCcAppealImport(CcAppealsCase):
    def setUp(self):
        super().setUp()
        # jobs are run by hand here, as the queue would
        delay = patch.object(
            type(self.env["cc.appeal.import"]),
            "with_delay",
            lambda record, **_how: record,
        )
        self.queued = []
        work = type(self.env["cc.appeal.import"])._job_work
        run = patch.object(
            type(self.env["cc.appeal.import"]),
            "_job_work",
            lambda record: self.queued.append(record),
        )
        self.work = work
        self.startPatcher(delay)
        self.startPatcher(run)

    def drain(self):
        while self.queued:
            self.work(self.queued.pop())

    def make(self, text, name="old.csv", codec="utf-8", **vals):
        data = text if isinstance(text, bytes) else text.encode(codec)
        record = self.as_role("supervisor", self.env["cc.appeal.import"]).create(
            {
                "file": base64.b64encode(data),
                "file_name": name,
                "direction_id": self.direction.id,
            }
            | vals
        )
        record.action_read()
        return record

    def load(self, *lines, head=HEAD, check=True):
        record = self.make("\n".join([head, *lines]))
        for column in record.column_ids:
            if column.heading == "No":
                column.target = "old_number"
        record.action_check()
        self.drain()
        if check:
            record.action_run()
            self.drain()
        return record

    def appeals(self, record):
        return self.env["cc.appeal"].search([("import_id", "=", record.id)])

    def sentences(self, record):
        return [(e.line, e.heading, e.sentence) for e in record.error_ids]

    def test_an_old_appeal_comes_with_its_own_dates_and_steps(self):
        record = self.load(GOOD)
        self.assertEqual(record.state, "done", self.sentences(record))
        (appeal,) = self.appeals(record)
        self.assertEqual(appeal.applicant_id, self.person)
        self.assertEqual(appeal.old_number, "77/1")
        # 10:00 in Moscow
        self.assertEqual(str(appeal.received_at), "2024-02-01 07:00:00")
        self.assertEqual(appeal.registered_at, appeal.received_at)
        self.assertEqual(str(appeal.closed_at), "2024-02-04 21:00:00")
        self.assertEqual((appeal.state, appeal.is_open), ("closed", False))
        self.assertEqual(appeal.closing_method, "answered")
        self.assertEqual(appeal.department_id, self.department)
        self.assertEqual(appeal.due_at.year, 2024)
        steps = appeal.interval_ids.sorted("id")
        self.assertEqual(steps.mapped("transition"), ["register", "close"])
        self.assertEqual(steps.mapped("state"), ["registered", "closed"])
        self.assertEqual(steps[0].started_at, appeal.registered_at)
        self.assertEqual(steps[0].ended_at, appeal.closed_at)
        self.assertEqual(steps[1].started_at, appeal.closed_at)
        self.assertFalse(steps[1].ended_at)
        self.assertEqual(steps.user_id, self.users["supervisor"])

    def test_nobody_is_told_of_what_happened_long_ago(self):
        events = type(self.env["cc.extension"])
        asked = events._cc_get
        told = []

        def ask(extension, kind, code):
            told.append(code)
            return asked(extension, kind, code)

        with patch.object(events, "_cc_get", ask):
            self.load(GOOD)
            self.assertNotIn("appeal.registered", told)
            self.make_appeal()
        self.assertIn("appeal.registered", told)

    def test_an_open_one_stays_open_and_an_urgent_one_urgent(self):
        head = "Matter;Urgent;State;Department"
        record = self.load("A;yes;;", "B;нет;Handed over;housing", head=head)
        urgent, handed = self.appeals(record).sorted("name")
        self.assertEqual((urgent.state, urgent.priority), ("registered", "1"))
        self.assertEqual((handed.state, handed.priority), ("handed_over", "0"))
        running = handed.interval_ids.filtered(lambda step: not step.ended_at)
        self.assertEqual(running.department_id, self.department)
        self.as_role("operator", urgent).action_close("answered")

    def test_people_are_found_by_contacts_and_never_by_name_alone(self):
        head = "Matter;Applicant's name;Phone;E-mail"
        record = self.load(
            f"1;anna smirnova;;{EMAIL}",
            "2;New Man;+7 916 111-22-33;",
            "3;New Man;8 (916) 1112233;new@example.ru",
            "4;Anna Smirnova;;",
            "5;Anna Smirnova;;",
            f"6;Her Husband;{PHONE};",
            "7;;;",
            head=head,
        )
        rows = {appeal.name: appeal.applicant_id for appeal in self.appeals(record)}
        self.assertEqual(rows["1"], self.person)
        self.assertNotIn(self.person, rows["4"] | rows["5"] | rows["6"])
        self.assertNotEqual(rows["4"], rows["5"])
        self.assertFalse(rows["7"])
        self.assertEqual(rows["2"].cc_phone_masked, "+7 916 ***-**-33")
        self.assertEqual(rows["6"].name, "Her Husband")
        again = self.load(
            "8;New Man;+79161112233;", head="Matter;Applicant's name;Phone;X"
        )
        self.assertIn(self.appeals(again).applicant_id, rows["2"] | rows["3"])

    def test_every_problem_has_its_line_column_and_sentence(self):
        record = self.load(
            GOOD,
            "2;A;31.02.2024;;;;;",
            "3;B;;;;Nowhere;;",
            "4;Жал\ufffdба;;;;;;",
            "5;C;02.02.2024;01.02.2024;;;;",
            "6;D;;;;;;12345",
            "7;;;;;;;",
            check=False,
        )
        self.assertEqual(
            self.sentences(record),
            [
                (3, "Received", "There is no date 31.02.2024 in the calendar."),
                (4, "Department", "There is no “Nowhere” in the list."),
                (
                    5,
                    "Matter",
                    "The letters are broken: the file was once saved in a wrong "
                    "charset.",
                ),
                (
                    6,
                    "Closed",
                    "The day of closing, 01.02.2024, is before the registration.",
                ),
                (
                    7,
                    "Phone",
                    "This is not a whole phone or address: it could not be found "
                    "again.",
                ),
                (8, "Matter", "This column must not be empty here."),
            ],
        )
        self.assertEqual((record.bad_count, record.row_count), (6, 7))
        self.assertFalse(self.appeals(record), "a check makes nothing")
        record.action_run()
        self.drain()
        self.assertEqual(self.appeals(record).mapped("old_number"), ["77/1"])

    def test_an_archived_department_and_two_of_a_name(self):
        self.env["hr.department"].create({"name": "Gone", "active": False})
        self.env["hr.department"].create([{"name": "Twin"}, {"name": "Twin"}])
        head = "Matter;Department"
        record = self.load("A;Gone", "B;Twin", head=head, check=False)
        self.assertEqual(
            [sentence for _line, _heading, sentence in self.sentences(record)],
            [
                "“Gone” is archived: choose one that works.",
                "There are several “Twin” in the list.",
            ],
        )

    def test_it_goes_on_after_the_last_committed_line(self):
        lines = [f"{n};Row {n};;;;;;" for n in range(1, 8)]
        with patch.object(cc_appeal_import_run, "BATCH", 2):
            record = self.load(*lines, check=False)
            record.action_run()
            with patch.object(cc_appeal_import_run, "JOB_SECONDS", -1):
                self.work(self.queued.pop())
            self.assertEqual((record.state, record.line), ("running", 3))
            self.assertEqual(record.created_count, 2)
            record.action_stop()
            self.drain()
            self.assertEqual(record.created_count, 2, "stopped is stopped")
            record.action_resume()
            self.drain()
        self.assertEqual((record.state, record.progress), ("done", 100))
        numbers = self.appeals(record).mapped("old_number")
        self.assertEqual(sorted(numbers), [str(n) for n in range(1, 8)])

    def test_undo_takes_back_what_nobody_touched(self):
        head = "Matter;Applicant's name;Phone"
        record = self.load(
            "A;One;+79161112233",
            "B;Two;+79161112244",
            f"C;Anna Smirnova;{PHONE}",
            head=head,
        )
        worked, other, _annas = self.appeals(record).sorted("name")
        people = other.applicant_id
        self.as_role("operator", worked).action_close("answered")
        record.action_undo()
        self.drain()
        self.assertEqual(record.state, "undone")
        self.assertEqual((record.kept_count, record.created_count), (1, 1))
        self.assertEqual(self.appeals(record), worked.exists())
        self.assertTrue(worked.applicant_id)
        self.assertFalse(people.exists())
        self.assertTrue(self.person.exists())

    def test_what_a_column_was_is_remembered_per_user(self):
        first = self.make("Кто;О чём\na;b")
        self.assertFalse(any(first.column_ids.mapped("target")))
        first.column_ids[0].target = "applicant"
        first.column_ids[1].target = "name"
        again = self.make("о чём;КТО\na;b")
        self.assertEqual(again.column_ids.mapped("target"), ["name", "applicant"])
        others = self.users["supervisor"].copy({"login": "t_second"})
        theirs = self.env["cc.appeal.import.column"].with_user(others)
        self.assertFalse(theirs._guess("Кто"))

    def test_samples_show_masks(self):
        record = self.make(f"Who;Phone;Mail\nAnna;{PHONE};{EMAIL}")
        samples = record.column_ids.mapped("sample")
        self.assertEqual(samples, ["Anna", PHONE_MASK, EMAIL_MASK])

    def test_charsets_workbooks_and_what_is_neither(self):
        text = "Matter;Text\n" + "Нет воды;Прошу помочь\n" * 3
        for codec in ("cp1251", "koi8-r", "utf-8-sig"):
            record = self.make(text, codec=codec)
            self.assertIn("Нет воды", record.column_ids[0].sample, codec)
            self.assertEqual(record.column_ids.mapped("target"), ["name", "text"])
        book = openpyxl.Workbook()
        book.active.append(["Matter", "Received"])
        book.active.append(["Нет воды", "=1+1"])
        stream = io.BytesIO()
        book.save(stream)
        record = self.make(stream.getvalue(), name="old.xlsx")
        self.assertEqual((record.kind, record.row_count), ("xlsx", 1))
        for data in (b"", b"Matter;Text\n", b"PK\3\4 no zip", b"\xd0\xcf\x11\xe0 old"):
            with self.assertRaises(UserError):
                self.make(data)

    def test_other_programs_files_are_no_table(self):
        sheet = '<?xml version="1.0"?>\n<Workbook>\n<Row>1</Row>\n</Workbook>'
        for data in (
            sheet.encode(),
            sheet.encode("utf-16"),
            b"\xef\xbb\xbf" + sheet.encode(),
            b"<html><table>\n<tr><td>1</td></tr></table></html>",
            b"ID;PWXL;N;E\nC;Y1;X1;K1\nE\n",
            b'TABLE\r\n0,1\r\n"EXCEL"\r\n',
        ):
            with self.subTest(data[:9]), self.assertRaisesRegex(UserError, "workbook"):
                self.make(data)
        self.assertEqual(self.make(b"<b>Matter;Text\n1;2\n").row_count, 1)

    def test_a_mapping_that_makes_no_sense(self):
        record = self.make("A;B\n1;2")
        with self.assertRaisesRegex(UserError, "matter"):
            record.action_check()
        record.column_ids.target = "name"
        with self.assertRaisesRegex(UserError, "Matter"):
            record.action_check()
        record.codec = "no-such"
        with self.assertRaisesRegex(UserError, "no-such"):
            record.action_read_again()
        with self.assertRaises(UserError):
            record.action_run()

    def test_the_screen(self):
        record = self.load(GOOD, check=False)
        with Form(record) as form:
            self.assertEqual(form.row_count, 1)
            with form.column_ids.edit(0) as column:
                column.target = False
        self.assertFalse(record.column_ids[0].target)

    def test_an_old_number_is_found(self):
        record = self.load(GOOD)
        (appeal,) = self.appeals(record)
        operator = self.as_role("operator", self.env["cc.appeal"])
        self.assertEqual(operator.search([("find_all", "ilike", "77/1")]), appeal)

    def test_a_file_is_erased_when_it_is_old(self):
        record = self.load(GOOD)
        self.env["cc.appeal.import"]._erase_files()
        self.assertTrue(record.file)
        self.env.cr.execute(
            "UPDATE cc_appeal_import SET create_date = now() - interval '40 days'"
        )
        self.env.invalidate_all()
        self.env["cc.appeal.import"]._erase_files()
        self.assertFalse(record.file)
        self.assertFalse(record.column_ids)
