"""What a non-delivery report says: who was not reached, for how long, which letter.

Reads the machine part of a report first, then the texts mail servers write.
"""

import re
from dataclasses import dataclass

from .header import ADDRESS, message_ids, normalise_address
from .mime import Part, split_head
from .phrases import DEAD_TEXT, DELAY_TEXT, FINAL_TEXT, SOFT_TEXT

STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]|\.\d)")
REPLY = re.compile(r"(?<![\d.@-])([45][0-7]\d)(?=[ \-:#][^\d])")
GROUP_END = re.compile(rb"\r*\n[ \t]*(?:\r*\n[ \t]*)+")
ORIGINAL_ID = re.compile(
    r"^[> \t]{0,9}message-id:\s{0,9}<([^<>\s]{1,900})>", re.I | re.M
)
ORIGINAL_TO = re.compile(r"^[> \t]{0,9}(?:to|rcpt to):([^\n]{1,400})", re.I | re.M)
FAILED_LINE = re.compile(
    r"^[ \t>]{0,9}(?:-{1,3}>\s?|(?:RCPT )?To:\s?|Recipient:\s?"
    r"|Final-Recipient:[^;\n]{1,20};\s?)?"
    r"[<\"'«]?([^\s<>@\"',;:()]{1,100}@[^\s<>@\"',;:()»]{1,200})[>\"'»]?"
    r"(?:[:;,. \t(-][^\n]{0,400})?$",
    re.I | re.M,
)
LISTED_LINE = re.compile(r"^[ \t]{0,9}<([^\s<>@]{1,100}@[^\s<>]{1,200})>:", re.M)
NAMED = re.compile(
    r"(?:unknown user|userid|undeliverable\s{1,3}to|intended recipient|addressed to"
    r"|deliver(?:ed)?[^\n]{0,40} to|SMTP=)[: '\"<]{0,4}"
    r"([^\s<>@'\"]{1,100}@[\w.-]{1,200})",
    re.I,
)
REJECTED = re.compile(r"automatic-action\b.*;\s*(?:deleted|denied|failed)", re.I | re.S)
STATUS_TYPES = (
    "message/delivery-status",
    "message/global-delivery-status",
    "message/disposition-notification",
)
ACTIONS = (("fail", "failed"), ("error", "failed"), ("delay", "delayed"))
REFUSAL = re.compile(r"^.*(?<![\d.])55[0134][ -]\D[^\n]*", re.M)
AFTER_DATA = re.compile(r"(?:after|to|at) (?:the )?end of (?:DATA|message)", re.I)
DEAD_STATUS = frozenset(
    "5.1.0 5.1.1 5.1.2 5.1.3 5.1.6 5.1.10 5.4.4 5.1.4 5.2.1 5.3.2".split()
)
VAGUE_DEAD = frozenset({"5.2.1", "5.3.2"})  # switched off: perhaps for a time
SOFT_STATUS = ("4.", "5.2.2", "5.2.3", "5.7.", "5.3.4", "5.6.", "5.1.8", "5.1.7")


@dataclass(frozen=True)
class Bounce:
    """What a delivery report says about one of our deliveries.

    `status` starts with 2 when the report says that the letter arrived. `action` is
    the server's word for what it did: failed, delayed, delivered, relayed, expanded.
    """

    address: str = ""
    status: str = ""
    hard: bool = False
    original_message_id: str = ""
    diagnostic: str = ""
    addresses: tuple[str, ...] = ()
    action: str = ""


def read_bounce(root: Part, own_text: str, whole_text: str, subject="") -> Bounce:
    """Return what the report in `root` says; `own_text` is its human part."""
    groups = _status_groups(root)
    original = _original_head(root)
    failed = _worst(groups)
    addresses = _addresses(root, failed, own_text, whole_text, original)
    diagnostic = " ".join(
        group.get("diagnostic-code", "") for group in failed[:3] if group
    ).strip()
    evidence = diagnostic or own_text[:4000]
    status = _status(failed, evidence, own_text)
    action = next(filter(None, map(_action, failed)), "")
    hard = _is_hard(status, diagnostic, own_text[:4000], failed)
    action = action or _said_action(f"{subject}\n{own_text[:4000]}")
    if action == "delayed" and not status.startswith("4."):
        status = "4.0.0"
    return Bounce(
        address=addresses[0] if addresses else "",
        status=status,
        hard=hard and action != "delayed",
        original_message_id=_original_id(root, groups, original, whole_text),
        diagnostic=diagnostic[:500],
        addresses=tuple(addresses),
        action=action,
    )


def _worst(groups: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the groups of the recipients that fared worst."""
    for action in ("failed", "delayed"):
        found = [group for group in groups if _action(group) == action]
        if found:
            return found
    return groups


def _said_action(said: str) -> str:
    """Return what a text without a machine part says: failed, delayed or nothing."""
    if FINAL_TEXT.search(said):
        return "failed"
    return "delayed" if DELAY_TEXT.search(said) else ""


def is_rejection(root: Part) -> bool:
    """Tell whether a receipt (RFC 8098) says that a program threw the letter away."""
    if re.search(rb"\(rejected\)", root.get("auto-submitted"), re.I):
        return True
    for part in root.walk():
        if part.ctype == "message/disposition-notification":
            for name, value in split_head(part.content()[:20000].lstrip() + b"\n\n")[0]:
                if name == "disposition":
                    return bool(REJECTED.match(value.decode("latin-1").strip()))
    return False


def read_receipt(root: Part) -> Bounce:
    """Return which letter of ours a reader's receipt (RFC 8098) is about."""
    for part in root.walk():
        if part.ctype == "message/disposition-notification":
            for name, value in split_head(part.content()[:20000].lstrip() + b"\n\n")[0]:
                if name == "original-message-id":
                    found = "".join(message_ids(value)[:1])
                    return Bounce(status="2.0.0", original_message_id=found)
    return Bounce(status="2.0.0")


def judge_text(declared: str, said: str) -> tuple[str, bool]:
    """Return (status, hard) of a failure by its declared code and its text."""
    status = _status([{"status": declared}], said, said)
    return status, _is_hard(status, said, declared, [])


def _status_groups(root: Part) -> list[dict[str, str]]:
    """Return the recipients' groups of every delivery-status part."""
    groups = []
    for part in root.walk():
        if part.ctype not in STATUS_TYPES:
            continue
        for block in GROUP_END.split(part.content().strip())[:200]:
            fields = {}
            for name, value in split_head(block + b"\n\n")[0]:
                text = re.sub(r"\s+", " ", value.decode("utf-8", "replace"))
                fields.setdefault(name, text)
            if "final-recipient" in fields or "status" in fields or "action" in fields:
                groups.append(fields)
    return groups


def _action(group: dict[str, str]) -> str:
    word = group.get("action", "").strip().lower().partition(" ")[0]
    return next((name for stem, name in ACTIONS if word.startswith(stem)), word)


def _original_head(root: Part) -> list[tuple[str, bytes]]:
    """Return the header fields of the returned letter when it stands in a part."""
    for part in root.walk():
        if part.ctype in ("message/rfc822", "text/rfc822-headers", "message/global",
                          "message/rfc822-headers", "message/global-headers",
                          "text/rfc822-header", "message/partial"):  # fmt: skip
            fields = split_head(part.content()[:100_000].lstrip())[0]
            if fields:
                return fields
    return []


def _addresses(root, groups, own_text, whole_text, original) -> list[str]:
    """Return the failed addresses: machine part, header, text, the returned letter."""
    found = _declared_addresses(root, groups)
    if found:
        return found
    ours = {normalise_address(a) for a in ADDRESS.findall(_latin(root, "to"))}
    listed = [normalise_address(a) for a in LISTED_LINE.findall(own_text[:20000])]
    listed = [a for a in dict.fromkeys(listed) if a and a not in ours]
    if listed:
        return listed
    candidates = [
        match.group(1)
        for pattern, text in (
            (FAILED_LINE, own_text), (NAMED, own_text), (FAILED_LINE, whole_text)
        )
        for match in pattern.finditer(text[:20000])
    ]  # fmt: skip
    for candidate in candidates + ADDRESS.findall(own_text[:4000]):
        address = normalise_address(candidate.strip("[]"))
        if address and address not in ours and not _is_daemon(address):
            return [address]
    lines = [value.decode("latin-1") for name, value in original if name == "to"]
    for line in lines + ORIGINAL_TO.findall(whole_text[:50000]):
        for address in ADDRESS.findall(line):
            return [normalise_address(address)]
    return []


def _declared_addresses(root: Part, groups) -> list[str]:
    """Return the addresses that a machine wrote for machines."""
    found: dict[str, None] = {}
    ours = {normalise_address(a) for a in ADDRESS.findall(_latin(root, "to"))}
    for group in groups:
        # what we wrote to comes first: the final one may be an inner name of theirs
        for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
            address = normalise_address(group.get(name, "").rpartition(";")[2])
            is_known = name != "original-recipient" or address not in ours
            if address and is_known:
                found[address] = None
                break
    for name in () if found else ("x-failed-recipients", "x-mailer-daemon-recipients"):
        for address in ADDRESS.findall(_latin(root, name)):
            found[normalise_address(address)] = None
    return [address for address in found if address]


def _latin(root: Part, name: str) -> str:
    return root.get(name)[:4000].decode("latin-1")


def _is_daemon(address: str) -> bool:
    return address.startswith(("mailer-daemon@", "postmaster@", "post_master@"))


def _status(groups, evidence: str, own_text: str) -> str:
    """Return the enhanced status code, made of the reply code if need be."""
    declared = [STATUS.search(group.get("status", "")) for group in groups]
    codes = [match.group(1) for match in declared if match]
    inner = [code for code in STATUS.findall(evidence) if code[0] != "2"]
    vague = not codes or codes[0].endswith(".0.0")
    if vague and inner and (not codes or inner[0][0] == codes[0][0]):
        specific = [code for code in inner if not code.endswith(".0.0")]
        return (specific or inner)[0]
    if codes:
        return codes[0]
    actions = {_action(group) for group in groups}
    if actions & {"delivered", "relayed", "expanded"}:
        return "2.0.0"
    reply = REPLY.search(evidence) or REPLY.search(own_text[:4000])
    if reply:
        return f"{reply.group(1)[0]}.0.0"
    return "4.0.0" if "delayed" in actions else ""


def _is_hard(status: str, diagnostic: str, text: str, groups) -> bool:
    """Tell whether the address itself is dead, so that nothing more is sent to it."""
    if any(_action(group) in ("delayed", "delivered", "relayed") for group in groups):
        return False
    if status.startswith("4.") or status.startswith("2."):
        return False
    if AFTER_DATA.search(text):  # the address was accepted, the letter was not
        return False
    if not diagnostic and _declares_dead(groups):
        return True
    evidence = diagnostic if len(diagnostic) > 12 else text
    if evidence is text and _has_dead_line(text):
        return True
    is_full = status in ("5.2.2", "5.2.3") or "quota" in evidence.lower()
    if DEAD_TEXT.search(evidence) and not is_full:
        return status == "5.1.1" or not SOFT_TEXT.search(evidence)
    if SOFT_TEXT.search(evidence) or status.startswith(SOFT_STATUS):
        return False
    return status in DEAD_STATUS or bool(DEAD_TEXT.search(text))


def _has_dead_line(text: str) -> bool:
    """Tell whether one answer of a server calls the address dead, and nothing else."""
    return any(
        DEAD_TEXT.search(line) and not SOFT_TEXT.search(line)
        for line in REFUSAL.findall(text)
    )


def _declares_dead(groups) -> bool:
    """Tell whether the machine part itself names a dead address, without a word."""
    codes = [STATUS.search(group.get("status", "")) for group in groups]
    return any(code and code.group(1) in DEAD_STATUS - VAGUE_DEAD for code in codes)


def _original_id(root: Part, groups, original, whole_text: str) -> str:
    """Return the Message-ID of the letter that was not delivered."""
    for group in groups:
        found = message_ids(group.get("original-message-id", "").encode())
        if found:
            return found[0]
    for name, value in original:
        if name == "message-id":
            found = message_ids(value)
            if found:
                return found[0]
    own = message_ids(root.get("message-id"))
    for found in ORIGINAL_ID.findall(whole_text):
        if found not in own:
            return found
    for name in ("in-reply-to", "references"):
        found = message_ids(root.get(name))
        if found:
            return found[-1]
    return ""
