import base64
import itertools

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.cc_base.engine.identity import normalise
from odoo.addons.cc_base.engine.mask import mask

from ..import_file import FileError, describe, rows

CONTACTS = ("phone", "email")
SAMPLES = 3
SAMPLE_LENGTH = 60
KEPT_DAYS = 30

STATES = [
    ("new", "File"),
    ("ready", "Columns"),
    ("checking", "Being checked"),
    ("checked", "Checked"),
    ("running", "Being imported"),
    ("stopped", "Stopped"),
    ("done", "Imported"),
    ("undoing", "Being undone"),
    ("undone", "Undone"),
]
AT_WORK = ("checking", "running", "undoing")


class CcAppealImport(models.Model):
    """A register somebody kept before: its file, what its columns are, how it goes."""

    _name = "cc.appeal.import"
    _inherit = ["cc.transaction", "cc.job.sweep"]
    _description = "Import of old appeals"
    _order = "id desc"
    _rec_name = "file_name"
    _at_work = AT_WORK

    file = fields.Binary(
        attachment=True,
        copy=False,
        help="CSV or XLSX, headings in its first row. Erased after thirty days.",
    )
    file_name = fields.Char(readonly=True)
    direction_id = fields.Many2one(
        "cc.direction", required=True, ondelete="restrict", index=True
    )
    client_id = fields.Many2one(
        "cc.client",
        required=True,
        ondelete="restrict",
        index=True,
        compute="_compute_client_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    channel_id = fields.Many2one(
        "cc.channel", domain="[('direction_id', '=', direction_id)]"
    )
    state = fields.Selection(
        STATES, default="new", required=True, readonly=True, copy=False
    )
    kind = fields.Char(readonly=True)
    codec = fields.Char(string="Charset", help="Found out; another one may be tried.")
    delimiter = fields.Char()
    column_ids = fields.One2many("cc.appeal.import.column", "import_id")
    error_ids = fields.One2many(
        "cc.appeal.import.error", "import_id", string="Problems", readonly=True
    )
    row_count = fields.Integer(string="Rows", readonly=True)
    line = fields.Integer(string="Last line", readonly=True)
    done_count = fields.Integer(string="Rows read", readonly=True)
    bad_count = fields.Integer(string="Rows with problems", readonly=True)
    created_count = fields.Integer(string="Appeals made", readonly=True)
    kept_count = fields.Integer(
        string="Appeals kept", readonly=True, help="Somebody has worked on them since."
    )
    person_ids = fields.Many2many(
        "res.partner",
        "cc_appeal_import_person_rel",
        "import_id",
        "partner_id",
        string="People made",
        readonly=True,
        copy=False,
    )
    progress = fields.Integer(compute="_compute_progress")

    @api.depends("direction_id")
    def _compute_client_id(self):
        for each in self:
            if not each.client_id:
                each.client_id = each.direction_id._default_client()

    @api.depends("row_count", "done_count")
    def _compute_progress(self):
        for each in self:
            count = each.row_count
            each.progress = 100 * each.done_count // count if count else 0

    @api.autovacuum
    def _erase_files(self):
        """Erase what people wrote once it is not needed to go on or to look up."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        self.search([("create_date", "<", limit), ("state", "not in", AT_WORK)]).write(
            {"file": False, "column_ids": [fields.Command.clear()]}
        )

    def action_read(self):
        """Find out how the file is written, and what its columns may be."""
        self.ensure_one()
        self._check_state("new", "ready", "checked")
        data = self._data()
        try:
            self.write(describe(data, self.file_name or ""))
        except FileError as error:
            raise UserError(self._file_sentence(error.code)) from error
        self._read_columns()
        return True

    def action_read_again(self):
        """Read the columns anew with the charset and delimiter that were set."""
        self.ensure_one()
        self._check_state("ready", "checked")
        self._read_columns()
        return True

    def _read_columns(self):
        head = list(itertools.islice(self._rows(), SAMPLES + 1))
        if len(head) < 2:
            raise UserError(self._file_sentence("empty"))
        (_line, headings), *samples = head
        columns = self.env["cc.appeal.import.column"]
        taken, values = set(), []
        for place, heading in enumerate(headings):
            heading = str(heading if heading is not None else "").strip()[:100]
            target = heading and columns._guess(heading)
            values.append(
                {
                    "place": place,
                    "heading": heading or self.env._("Column %(n)s", n=place + 1),
                    "sample": self._sample(samples, place),
                    "target": target if target not in taken else False,
                }
            )
            taken.add(target)
        # sudo: a supervisor may not delete columns, but their file is read anew
        self.sudo().column_ids.unlink()
        columns.create([value | {"import_id": self.id} for value in values])
        count = sum(1 for _row in self._rows()) - 1
        self.write({"state": "ready", "row_count": count})
        self._start_over()

    @api.model
    def _sample(self, samples, place):
        cells = (cells[place] for _line, cells in samples if place < len(cells))
        return " · ".join(_masked(str(cell))[:SAMPLE_LENGTH] for cell in cells if cell)

    def _data(self):
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        return base64.b64decode(self.with_context(bin_size=False).file)

    def _rows(self):
        """Yield (line, cells) of the file, its heading first."""
        try:
            yield from rows(self._data(), self.kind, self.codec, self.delimiter)
        except LookupError as error:
            raise UserError(
                self.env._("There is no charset “%(name)s”.", name=self.codec)
            ) from error
        except TypeError as error:
            raise UserError(self.env._("The delimiter is one character.")) from error

    def _start_over(self):
        # sudo: a supervisor may not delete problems; they are of the run before
        self.sudo().error_ids.unlink()
        self.write(
            {"line": 0, "done_count": 0, "bad_count": 0, "created_count": 0}
            | {"kept_count": 0}
        )

    def _check_state(self, *states):
        if self.state not in states:
            raise UserError(
                self.env._(
                    "Not possible while the import is in “%(state)s”.",
                    state=dict(self._fields["state"]._description_selection(self.env))[
                        self.state
                    ],
                )
            )

    @api.model
    def _file_sentence(self, code):
        return {
            "empty": self.env._("The file holds no rows under a heading."),
            "not_a_workbook": self.env._(
                "This is no workbook Excel would open. Save it as XLSX or CSV anew."
            ),
            "too_large": self.env._(
                "Unpacked, the workbook would be too large. Save it as CSV."
            ),
            "unsafe": self.env._(
                "The workbook declares entities, which no office program writes. "
                "Save it as CSV."
            ),
        }[code]


def _masked(cell):
    """Return a cell as every screen shows it: a phone or an address as its mask."""
    for kind in CONTACTS:
        if found := normalise(kind, cell):
            return mask(kind, found.value)
    return cell
