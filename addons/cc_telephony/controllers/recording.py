"""The bytes of a recording, to who has a ticket; who may have one is decided before."""

import re

from werkzeug.exceptions import NotFound, RequestedRangeNotSatisfiable
from werkzeug.wrappers import Response

from odoo import http
from odoo.http import request

from ..recording_store import StoreFault, open_

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class RecordingController(http.Controller):
    @http.route(
        "/cc/recording/<int:recording_id>/audio",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def audio(self, recording_id, ticket=""):
        """Serve a recording or a part of it (Range); nothing is written.

        The ticket says that the listening was allowed and audited, to this session.
        """
        recording = request.env["cc.recording"].browse(recording_id)
        is_good, is_file = recording._admits(ticket)
        if not is_good or not recording.has_access("read"):
            raise NotFound()
        kept = recording._sealed()
        try:
            reader = kept and open_(request.env, kept)
        except StoreFault:
            reader = None
        if not reader:
            raise NotFound()
        asked = request.httprequest.headers.get("Range", "")
        first, last = _range(asked, reader.size)
        is_part = (first, last) != (0, reader.size - 1) or bool(asked)
        headers = {
            "Content-Type": "audio/wav",
            "Content-Length": str(last - first + 1),
            "Accept-Ranges": "bytes",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": _disposition(recording, is_file),
        }
        if is_part:
            headers["Content-Range"] = f"bytes {first}-{last}/{reader.size}"
        # sent piece by piece: an hour of talk is never whole in memory
        return Response(
            reader.part(first, last),
            status=206 if is_part else 200,
            headers=headers,
            direct_passthrough=True,
        )


def _range(asked, size):
    """Return the first and the last byte asked for; all where the wish is no single
    range, as HTTP has it.
    """
    found = _RANGE.fullmatch(asked.strip())
    if not found or found[1] == found[2] == "":
        return 0, size - 1
    if not found[1]:
        first, last = max(size - int(found[2]), 0), size - 1
    else:
        first = int(found[1])
        last = min(int(found[2] or size), size - 1)
    if first > last:
        raise RequestedRangeNotSatisfiable(length=size)
    return first, last


def _disposition(recording, is_file):
    if not is_file:
        return "inline"
    moment = recording.started_at.strftime("%Y%m%d-%H%M%S")
    # no number in a file's name: it will lie about somewhere
    return f'attachment; filename="recording-{recording.id}-{moment}.wav"'
