"""Delivery notices of mail providers: JSON, alone or as the body of a letter."""

import json

from .bounce import Bounce, judge_text
from .header import normalise_address
from .kind import Verdict

FAILED_EVENTS = {"bounce", "bounced", "dropped", "deferred", "blocked", "failed"}
ARRIVED_EVENTS = {"delivered", "delivery"}
COMPLAINTS = {"complaint", "spamreport", "complained"}
MAX_NOTICE = 1_000_000


def read_notice(text: str) -> Verdict | None:
    """Return what a provider's notice says, None when `text` is none."""
    text = text.strip()
    if text[:1] not in ("{", "[") or len(text) > MAX_NOTICE:
        return None
    try:
        data, _end = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        return None
    events = data if isinstance(data, list) else [data]
    for event in events[:1000]:
        if isinstance(event, dict):
            verdict = _event(event)
            if verdict:
                return verdict
    return None


def _event(event: dict) -> Verdict | None:
    message = event.get("Message")
    if isinstance(message, str) and message.lstrip().startswith("{"):
        return read_notice(message)
    name = event.get("notificationType") or event.get("eventType") or event.get("event")
    if name is None and {"email", "reason", "created"} <= event.keys():
        name = "bounce"
    if not isinstance(name, str):
        return None
    name = name.lower()
    if name in COMPLAINTS:
        return Verdict("complaint", "provider_notice")
    if name in FAILED_EVENTS | ARRIVED_EVENTS:
        return Verdict("bounce", "provider_notice", _bounce(event, name))
    return None


def _bounce(event: dict, name: str) -> Bounce:
    """Return the bounce of one event in either of the two common shapes."""
    report = event.get("bounce") or event.get("delivery")
    report = report if isinstance(report, dict) else {}
    entry = next(iter(report.get("bouncedRecipients") or []), None)
    entry = entry if isinstance(entry, dict) else {}
    mail = event.get("mail") if isinstance(event.get("mail"), dict) else {}
    names = [entry.get("emailAddress"), event.get("email"), event.get("recipient")]
    names += list(mail.get("destination") or []) + list(report.get("recipients") or [])
    addresses = [normalise_address(str(value)) for value in names if value]
    said = " ".join(
        str(value)
        for value in (entry.get("diagnosticCode"), event.get("reason"),
                      event.get("response"))
        if value
    )  # fmt: skip
    declared = str(entry.get("status") or event.get("status") or "")
    if name in ARRIVED_EVENTS:
        status, hard = "2.0.0", False
    else:
        status, hard = judge_text(declared, said)
        hard = hard or report.get("bounceType") == "Permanent" and not said
    original = mail.get("messageId") or event.get("smtp-id") or ""
    return Bounce(
        address=addresses[0] if addresses else "",
        status=status,
        hard=hard,
        original_message_id=str(original).strip("<>"),
        diagnostic=said[:500],
        addresses=tuple(dict.fromkeys(a for a in addresses if a)),
    )
