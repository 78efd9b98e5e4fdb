"""What a message is: a letter, a bounce, an automatic reply or a complaint.

Evidence rules: a report part, an empty return path, a declared automatic origin, or a
mail server's text with the returned letter inside.  A name like "mailer" in an address
or a word in a subject decides nothing alone.
"""

import re
from dataclasses import dataclass

from .bounce import Bounce, read_bounce, read_receipt
from .mime import Part, split_head
from .phrases import (
    AUTO_SUBJECT,
    COMPLAINT_TEXT,
    DAEMON,
    FAILED_SUBJECT,
    FAILED_TEXT,
    FORWARDED,
    SERVER_TEXT,
    SMTP_CODE,
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
BULK = re.compile(rb"\b(?:bulk|list|junk)\b", re.I)
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
        return Verdict("auto_reply", "read_receipt", read_receipt(root))
    reason = _bounce_reason(root, types, report, subject, text, own_text)
    if reason:
        return Verdict("bounce", reason, read_bounce(root, _before(text), text))
    auto = _auto_reason(root, subject)
    if auto and (FAILED_SUBJECT.search(subject) or "bounce" in subject.lower()):
        # It says a letter failed, but not in words we know: a human reads it.
        return Verdict("letter", "unrecognised_report")
    return Verdict("auto_reply", auto) if auto else Verdict()


def is_bulk(root: Part) -> bool:
    """Tell whether no machine may answer: a list, a newsletter, no return path.

    RFC 3834 section 2 and the header Exchange asks it with.
    """
    headers = ("list-id", "list-unsubscribe", "list-post", "feedback-id",
               "x-mailing-list", "x-campaign", "x-mailman-version")  # fmt: skip
    suppress = root.get("x-auto-response-suppress").strip().lower()
    return (
        any(root.get(name) for name in headers)
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


def _bounce_reason(root, types, report, subject, text, own_text) -> str:
    """Return the rule by which this is a delivery report, "" for none."""
    is_human = bool(HUMAN_SUBJECT.match(subject)) and not _is_daemon(root)
    if "message/delivery-status" in types or "message/global-delivery-status" in types:
        return "delivery_status"
    if root.ctype == "multipart/report" and report in ("", "delivery-status"):
        if not is_human:
            return "multipart_report"
    if root.get("x-failed-recipients") and not is_human:
        return "failed_recipients"
    points, is_said = _text_points(types, text, is_human)
    is_null, is_auto = is_null_path(root), _auto_word(root) is not None
    points += 2 * _is_daemon(root) + 2 * is_null + is_auto
    points += bool(FAILED_SUBJECT.search(subject)) and not is_human
    if is_said and points >= 5:
        return "null_path_and_text" if is_null else "server_text"
    return ""


def _text_points(types, text: str, is_human: bool) -> tuple[int, bool]:
    """Return how much the text speaks for a report, and whether it does at all."""
    scan = text[:SCAN]
    wording = SERVER_TEXT.search(scan)
    if wording and FORWARDED.search(scan, 0, wording.start()):
        wording, is_human = None, True
    code = bool(SMTP_CODE.search(scan))
    in_part = bool(types & {"message/rfc822", "text/rfc822-headers"})
    returned = 2 if in_part else int(bool(RETURNED.search(text[:200_000])))
    failure = bool(FAILED_TEXT.search(scan))
    points = (3 if wording else 2 * failure) + code + returned - 3 * is_human
    return points, bool(wording or code or (failure and in_part))


def _is_daemon(root: Part) -> bool:
    """Tell whether a mail server says it is the sender; never evidence alone."""
    sender = root.get("from")[:500].decode("latin-1")
    if not sender.strip(" <>"):
        return is_null_path(root)
    path = root.get("return-path")[:200].decode("latin-1")
    return bool(DAEMON.search(sender) or re.match(r"<?mailer-daemon", path, re.I))


def is_null_path(root: Part) -> bool:
    """Tell whether the envelope sender was empty."""
    for name in ("return-path", "x-envelope-from", "x-return-path"):
        if any(re.fullmatch(rb"\s*<\s*>\s*(?:\(.*)?", v) for v in root.get_all(name)):
            return True
    return False


def _auto_word(root: Part) -> str | None:
    """Return the keyword of Auto-Submitted unless it is absent or "no"."""
    value = root.get("auto-submitted").decode("latin-1").strip().lower()
    word = re.split(r"[;\s(]", value)[0]
    return word if word and word != "no" else None


def _auto_reason(root: Part, subject: str) -> str:
    """Return the rule by which a machine answered, "" for none."""
    word = _auto_word(root)
    if word:
        return "auto_submitted"
    for name in ("x-autoreply", "x-autorespond", "x-auto-reply", "x-autoresponse",
                 "x-mail-autoreply", "x-autoresponder"):  # fmt: skip
        value = root.get(name)
        if value and not re.match(rb"\s*(?:no|false|0)\b", value, re.I):
            return name.replace("-", "_")
    if re.match(rb"\s*(?:reply|vacation)", root.get("x-autogenerated"), re.I):
        return "x_autogenerated"
    if b"auto_reply" in root.get("precedence").lower():
        return "precedence_auto_reply"
    if b"VACATION" in root.get("x-apple-action").upper():
        return "vacation_action"
    if AUTO_SUBJECT.match(subject.strip()):
        if is_null_path(root):
            return "null_path_and_subject"
        if ":" in subject[:40] and _is_suppressed_answer(root):
            return "suppressed_answer_and_subject"
    return ""


def _is_suppressed_answer(root: Part) -> bool:
    """Tell whether an answer asks that no machine replies to it."""
    value = root.get("x-auto-response-suppress").strip().lower()
    is_answer = root.get("in-reply-to") or root.get("references")
    return value not in (b"", b"none") and bool(is_answer)


def _before(text: str) -> str:
    """Return the server's words: what stands before the returned letter."""
    match = RETURNED.search(text)
    if match and match.start() > 40:
        return text[: match.start()]
    return text
