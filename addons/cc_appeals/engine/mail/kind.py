"""What a message is: a letter, a bounce, an automatic reply or a complaint.

Evidence rules: a report part, an empty return path, a declared automatic origin, or a
mail server's text with the returned letter inside.  A name like "mailer" in an address
or a word in a subject decides nothing alone.
"""

import re
from dataclasses import dataclass

from .automatic import (
    BULK,
    LIST_HEADERS,
    NO_REPLY,
    auto_reason,
    auto_word,
    is_for_a_person,
    is_null_path,
)
from .bounce import Bounce, is_rejection, read_bounce, read_receipt
from .header import normalise_address, parse_addresses
from .mime import Part, split_head
from .phrases import (
    COMPLAINT_TEXT,
    DAEMON,
    FAILED_SUBJECT,
    FAILED_TEXT,
    FORWARDED,
    HUMAN_AGENT,
    HUMAN_LEAD,
    SERVER_TEXT,
    SMTP_CODE,
    STRICT_DAEMON,
)

FIRST_FIELD = (
    r"(?:received|return-path|message-id|x-[\w-]{1,40}|mime-version|from|delivered-to"
    r"|dkim-signature|domainkey-signature|arc-[\w-]{1,40})"
)
RETURNED = re.compile(
    rf"(?:^|\n)[ \t>|]{{0,8}}{FIRST_FIELD}:[^\n]{{1,2000}}\n"
    r"(?:[ \t>|]{0,8}[\w-]{1,60}:[^\n]{0,900}\n|[ \t]+[^\n]{1,900}\n){1,60}",
    re.I,
)
HUMAN_SUBJECT = re.compile(
    r"\s*(?:re|fwd?|aw|wg|tr|ответ|отв|пересл)\s*(?:\[\d+\])?:", re.I
)
LISTED = re.compile(
    r"^[ \t]{0,20}(?:[\"'<]?[^\s<>@\"']{1,100}@[^\s<>@\"']{1,200}[\"'>]?"
    r"[ \t]{0,3}){1,2}$",
    re.M,
)
# first name and surname, perhaps a patronymic or its initial; robots have none
PERSON_NAME = re.compile(r"[А-ЯЁ](?:[а-яё]+|\.)(?:[ -]?\s?[А-ЯЁ](?:[а-яё]+|\.)){1,3}")
PEOPLES_MAIL = frozenset(
    "mail.ru bk.ru inbox.ru list.ru internet.ru yandex.ru ya.ru yandex.com rambler.ru"
    " gmail.com icloud.com me.com outlook.com hotmail.com live.com yahoo.com".split()
)
CYRILLIC = re.compile(r"[а-яё]{3}", re.I)
STATUS_TYPES = {"message/delivery-status", "message/global-delivery-status"}
TNEF_TYPES = ("application/ms-tnef", "application/vnd.ms-tnef")
# the class of a message stands at the head of its packed properties
PACKED_RECEIPT = re.compile(
    rb"IPM\.Microsoft Mail\.Read Receipt|REPORT\.IPM\.NOTE\.IPN", re.I
)
ARRIVED = ("delivered", "relayed", "expanded")
SCAN = 20000


@dataclass(frozen=True)
class Verdict:
    """The kind of a message and the rule that said so."""

    kind: str = "letter"
    reason: str = ""
    bounce: Bounce | None = None


def classify(root: Part, subject: str, text: str, own_text: str) -> Verdict:
    """Return what the message is; `own_text` is `text` without what it quotes."""
    types = {part.ctype for part in root.walk()}
    report = root.params.get("report-type", "").strip().lower()
    complaint = _complaint(root, types, report, subject, text)
    if complaint:
        return Verdict("complaint", complaint)
    if "message/disposition-notification" in types or report.startswith("disposition"):
        if is_rejection(root):
            return Verdict("bounce", "multipart_report", _read(root, subject, text))
        return Verdict("auto_reply", "read_receipt", read_receipt(root))
    if _is_packed_receipt(root):
        return Verdict("auto_reply", "read_receipt", read_receipt(root))
    reason = _bounce_reason(root, types, report, subject, text, own_text)
    if reason:
        bounce = _read(root, subject, text)
        if bounce.action in ARRIVED and bounce.status.startswith("2"):
            return Verdict("auto_reply", "delivery_receipt", bounce)
        return Verdict("bounce", reason, bounce)
    if is_for_a_person(root, subject, own_text):
        return Verdict("letter", "for_a_person")
    auto = auto_reason(root, subject, own_text)
    if auto and (FAILED_SUBJECT.search(subject) or "bounce" in subject.lower()):
        # It says a letter failed, but not in words we know: a human reads it.
        return Verdict("letter", "unrecognised_report")
    return Verdict("auto_reply", auto) if auto else Verdict()


def is_bulk(root: Part) -> bool:
    """Tell whether no machine may answer: a list, a newsletter, no return path.

    RFC 3834 section 2 and the header Exchange asks it with.
    """
    suppress = root.get("x-auto-response-suppress").strip().lower()
    return (
        any(map(root.get, LIST_HEADERS))
        or bool(BULK.search(root.get("precedence")))
        or is_null_path(root)
        or suppress not in (b"", b"none")
    )


def _complaint(root: Part, types, report: str, subject: str, text: str) -> str:
    """Return the rule by which this is a feedback report about our mail."""
    if "message/feedback-report" in types or report == "feedback-report":
        return "feedback_report"
    if any(root.get(name) for name in ("x-apple-unsubscribe", "x-unsubscribe-request")):
        return "unsubscribe_by_button"
    if "message/rfc822" not in types or HUMAN_SUBJECT.match(subject):
        return ""
    inner = next(p for p in root.walk() if p.ctype == "message/rfc822")
    names = {name for name, _value in split_head(inner.content()[:20000])[0]}
    if "x-hmxmroriginalrecipient" in names or "x-reporter-ip" in names:
        return "feedback_loop"
    is_said = COMPLAINT_TEXT.search(subject) or COMPLAINT_TEXT.search(text[:2000])
    is_short = len(text.strip()) < 2000
    return "feedback_loop" if is_said and is_short and _is_daemon(root) else ""


def _is_packed_receipt(root: Part) -> bool:
    """Tell whether Outlook packed a reader's receipt into its own format."""
    return any(
        part.ctype in TNEF_TYPES and PACKED_RECEIPT.search(part.content()[:400])
        for part in root.walk()
    )


def _bounce_reason(root, types, report, subject, text, own_text) -> str:
    """Return the rule by which this is a delivery report, "" for none."""
    is_human = bool(HUMAN_SUBJECT.match(subject)) and not _is_daemon(root)
    # a person passes on the parts of a report, but no multipart/report
    is_shown = is_human or bool(HUMAN_AGENT.search(_agent(root)))
    if types & STATUS_TYPES and not (is_shown and root.ctype != "multipart/report"):
        return "delivery_status"
    is_report = root.ctype == "multipart/report" and report == ""
    if (is_report or report == "delivery-status") and not is_human:
        return "multipart_report"
    if root.get("x-failed-recipients") and not is_human:
        return "failed_recipients"
    is_null, is_auto = is_null_path(root), auto_word(root) is not None
    rank = _daemon_rank(root)
    if is_shown and not rank:
        return ""
    # who is no server by any sign is taken at his own words
    is_plain = not (rank or is_null or is_auto)
    if is_plain and _is_a_person(root):
        return ""
    found = _text_signs(types, own_text if is_plain else text, text, is_plain)
    is_human = is_human or found.is_human
    is_strict = rank == 3
    points = found.points - 3 * is_human + rank + 2 * is_null + is_auto
    points += bool(FAILED_SUBJECT.search(subject)) and not is_human
    is_said = found.is_said or (is_strict and (found.is_failure or found.returned == 2))
    if is_said and points >= 5:
        return "null_path_and_text" if is_null else "server_text"
    return ""


@dataclass(frozen=True)
class _Signs:
    """How much a text speaks for a report."""

    points: int
    is_said: bool
    is_human: bool
    is_failure: bool
    returned: int


def _text_signs(types, scan: str, text: str, is_plain: bool) -> _Signs:
    """Weigh what `scan` says; the returned letter may stand anywhere in `text`."""
    scan = scan[:SCAN]
    wording = SERVER_TEXT.search(scan)
    is_human = bool(wording) and (
        FORWARDED.search(scan, 0, wording.start()) is not None
        or (is_plain and _is_human_lead(scan, wording))
    )
    if is_human:
        wording = None
    code = bool(SMTP_CODE.search(scan))
    in_part = bool(types & {"message/rfc822", "text/rfc822-headers"})
    returned = 2 if in_part else int(bool(RETURNED.search(text[:200_000])))
    failure = bool(FAILED_TEXT.search(scan))
    listed = wording and LISTED.search(scan, wording.end(), wording.end() + 300)
    points = (3 if wording else 2 * failure) + code + returned + bool(listed)
    is_said = bool(wording or code or (failure and in_part))
    return _Signs(points, is_said, is_human, bool(failure or wording), returned)


def _is_human_lead(scan: str, wording: re.Match[str]) -> bool:
    """Tell whether a person speaks before the server does."""
    lead = scan[: scan.rfind("\n", 0, wording.start()) + 1]
    if HUMAN_LEAD.search(lead):
        return True
    return bool(CYRILLIC.search(lead)) and not CYRILLIC.search(wording.group())


def _agent(root: Part) -> str:
    names = ("user-agent", "x-mailer")
    return " ".join(root.get(name)[:200].decode("latin-1") for name in names)


def _daemon_rank(root: Part) -> int:
    """Return 3 for a sender only a server can be, 2 for one that may be, else 0."""
    sender = root.get("from")[:500].decode("latin-1")
    if STRICT_DAEMON.search(sender) or not _is_named(sender) and is_null_path(root):
        return 3
    return 2 * _is_daemon(root)


def _is_a_person(root: Part) -> bool:
    """Tell whether the sender bears a person's name, or has a box where people do.

    A report that people paste whole has nothing else of theirs. Servers of such
    providers send reports as mailer-daemon, with an empty return path.
    """
    for name, address in parse_addresses(root.get("from")[:500])[:1]:
        local, _at, domain = normalise_address(address).rpartition("@")
        if NO_REPLY.search(f"{local}@"):
            return False
        return domain in PEOPLES_MAIL or bool(PERSON_NAME.fullmatch(name.strip()))
    return False


def _is_named(sender: str) -> bool:
    return bool(sender.strip(" <>"))


def _is_daemon(root: Part) -> bool:
    """Tell whether a mail server says it is the sender; never evidence alone."""
    sender = root.get("from")[:500].decode("latin-1")
    if not _is_named(sender):
        return is_null_path(root)
    path = root.get("return-path")[:200].decode("latin-1")
    return bool(DAEMON.search(sender) or re.match(r"<?mailer-daemon", path, re.I))


def _read(root: Part, subject: str, text: str) -> Bounce:
    return read_bounce(root, _before(text), text, subject)


def _before(text: str) -> str:
    """Return the server's words: what stands before the returned letter."""
    match = RETURNED.search(text)
    if match and match.start() > 40:
        return text[: match.start()]
    return text
