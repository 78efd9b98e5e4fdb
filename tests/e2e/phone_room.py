"""The phones of a desk in a thread of their own, for tests that wait for screens."""

import asyncio
import threading

SECONDS = 90


class PhoneRoom:
    """`with PhoneRoom(desk) as room`: each method waits until it has happened."""

    def __init__(self, desk):
        self.desk = desk
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        self.do(self.desk.__aenter__())
        return self

    def __exit__(self, *exception):
        try:
            self.do(self.desk.__aexit__(*exception))
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(SECONDS)

    def do(self, work):
        """Run a coroutine among the phones; return what it says."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(SECONDS)

    def call(self, line, caller):
        """Call from outside."""
        return self.do(self.desk.outside.call(line, caller=caller))

    def rung(self, caller):
        """Return the call as the phone of ours has it that rings."""
        return self.do(self.desk.rung(caller))

    def pick_up(self, call):
        self._loop.call_soon_threadsafe(self._pick_up, call)
        self.do(call.wait("up"))

    @staticmethod
    def _pick_up(call):
        call.answer(200, call.media.offer())
        call.turn("up")

    def hang_up(self, call):
        self.do(call.hang_up())

    def wait_down(self, call):
        self.do(call.wait_down())
