from .common import make_letter
from .outgoing_case import OutgoingCase


class ReplyCase(OutgoingCase):
    """A letter that came, and the desk that answers it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls.receive(make_letter("asked")).interaction_id
        cls.appeal = cls.contact.appeal_ids
        cls.desk = cls.appeal.with_user(cls.users["operator"])

    def file(self, record, name="scan.pdf", raw=b"%PDF-1.4 scan"):
        """Attach a file to `record` as its user."""
        return self.env(user=record.env.user)["ir.attachment"].create(
            {
                "name": name,
                "raw": raw,
                "res_model": record._name,
                "res_id": record.id,
            }
        )

    def vals(self, **changes):
        """Return what the composer sends."""
        return {
            "subject": "Water",
            "body": "It is back.",
            "channel_id": self.channel.id,
            "recipient_id": self.identity.id,
            "version": 0,
        } | changes

    def sent(self, appeal=None):
        """Return our answers among the contacts."""
        appeal = appeal or self.appeal
        appeal.invalidate_recordset()
        return appeal.interaction_ids.filtered("is_outbound")
