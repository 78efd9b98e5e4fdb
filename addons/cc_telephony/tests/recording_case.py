"""Recordings made up here, and a store with a key of the test's own."""

import hashlib
import json
import math
import os
import struct
import tempfile
from array import array
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from .. import recording_store
from .common import BEGAN, TRUNK, CcTelephonyCase, incoming, told

KEY = "a key of the tests, long enough to be one"


def wav(seconds=2, level=8000, told=None):
    """Return a recording as Asterisk writes it; `told`: the length its header says."""
    count = int(seconds * 8000)
    body = array("h", (int(level * math.sin(at / 3)) for at in range(count))).tobytes()
    told = len(body) if told is None else told
    form = struct.pack("<HHIIHH", 1, 1, 8000, 16_000, 2, 16)
    whole = b"WAVEfmt \x10\0\0\0" + form + b"data" + struct.pack("<I", told) + body
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


def headers(raw, linked_id, kind="talk", name="x.wav"):
    """Return what a connector says of a recording."""
    return {
        "X_CC_Linkedid": linked_id,
        "X_CC_Kind": kind,
        "X_CC_Name": name,
        "X_CC_Sha256": hashlib.sha256(raw).hexdigest(),
        "Content_Type": "audio/wav",
    }


class RecordingMixin:
    """`self.folder`: where the store is during a test."""

    def setUp(self):
        super().setUp()
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        place = patch.object(
            recording_store,
            "_path",
            lambda _env, name: os.path.join(self.folder, "store", name[:2], name),
        )
        self.enterContext(place)
        self.enterContext(patch.dict(os.environ, CC_SECRET_RECORDINGS=KEY))

    def files(self):
        """Return the bytes of all files of the store."""
        found = []
        for where, _folders, names in os.walk(self.folder):
            for name in names:
                with open(os.path.join(where, name), "rb") as file:
                    found.append(file.read())
        return found

    def take_recording(self, linked_id, raw=None, kind="talk", pbx=None):
        """Let a recording come; return its row."""
        recordings = self.env["cc.recording"]
        before = recordings.search([])
        recordings._take(pbx or self.pbx, linked_id, kind, raw or wav())
        found = recordings.search([("linked_id", "=", linked_id)])
        return (found - before) or found[-1:]


def recorded(linked_id, talk=3.0, **more):
    """Return the lines of a call whose recording was announced."""
    mark = {"eventextra": json.dumps({"extra": f"file=/rec/{linked_id}.wav"})}
    lines = incoming(linked_id, talk=talk, **more)
    return [lines[0], told(linked_id, 0.5, "CC_REC", TRUNK, **mark), *lines[1:]]


class RecordingCase(RecordingMixin, CcTelephonyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pbx.has_recordings = True
        cls.enterClassContext(freeze_time(BEGAN + timedelta(minutes=1)))

    def recordings(self):
        return self.env["cc.recording"].search([("pbx_id", "=", self.pbx.id)])
