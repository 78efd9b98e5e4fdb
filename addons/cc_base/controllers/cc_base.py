import io
import json
import logging

from werkzeug.datastructures import FileStorage

from odoo import http

from odoo.addons.web.controllers import export, pivot

from ..engine.table_guard import clean, guard


class WithoutDomain(logging.Filter):
    """What a user searched for before an export may be a person's: it is no log's."""

    def filter(self, record):
        if isinstance(record.args, tuple) and "Domain" in record.args:
            place = record.args.index("Domain")
            record.args = (*record.args[: place + 1], "-")
        return True


logging.getLogger(export.__name__).addFilter(WithoutDomain())


class TextCells:
    """Mixed into Odoo's writers of workbooks: what is text is written as text."""

    def write(self, row, column, cell_value, style=None):
        if isinstance(cell_value, str):
            return self.worksheet.write_string(row, column, clean(cell_value), style)
        return super().write(row, column, cell_value, style)


class PlainWriter(TextCells, export.ExportXlsxWriter):
    pass


class GroupWriter(TextCells, export.GroupExportXlsxWriter):
    pass


class CcExcelExport(export.ExcelExport):
    """A list exported from any screen holds no live formula and no link."""

    def from_group_data(self, fields, columns_headers, groups):
        with GroupWriter(fields, columns_headers, groups.count) as writer:
            row, column = 1, 0
            for name, group in groups.children.items():
                row, column = writer.write_group(row, column, name, group)
        return writer.value

    def from_data(self, fields, columns_headers, rows):
        with PlainWriter(fields, columns_headers, len(rows)) as writer:
            for number, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    writer.write_cell(number, column, value)
        return writer.value


class CcCsvExport(export.CSVExport):
    """The core guards "=", "+" and "-" alone."""

    def from_data(self, fields, columns_headers, rows):
        return super().from_data(
            fields,
            [_guarded(heading) for heading in columns_headers],
            [[_guarded(cell) for cell in row] for row in rows],
        )


class CcTableExporter(pivot.TableExporter):
    """Groups of a pivot are named by people as well."""

    @http.route()
    def export_xlsx(self, data, **kw):
        """Write the table after its texts were guarded.

        The core makes the workbook itself: it cannot be told to keep texts, so they
        are made such that it takes them for texts.
        """
        table = json.load(data) if isinstance(data, FileStorage) else json.loads(data)
        text = json.dumps(_guarded_all(table))
        return super().export_xlsx(FileStorage(io.BytesIO(text.encode())), **kw)


def _guarded(cell):
    """Return a cell the core's own guard leaves as it is."""
    if isinstance(cell, bytes):
        cell = cell.decode()
    return guard(cell) if isinstance(cell, str) else cell


def _guarded_all(value):
    if isinstance(value, dict):
        return {key: _guarded_all(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_guarded_all(each) for each in value]
    if isinstance(value, str) and _is_live(value):
        return f"'{value}"
    return value


def _is_live(text):
    """Tell what xlsxwriter makes a formula or a link of, and what others might."""
    return guard(text) != text or text.lstrip().startswith(("{", *_LINKS))


_LINKS = ("http://", "https://", "ftp://", "mailto:", "internal:", "external:")
