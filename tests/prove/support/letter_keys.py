"""Which letter a record is about: keys are in the subject, "letter KEY"."""

import re

SUBJECT = re.compile(rb"^Subject: letter ([A-Za-z0-9-]+)", re.MULTILINE | re.IGNORECASE)
HEADER = "BODY.PEEK[HEADER.FIELDS (SUBJECT)]"


def rows(odoo, channel):
    """Return the key of each ledger row of a channel, also of what is not read yet."""
    return _column(
        odoo,
        "SELECT coalesce(substring(encode(p.raw, 'escape')"
        " FROM 'Subject: letter ([A-Za-z0-9-]+)'), substr(e.subject, 8), 'row ' || e.id)"
        " FROM cc_inbox_event e LEFT JOIN cc_inbox_payload p ON p.event_id = e.id"
        f" WHERE e.channel_id = {channel}",
    )


def appeals(odoo, channel):
    """Return the key of each appeal that came through a channel."""
    return _column(
        odoo, f"SELECT substr(name, 8) FROM cc_appeal WHERE channel_id = {channel}"
    )


def everything(odoo, channel, acknowledged=False):
    """Return the keys of all kinds of records that letters of a channel leave.

    :param acknowledged: the channel confirms letters: so there is a delivery each
    """
    found = {"rows": rows(odoo, channel), "appeals": appeals(odoo, channel)}
    found["audit entries"] = _column(
        odoo,
        "SELECT substr(e.subject, 8) FROM cc_audit_entry a"
        " JOIN cc_inbox_event e ON e.id = a.res_id AND a.model = 'cc.inbox.event'"
        f" WHERE a.action = 'inbox.processed' AND e.channel_id = {channel}",
    )
    if acknowledged:
        found["deliveries"] = _column(
            odoo,
            "SELECT substr(a.name, 8) FROM cc_outbox_delivery d"
            " JOIN cc_appeal a ON a.id = d.res_id AND d.res_model = 'cc.appeal'"
            f" WHERE a.channel_id = {channel}",
        )
    return found


def has_table(odoo, name):
    return bool(odoo.query(f"SELECT 1 WHERE to_regclass('{name}') IS NOT NULL"))


def in_folder(server, user, folder="INBOX", criteria="ALL"):
    """Return the keys of the letters in a folder of the mail server."""
    with server.inbox(user, folder) as client:
        uids = client.search(criteria)
        answer = client.fetch(uids, [HEADER]) if uids else {}
    heads = (value for parts in answer.values() for value in parts.values())
    found = (SUBJECT.search(head) for head in heads if isinstance(head, bytes))
    return [match[1].decode() for match in found if match]


def told(server, user):
    """Return the keys of the letters their server was told were taken."""
    return in_folder(server, user, criteria="SEEN")


def _column(odoo, sql):
    return [row[0] for row in odoo.query(sql)]
