from odoo.addons.cc_base.tests.common import EMAIL, CcCase, CcCastMixin

LETTER = """\
From: {sender}
To: line@example.org
Subject: {subject}
Message-ID: <{key}@example.ru>
Date: Mon, 02 Mar 2026 10:00:00 +0300
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit
{extra}
{body}
"""


def make_letter(
    key,
    subject="Нет горячей воды",
    body="Третий день нет воды.",
    sender=f"Анна Смирнова <{EMAIL}>",
    extra="",
):
    """Return the bytes of a letter; `key` makes its Message-ID."""
    return LETTER.format(
        key=key, subject=subject, body=body, sender=sender, extra=extra
    ).encode()


class CcAppealsMixin(CcCastMixin):
    @classmethod
    def make_cast(cls):
        result = super().make_cast()
        cls.channel = cls.make_mailbox("Box", cls.direction)
        cls.topic = cls.env["cc.topic"].create(
            {"name": "Hot water", "department_id": cls.department.id}
        )
        return result

    @classmethod
    def make_mailbox(cls, name, direction):
        return cls.env["cc.channel"].create(
            {"name": name, "kind": "mail", "direction_id": direction.id}
        )

    @classmethod
    def make_appeal(cls, **vals):
        return cls.env["cc.appeal"].create(
            {
                "name": "No hot water",
                "direction_id": cls.direction.id,
                "applicant_id": cls.person.id,
                "channel_id": cls.channel.id,
            }
            | vals
        )

    @classmethod
    def receive(cls, *raws, channel=None):
        """Take letters through the ledger; return their inbox events."""
        inbox = cls.env["cc.inbox.event"]
        found = inbox._record(channel or cls.channel, [{"raw": raw} for raw in raws])
        while inbox._drain():
            pass
        return inbox.concat(*(event for event, _is_new in found))


class CcAppealsCase(CcAppealsMixin, CcCase):
    pass
