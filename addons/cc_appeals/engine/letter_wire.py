"""Letters on their way out of the process that parsed them: JSON, then the files.

Nothing here can run code of the sender's: a helper a letter has broken can at worst
describe a wrong letter.
"""

import dataclasses
import json
import struct
from datetime import datetime

from .letter import Letter, LetterError
from .mail.bounce import Bounce
from .mail.files import Attachment

HEAD = struct.Struct("!IQ")  # bytes of JSON, bytes of files
MAX_BYTES = 512 * 1024 * 1024


def pack(found: Letter | LetterError) -> list[bytes]:
    """Return the pieces of one answer, to be sent one after the other."""
    files = found.attachments if isinstance(found, Letter) else ()
    described = _describe(found)
    head = json.dumps(described, ensure_ascii=False).encode("utf-8", "surrogatepass")
    total = sum(len(each.content) for each in files)
    if len(head) + total > MAX_BYTES:
        raise LetterError("too_large", f"it unfolds to more than {MAX_BYTES} bytes")
    return [HEAD.pack(len(head), total), head, *(each.content for each in files)]


def unpack(head: bytes, content: bytes) -> Letter | LetterError:
    """Return what `pack` was given; ValueError, KeyError, TypeError for other bytes."""
    said = json.loads(head.decode("utf-8", "surrogatepass"))
    if not isinstance(said, dict):
        raise ValueError("an answer is an object")
    if "code" in said:
        return LetterError(said["code"], said["text"], said["headers"])
    values = {name: _frozen(value) for name, value in said.items()}
    if said["date"]:
        values["date"] = datetime.fromisoformat(said["date"])
    if said["bounce"]:
        bounce = {name: _frozen(value) for name, value in said["bounce"].items()}
        values["bounce"] = Bounce(**bounce)
    files, position = [], 0
    for each in said["attachments"]:
        end = position + each["size"]
        files.append(Attachment(**each, content=content[position:end]))
        position = end
    if position != len(content):
        raise ValueError("the files have another size than was said")
    return Letter(**values | {"attachments": tuple(files)})


def _describe(found):
    if isinstance(found, LetterError):
        return {"code": found.code, "text": found.text, "headers": found.headers}
    values = {
        each.name: getattr(found, each.name) for each in dataclasses.fields(found)
    }
    values["date"] = found.date and found.date.isoformat()
    values["bounce"] = found.bounce and dataclasses.asdict(found.bounce)
    values["attachments"] = [_describe_file(each) for each in found.attachments]
    return values


def _describe_file(file):
    names = [each.name for each in dataclasses.fields(file) if each.name != "content"]
    return {name: getattr(file, name) for name in names}


def _frozen(value):
    return tuple(value) if isinstance(value, list) else value
