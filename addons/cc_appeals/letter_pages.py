"""Pages of letters a screen has asked about, until its frame fetches them.

A frame without an origin cannot be asked how long it is: a screen asks before it shows
one. Without this the letter would be read twice.
"""

import threading
import time
from collections import OrderedDict

SECONDS = 10
MOST = 8
MOST_SIGNS = 2 * 1024 * 1024  # of a page


class LetterPages:
    """A few pages, each for a moment and for one use."""

    def __init__(self):
        self._lock = threading.Lock()
        self._pages = OrderedDict()

    def put(self, key, page):
        """Keep a LetterPage, unless it is a large one, for whoever has the key."""
        with self._lock:
            self._pages.pop(key, None)
            if len(page.html) <= MOST_SIGNS:
                self._pages[key] = time.monotonic() + SECONDS, page
            self._forget()

    def take(self, key):
        """Return the page and forget it; None where there is none any more."""
        with self._lock:
            self._forget()
            return self._pages.pop(key, (0, None))[1]

    def _forget(self):
        """Drop what nobody fetched: the oldest come first."""
        now = time.monotonic()
        while self._pages:
            until, _page = next(iter(self._pages.values()))
            if len(self._pages) <= MOST and now < until:
                return
            self._pages.popitem(last=False)
