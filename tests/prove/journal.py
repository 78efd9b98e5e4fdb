"""The Journal after a day: how soon it stands, and what it keeps of five hundred contacts.

A real Odoo, a real Chromium, one tab. An operator opens contacts one after another:
reads, answers, notes, changes fields, takes calls, adds appeals, closes; colleagues
work beside him. What the page's objects take, when the rubbish is gone, must stay as it
was after the first fifty. Then how soon rows stand after F5, how the list scrolls, and
a person with two thousand contacts. `--share 0.1` is fifty contacts: memory is held to
its bars, times are printed and held to nothing, since others may use the machine.
"""

from runner import cluster, toolchain
from runner.progress import Progress
from runner.test_template import TestDatabases
from tests.prove.support.bars import Bars
from tests.prove.support.journal_odoo import set_up
from tests.prove.support.sockets_odoo import Screens, SocketsOdoo

DESCRIPTION = (
    "first paint, a day of 500 contacts in one tab, scrolling, a contact of 2,000"
)
PARTS = ("paint", "day", "scroll", "long")
CONTACTS, STEPS = 500, 10
#: rows that stay in the list however many are closed
SPARE = 210
INTERACTIONS = 2000
RELOADS, PAINT_MS = 10, 1000
FLAT_PERCENT = 20
#: half days a tenth may go on until one is flat
MORE_HALVES = 3
FIGURES = ("heap", "nodes", "listeners")
LIST_ROWS, FRAME_MS = (200, 2000), 50
OPEN_MS = 1000
MODULE = "tests.prove.support.journal_screen"


def run(arguments, context) -> int:
    """Prove it; see the module's first lines."""
    tools = toolchain.ensure(context.paths, Progress(toolchain.STEPS))
    databases = TestDatabases(
        context.paths, tools, cluster.test_cluster(context.paths, tools.postgres)
    )
    with Progress(1).step("Database of the proof") as step:
        instance = databases.fresh(["cc_telephony"], step)
    live = SocketsOdoo(instance, context.paths.logs / "prove-journal.log")
    bars = Bars()
    try:
        live.start()
        contacts = max(STEPS, round(CONTACTS * arguments.share))
        known = set_up(live, contacts + SPARE, INTERACTIONS)
        screen = Screens.open(live, known, MODULE)
        try:
            proof = _Proof(bars, screen, arguments.share)
            for part in [arguments.part] if arguments.part else PARTS:
                getattr(proof, part)()
        finally:
            screen.close()
    finally:
        live.stop()
        databases.drop(instance)
    print(f"\n{bars.passed} passed, {bars.failed} failed")
    return 1 if bars.failed else 0


class _Proof:
    def __init__(self, bars: Bars, screen: Screens, share: float):
        self.bars, self.screen, self.share = bars, screen, share
        self.is_whole = share == 1

    def timed(self, words: str, found: int, limit: int) -> None:
        """A machine of others proves no times: there they are only printed."""
        if self.is_whole:
            self.bars.bar(words, found, "<=", limit)
        else:
            print(f"     {words}: {found} (whole: <= {limit})", flush=True)

    def times(self, whole: int) -> int:
        return whole if self.is_whole else 2

    def paint(self) -> None:
        """F5 with a warm cache, by the page's own clock from the navigation on."""
        self.screen.ask({"do": "paint", "times": 2})
        found = self.screen.ask({"do": "paint", "times": self.times(RELOADS)})
        times = sorted(found["times"])
        names = ("the page", "its scripts", "rows asked", "rows came")
        hops = [sorted(each) for each in zip(*found["hops"], strict=True)]
        said = [
            f"{name} {_share(hop, 0.5)}" for name, hop in zip(names, hops, strict=True)
        ]
        print(f"     p50 of ms since the navigation: {', '.join(said)}", flush=True)
        words = f"F5 to {found['rows']} rows drawn, ms: p50 {_share(times, 0.5)}, p95"
        self.timed(words, _share(times, 0.95), PAINT_MS)

    def day(self) -> None:
        """The first look is what all later ones are held against.

        Chromium's engine holds a card or two that are gone, at moments of its own: of so
        few contacts that is a fifth. It does so once, and a leak goes on: a tenth that is
        not flat goes on as well, held to as much growth, of the same first look, for
        as many contacts.
        """
        contacts = max(STEPS, round(CONTACTS * self.share))
        looks = []
        for at in range(STEPS):
            count = contacts * (at + 1) // STEPS - contacts * at // STEPS
            looks.append(self._look_after(count))
        # of a tenth the first few meet code and caches that were never used
        first = looks[0 if self.is_whole else STEPS // 2 - 1]
        whole, last = first, looks[-1]
        for _half in range(0 if self.is_whole else MORE_HALVES):
            if max(abs(_grown(name, first, last, whole)) for name in FIGURES) <= (
                FLAT_PERCENT
            ):
                break
            first, last = last, self._look_after(last["count"] - first["count"])
        for name in FIGURES:
            grown = _grown(name, first, last, whole)
            words = f"{name} after {last['count']} contacts against {first['count']}"
            self.bars.bar(
                f"{words}, {grown:+} %, off by", abs(grown), "<=", FLAT_PERCENT
            )

    def _look_after(self, count: int) -> dict:
        look = self.screen.ask({"do": "visit", "count": count})
        _say(look)
        return look

    def scroll(self) -> None:
        """The wheel over the list, down and up: how long frames last."""
        for rows in LIST_ROWS if self.is_whole else LIST_ROWS[:1]:
            found = self.screen.ask({"do": "scroll", "rows": rows})
            frames = sorted(found["frames"])
            print(
                f"     {found['rows']} rows: {len(frames)} frames, p50"
                f" {_share(frames, 0.5)} ms, longest {round(frames[-1])} ms; tasks over"
                f" 50 ms: {[round(each) for each in found['tasks']]}",
                flush=True,
            )
            words = f"{found['rows']} rows scrolled, a frame in ms, p95"
            self.timed(words, _share(frames, 0.95), FRAME_MS)

    def long(self) -> None:
        """One who has come two thousand times."""
        order = {"do": "long", "times": self.times(5), "pages": self.times(10)}
        found = self.screen.ask(order)
        times, pages = sorted(found["times"]), sorted(found["pages"])
        words = f"{INTERACTIONS} interactions: first page drawn, ms: worst"
        self.timed(words, round(times[-1]), OPEN_MS)
        words = f"a page further back, ms: p50 {_share(pages, 0.5)}, p95"
        self.timed(words, _share(pages, 0.95), OPEN_MS)


def _grown(name, first, last, whole):
    """Return the growth from look to look, in percent of a third one's."""
    return round(100 * (last[name] - first[name]) / whole[name], 1)


def _say(look):
    opened = look["opened"]
    print(
        f"     {look['count']:>4} contacts: heap {look['heap'] / 2**20:6.2f} MiB,"
        f" {look['nodes']:>6} nodes, {look['listeners']:>5} listeners; card in"
        f" {_share(opened, 0.5)} ms, p95 {_share(opened, 0.95)} ms",
        flush=True,
    )


def _share(times, part):
    return round(times[min(len(times) - 1, int(len(times) * part))])
