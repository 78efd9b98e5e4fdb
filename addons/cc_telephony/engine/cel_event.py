"""Channel event logging of Asterisk: one line or row becomes an event.

Columns go by name, in the spellings of cel_custom (JSON and CSV), of the database
back-ends and of the CEL event of AMI; a column nobody knows is left alone.
"""

import csv
import functools
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from operator import itemgetter
from types import MappingProxyType

# the numbers are those of `enum ast_cel_event_type` of Asterisk 22
NUMBERED = (
    "ALL CHAN_START CHAN_END HANGUP ANSWER APP_START APP_END PARK_START PARK_END "
    "USER_DEFINED BRIDGE_ENTER BRIDGE_EXIT BLINDTRANSFER ATTENDEDTRANSFER PICKUP "
    "FORWARD LINKEDID_END LOCAL_OPTIMIZE LOCAL_OPTIMIZE_BEGIN STREAM_BEGIN STREAM_END"
).split()
# older releases and some back-ends write these
SAME_KIND = {"CHANNEL_START": "CHAN_START", "CHANNEL_END": "CHAN_END"}
COLUMNS = {
    "kind": ("eventtype", "eventname", "event"),
    "user_kind": ("userdeftype", "userdefinedeventname"),
    "at": ("eventtime", "time", "timestamp"),
    "unique_id": ("uniqueid",),
    "linked_id": ("linkedid",),
    "channel": ("channame", "channel", "channelname"),
    "number": ("num", "cidnum", "calleridnum"),
    "name": ("name", "cidname", "calleridname"),
    "ani": ("ani", "cidani", "calleridani"),
    "dialled": ("dnid", "ciddnid", "calleriddnid"),
    "exten": ("exten",),
    "context": ("context",),
    "app": ("appname", "application", "app"),
    "data": ("appdata", "applicationdata"),
    "peer": ("peer", "bridgepeer"),
    "account": ("accountcode", "acctcode"),
    "extra": ("eventextra", "extra"),
}
KINDS = frozenset((*NUMBERED, *SAME_KIND, "BRIDGE_START", "BRIDGE_END"))
_FIELD_OF = {spelt: name for name, all_ in COLUMNS.items() for spelt in all_}
# cel_custom's own file has no line of names: these, in this order, by its sample
UNNAMED = (
    "eventtype eventtime name num ani rdnis dnid exten context channame appname "
    "appdata amaflags accountcode uniqueid linkedid peer userfield userdeftype "
    "eventextra"
).split()
_OLD_HANGUP = re.compile(r"(\d{1,3}),([^,]*),([A-Z]*)")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d")
_DOTTED = re.compile(r"^(\d\d)\.(\d\d)\.(\d{4})[T ]+")
# 2001-09-09 … 2100-01-01: outside them a number is no moment of a call
EARLIEST, LATEST = 1_000_000_000, 4_102_444_800
LONGEST_LINE = 65_536
# how the text of a whole database begins
DUMP = ("-- ", "/*!", "create table", "insert into", "drop table", "lock tables")
FIRST_LINES = 20  # among them one tells how the file is written
LONGEST_ID = 150  # of Asterisk's own ids
NOTHING = MappingProxyType({})


class CelError(ValueError):
    """A line that is no event. `code`: no_json, not_a_row, too_long, no_type, no_time,
    no_call; of a whole file not_cel, sql_dump. `detail` names the field, no value."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class CelEvent:
    """What happened on a channel.

    kind: CHAN_START, ANSWER, … or the name given to CELGenUserEvent.
    at: seconds since 1970 UTC by the PBX's clock.
    extra: the event's own facts; of a user event its `a=1&b=2` as a mapping.
    """

    kind: str
    at: float
    linked_id: str
    unique_id: str = ""
    channel: str = ""
    number: str = ""
    name: str = ""
    ani: str = ""
    dialled: str = ""
    exten: str = ""
    context: str = ""
    app: str = ""
    data: str = ""
    peer: str = ""
    account: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)


def read_event(row: Mapping[str, object], zone: tzinfo = UTC) -> CelEvent:
    """Return the event of a row.

    :param row: {column: value}, columns in any of the known spellings
    :param zone: of moments written without one
    :raise CelError: the row has no type, no time or no call
    """
    found: dict[str, object] = {}
    for column, value in row.items():
        name = _FIELD_OF.get(column) or _FIELD_OF.get(_plain(column))
        if name and (value not in (None, "") or name not in found):
            found[name] = value
    moment = found.pop("at", None)
    extra = _extra(found.pop("extra", ""))
    texts = {name: _text(value) for name, value in found.items()}
    kind = _kind(texts.pop("kind", ""), texts.pop("user_kind", ""))
    if not kind:
        raise CelError("no_type", "eventtype")
    if not texts.get("linked_id") and not texts.get("unique_id"):
        raise CelError("no_call", "linkedid")
    texts["linked_id"] = texts.get("linked_id") or texts["unique_id"]
    if len(texts["linked_id"]) > LONGEST_ID:
        raise CelError("no_call", "linkedid")
    return CelEvent(kind=kind, at=_moment(moment, zone), extra=extra, **texts)


def read_line(line: str, zone: tzinfo = UTC) -> CelEvent:
    """Return the event of a JSON line.

    :raise CelError: it is no JSON object, or no event
    """
    return read_event(_json_row(line), zone)


def read_lines(
    lines: Iterable[str], zone: tzinfo = UTC
) -> Iterator[tuple[int, CelEvent | CelError]]:
    """Yield (number of the line from 1, event or why it is none) of a whole file."""
    for at, text, fault in to_json(lines):
        try:
            yield at, fault or read_line(text, zone)
        except CelError as none:
            yield at, none


def to_json(lines: Iterable[str]) -> Iterator[tuple[int, str, CelError | None]]:
    """Yield (number of the line from 1, JSON line, why it is none) of a whole file.

    The file holds JSON lines, which stay as they are, or CSV with a line that names
    the columns; CSV without one is taken when it looks as Asterisk's sample
    configuration writes it. It may begin amid a line. A line that is no row of the
    CSV comes as it is.
    """
    numbered = (
        (at, line) for at, line in enumerate(lines, 1) if line.strip("\ufeff\n\r ")
    )
    head = list(itertools.islice(numbered, FIRST_LINES))
    whole = itertools.chain(head, numbered)
    if any(line.lstrip("\ufeff \t[").startswith("{") for _at, line in head):
        yield from ((at, _json_text(line), None) for at, line in whole)
        return
    if head and head[0][1].lstrip("\ufeff \t").lower().startswith(DUMP):
        fault = CelError("sql_dump", "a dump of a database")
        yield head[0][0], head[0][1].strip(), fault
        return
    separator, columns = next(filter(itemgetter(1), map(_header, head)), ("", ()))
    if not columns:
        if head:
            fault = CelError("not_cel", "no line names a column eventtype")
            yield head[0][0], head[0][1].strip(), fault
        return
    for at, line in whole:
        # tables that were joined name their columns again
        if "event" in line[:LONGEST_LINE].lower() and (
            names := _names(line.lstrip("\ufeff \t"), separator)
        ):
            columns = names
        else:
            yield at, *_row(line, columns, separator)


def _json_text(line):
    """Return one line's object; of a list, what stands around it is taken off."""
    text = line.strip("\ufeff \t\r\n")
    if text.startswith("[{"):
        text = text[1:]
    return text[:-1] if text.endswith(("},", "}]")) else text


def _header(numbered):
    """Return (separator, names of the columns) if a line tells them, else no names."""
    line = numbered[1].lstrip("\ufeff \t")
    separator = max(",;\t|", key=line.count)
    names = _names(line, separator)
    if names:
        return separator, names
    values = _values(line, separator)
    if len(values) in (19, 20) and _kind(values[0], "") in KINDS:
        # the sample of older releases has one column less, before the last
        return separator, (*UNNAMED[:18], *UNNAMED[18 - len(values) :])
    return separator, ()


def _names(line, separator):
    values = tuple(_values(line, separator))
    plain = {_plain(value) for value in values}
    return values if {"eventtype", "eventname"} & plain else ()


def _row(line, columns, separator):
    """Return (JSON line, None) of a line, or the line itself and why it is no row."""
    if len(line) > LONGEST_LINE:
        return line.strip(), CelError("too_long")
    values = _values(line, separator)
    if len(values) != len(columns) and '\\"' in line:
        # as databases write it: a quote inside is marked by a backslash
        values = _values(line, separator, "\\")
    if len(values) < len(columns) // 2:
        fault = CelError("not_a_row", f"{len(values)} of {len(columns)} columns")
        return line.strip(), fault
    row = dict(zip(columns, map(_no_null, values), strict=False))
    return json.dumps(row, ensure_ascii=False), None


def _values(line, separator, escape=None):
    """Return the values of one line; none when it is not to be read."""
    row = csv.reader(
        [line.rstrip("\r\n")],
        delimiter=separator,
        escapechar=escape,
        doublequote=escape is None,
    )
    try:
        return next(row)
    except (csv.Error, StopIteration):
        return []


def _no_null(value):
    return "" if value in ("NULL", "\\N") else value


def _json_row(line):
    if len(line) > LONGEST_LINE:
        raise CelError("too_long")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise CelError("no_json") from None
    if not isinstance(row, dict):
        raise CelError("not_a_row")
    return row


@functools.lru_cache(1024)
def _plain(column: object) -> str:
    return re.sub(r"[\W_]", "", str(column)).lower()


def _text(value: object) -> str:
    if isinstance(value, str):
        return clean(value).strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def clean(text: str) -> str:
    """Return a text as a database takes it: no NUL, no half of a surrogate pair."""
    text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _kind(kind: str, user_kind: str) -> str:
    if kind.isdecimal() and int(kind) < len(NUMBERED):
        kind = NUMBERED[int(kind)]
    kind = kind.upper()
    if kind in ("USER_DEFINED", "CEL") and user_kind:
        return user_kind.upper()
    return SAME_KIND.get(kind, kind)


def _extra(value: object) -> Mapping[str, object]:
    if isinstance(value, str) and value[:1] == "{":
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return NOTHING
    elif isinstance(value, str):
        value = _old_extra(value)
    if not isinstance(value, dict):
        return NOTHING
    value = {clean(k): clean(v) if isinstance(v, str) else v for k, v in value.items()}
    words = value.get("extra")
    if len(value) == 1 and isinstance(words, str):
        # as CELGenUserEvent was given it: "+" is no space here
        return dict(pair.partition("=")[::2] for pair in words.split("&") if pair)
    return value


def _old_extra(text: str) -> dict[str, str]:
    """Return the facts of an extra that is no JSON, as Asterisk before 12 wrote it."""
    if old := _OLD_HANGUP.fullmatch(text):
        names = ("hangupcause", "hangupsource", "dialstatus")
        return dict(zip(names, old.groups(), strict=True))
    return {"extra": text} if "=" in text else {}


def _moment(value: object, zone: tzinfo) -> float:
    text = _DOTTED.sub(r"\3-\2-\1 ", _text(value))
    if _MOMENT.match(text):
        try:
            moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
        except ValueError:
            raise CelError("no_time", "eventtime") from None
        at = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).timestamp()
    else:
        at = _epoch(text)
    if not EARLIEST <= at < LATEST:
        raise CelError("no_time", "eventtime")
    return at


def _epoch(text: str) -> float:
    try:
        at = float(text.replace(",", "."))
    except ValueError:
        raise CelError("no_time", "eventtime") from None
    for thousand in (1_000, 1_000_000):
        if EARLIEST * thousand <= at < LATEST * thousand:
            return at / thousand
    return at
