"""The connector brings a recording: 200 is said when it is sealed, and on disk."""

import hashlib
import logging
import re

from odoo import http
from odoo.http import request

from ..engine.sound import SoundError
from ..models.recording.cc_recording_arrival import LONGEST_ID, LONGEST_NAME
from ..recording_store import StoreFault
from .pbx import OPTIONS, PbxController, _answer

_logger = logging.getLogger(__name__)
#: of 8 kHz and 16 bits: two hours and a quarter
LONGEST_RECORDING = 128 << 20
KINDS = ("talk", "voicemail")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class PbxRecordingController(PbxController):
    @http.route("/cc/pbx/v1/recording", **OPTIONS, max_content_length=LONGEST_RECORDING)
    def recording(self):
        """Take the audio of a call, once however often it comes."""
        pbx, refusal = self._who_asks()
        if refusal:
            return refusal
        told = _told(request.httprequest.headers)
        if not told:
            error = "X-CC-Linkedid, X-CC-Kind and X-CC-Sha256 say what it is"
            return _answer({"error": error}, 400)
        linked_id, kind, name, digest = told
        asked = request.httprequest
        recordings = pbx.env["cc.recording"]
        if asked.content_length is None or asked.content_length > LONGEST_RECORDING:
            recordings._refuse(pbx, linked_id, kind, "too_long")
            return _answer({"error": "a recording has 128 MiB at most"}, 413)
        # cached: a request that meets another one at the same row is run again
        raw = asked.get_data()
        if hashlib.sha256(raw).hexdigest() != digest:
            return _answer({"error": "these are not the bytes X-CC-Sha256 says"}, 400)
        return _keep(recordings, pbx, linked_id, kind, raw, name)


def _keep(recordings, pbx, linked_id, kind, raw, name):
    try:
        is_new = recordings._take(pbx, linked_id, kind, raw, name)
    except SoundError as fault:
        if fault.code == "empty":
            # nobody talked: there is nothing to keep, and nothing amiss
            recordings._refuse(pbx, linked_id, kind, "empty")
            return _answer({"is_new": False})
        recordings._refuse(pbx, linked_id, kind, "not_audio")
        words = f"no recording: {fault}. wav with PCM, A-law or mu-law is taken"
        return _answer({"error": words}, 422)
    except StoreFault as fault:
        return _answer({"error": "there is no key to seal it", "code": fault.code}, 503)
    except OSError as fault:
        # said and not hidden: the connector keeps the file and tries again
        _logger.error("a recording cannot be kept: %s", fault.strerror)
        return _answer({"error": "the disk does not take it", "code": "disk"}, 503)
    pbx.env.cr.commit()  # pylint: disable=invalid-commit
    return _answer({"is_new": is_new})


def _told(headers):
    """Return (linkedid, kind, name, digest) of the headers, None if they do not say."""
    linked_id = headers.get("X-CC-Linkedid", "")
    kind = headers.get("X-CC-Kind", "")
    digest = headers.get("X-CC-Sha256", "").lower()
    is_id = 0 < len(linked_id) <= LONGEST_ID and linked_id.isprintable()
    if not is_id or kind not in KINDS or not _SHA256.fullmatch(digest):
        return None
    name = headers.get("X-CC-Name", "").replace("\0", "")[:LONGEST_NAME]
    return linked_id, kind, name, digest
