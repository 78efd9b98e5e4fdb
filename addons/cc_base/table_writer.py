"""Tables written row by row: a workbook without formulas, a CSV with guarded cells."""

import csv
import datetime as dt

import xlsxwriter

from .engine.table_guard import clean, guard

MOMENT = "dd.mm.yyyy hh:mm"
DAY = "dd.mm.yyyy"
WIDEST = 40
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class XlsxTable:
    """`with XlsxTable(path, headings) as table: table.add(values)`."""

    most_rows = 1_048_575

    def __init__(self, path, headings):
        self.book = xlsxwriter.Workbook(str(path), OPTIONS)
        self.sheet = self.book.add_worksheet()
        self.formats = {
            dt.datetime: self.book.add_format({"num_format": MOMENT}),
            dt.date: self.book.add_format({"num_format": DAY}),
        }
        bold = self.book.add_format({"bold": True})
        for column, heading in enumerate(headings):
            self.sheet.set_column(column, column, min(len(heading) + 8, WIDEST))
        self.sheet.freeze_panes(1, 0)
        for column, heading in enumerate(headings):
            self.sheet.write_string(0, column, clean(heading), bold)
        self.row = 0

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.book.close()

    def add(self, values):
        """Add a row of str, int, float, bool, date, datetime and None."""
        self.row += 1
        for column, value in enumerate(values):
            if isinstance(value, str):
                if value:
                    self.sheet.write_string(self.row, column, clean(value))
            elif isinstance(value, dt.date):
                style = self.formats[type(value)]
                self.sheet.write_datetime(self.row, column, value, style)
            elif value is not None and value is not False:
                self.sheet.write_number(self.row, column, value)


class CsvTable:
    """The same as CSV, as Excel opens it in Russian: with a mark and semicolons."""

    most_rows = None

    def __init__(self, path, headings):
        self.file = open(path, "w", encoding="utf-8-sig", newline="")
        self.writer = csv.writer(self.file, delimiter=";", quoting=csv.QUOTE_ALL)
        self.add(headings)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.file.close()

    def add(self, values):
        self.writer.writerow([self._cell(value) for value in values])

    @staticmethod
    def _cell(value):
        if isinstance(value, str):
            return guard(value.replace("\0", " "))
        if isinstance(value, dt.datetime):
            return value.strftime("%d.%m.%Y %H:%M")
        if isinstance(value, dt.date):
            return value.strftime("%d.%m.%Y")
        # a number is no text: a minus before it is its sign
        return "" if value is None or value is False else value


TABLES = {"xlsx": XlsxTable, "csv": CsvTable}
