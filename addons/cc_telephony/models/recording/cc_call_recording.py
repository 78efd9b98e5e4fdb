"""What a call's card says of its recording."""

from odoo import api, fields, models
from odoo.fields import Domain

STATES = [
    ("none", "Not recorded"),
    ("expected", "On its way"),
    ("stored", "Kept"),
    ("missing", "Missing"),
    ("erased", "Erased"),
]
# of several recordings of a call, what is said of all
ORDER = ("missing", "expected", "stored", "erased")


class CcCall(models.Model):
    _inherit = "cc.call"

    recording_ids = fields.One2many(
        "cc.recording", "call_id", string="Recordings", readonly=True
    )
    recording_state = fields.Selection(
        STATES,
        string="Recording",
        compute="_compute_recording_state",
        search="_search_recording_state",
    )
    recording_note = fields.Char(
        string="About the recording", compute="_compute_recording_state"
    )

    @api.depends("recording_ids.state", "recording_ids.missing_why")
    def _compute_recording_state(self):
        for call in self:
            states = set(call.recording_ids.mapped("state"))
            found = next((each for each in ORDER if each in states), "none")
            call.recording_state = found
            told = call.recording_ids.filtered(lambda each, s=found: each.state == s)
            call.recording_note = told[:1]._note() if told else False

    @api.model
    def _search_recording_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = Domain.FALSE
        for state in value:
            found |= self._of_recording_state(state)
        return found

    @api.model
    def _of_recording_state(self, state):
        if state == "none":
            return Domain("recording_ids", "=", False)
        if state not in ORDER:
            return Domain.FALSE
        before = ORDER[: ORDER.index(state)]
        domain = Domain("recording_ids.state", "=", state)
        if before:
            domain &= ~Domain("recording_ids.state", "in", before)
        return domain

    def _built(self):
        result = super()._built()
        self.env["cc.recording"]._follow(self)
        return result


class CcRecording(models.Model):
    _inherit = "cc.recording"

    def _note(self):
        """Return a sentence about its state, for the card; False when all is well."""
        self.ensure_one()
        if self.state == "expected":
            return self.env._("The recording has not come from the PBX yet.")
        if self.state == "erased":
            return self.env._(
                "The recording was erased on %(day)s, as its direction is set up.",
                day=self.env["ir.qweb.field.date"].value_to_html(self.erased_at, {}),
            )
        if self.state == "missing":
            return self._missing_note()
        if self.is_mended:
            return self.env._(
                "The PBX was ended while it recorded: the end may be missing."
            )
        return False

    def _missing_note(self):
        return {
            "empty": self.env._("The PBX recorded no sound during this talk."),
            "not_audio": self.env._(
                "What the PBX recorded is no audio that is known here; the file is "
                "kept beside the PBX."
            ),
            "too_long": self.env._(
                "The recording is too long to be kept here; the file is kept beside "
                "the PBX."
            ),
            "copy": self.env._("This is a copy of the database: it has no audio."),
        }.get(
            self.missing_why,
            self.env._(
                "This talk was recorded, but the recording has not come from the PBX. "
                "If it comes, it appears here."
            ),
        )
