"""Opens a register somebody kept: CSV in any charset, or a workbook, row by row."""

import io
import re
import zipfile

import openpyxl

from .engine.import_rows import layout, read_csv

LARGEST_UNPACKED = 1024**3
LARGEST_RATIO = 200  # a workbook of text packs 10 to 50 times
HEAD = 4096
MARKS = b"\xef\xbb\xbf\xff\xfe"  # of the order of bytes
# what other programs call a table, and a reader of CSV would take for words
FOREIGN = re.compile(
    rb"\s*(?:<\?xml|<!doctype|<(?:html|table|svg|workbook)\b|ID;P|TABLE\r?\n0,1|%PDF"
    rb"|\{\\rtf)",
    re.I,
)


class FileError(Exception):
    """The file as a whole cannot be read; `code` says why.

    "empty", "not_a_workbook", "too_large", "unsafe"
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def describe(data, name):
    """Return {"kind", "codec", "delimiter"} of a file; FileError if it is none."""
    if not data.strip(b"\xef\xbb\xbf\r\n\t \0"):
        raise FileError("empty")
    if data.startswith(b"PK") or name.lower().endswith((".xlsx", ".xlsm")):
        _check_workbook(data)
        return {"kind": "xlsx", "codec": False, "delimiter": False}
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileError("not_a_workbook")  # the format before 2007
    # in UTF-16 too
    if FOREIGN.match(data[:HEAD].lstrip(MARKS).replace(b"\0", b"")):
        raise FileError("not_a_workbook")
    found = layout(data)
    return {"kind": "csv", "codec": found.codec, "delimiter": found.delimiter}


def rows(data, kind, codec, delimiter):
    """Yield (line, cells), the heading too; empty rows are left out."""
    if kind == "xlsx":
        yield from _workbook_rows(data)
        return
    text = io.TextIOWrapper(
        io.BytesIO(data), encoding=codec, errors="replace", newline=""
    )
    # a byte order mark is no part of the first heading, whatever the codec
    lines = (
        line.lstrip("\ufeff") if number == 0 else line
        for number, line in enumerate(text)
    )
    yield from read_csv((line.replace("\0", "") for line in lines), delimiter)


def _workbook_rows(data):
    book = openpyxl.load_workbook(
        io.BytesIO(data), read_only=True, data_only=True, keep_links=False
    )
    try:
        for line, cells in enumerate(book.worksheets[0].values, 1):
            if any(cell not in (None, "") for cell in cells):
                yield line, list(cells)
    finally:
        book.close()


def _check_workbook(data):
    """Refuse what would fill the memory or fetch what others wrote into it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            sizes = [part.file_size for part in box.infolist()]
            packed = sum(part.compress_size for part in box.infolist())
            if sum(sizes) > LARGEST_UNPACKED or sum(sizes) > packed * LARGEST_RATIO:
                raise FileError("too_large")
            for part in box.namelist():
                if part.endswith((".xml", ".rels")):
                    with box.open(part) as stream:
                        head = stream.read(HEAD)
                    # in UTF-16 too: no workbook declares entities
                    if b"!DOCTYPE" in head.replace(b"\0", b"").upper():
                        raise FileError("unsafe")
        openpyxl.load_workbook(io.BytesIO(data), read_only=True).close()
    except FileError:
        raise
    except Exception as error:  # openpyxl raises whatever its parser stumbles over
        raise FileError("not_a_workbook") from error
