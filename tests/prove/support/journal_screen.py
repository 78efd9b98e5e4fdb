"""A Chromium at the Journal that does what `prove journal` orders, line by line.

Reads the settings, then orders of JSON: {"do": "paint", "times"}, {"do": "scroll",
"rows"}, {"do": "long", "times", "pages"}, {"do": "visit", "count"}; answers each with
a line.
"""

import json
import sys

from .journal_day import Colleague, Day
from .journal_page import ROWS, Page

SERVICE = "odoo.__WOWL_DEBUG__.root.env.services.cc_journal.current"
ROW_PX = 56
#: as fast as a wheel is turned in earnest
PX_A_SECOND = 6000
FRAMES = """
window.ccFrames = [];
window.ccTasks = [];
window.ccLook = new PerformanceObserver((list) =>
    ccTasks.push(...list.getEntries().map((each) => each.duration)));
ccLook.observe({ type: "longtask" });
window.ccRolls = true;
{
    let before = performance.now();
    const frame = (now) => {
        ccFrames.push(now - before);
        before = now;
        ccRolls && requestAnimationFrame(frame);
    };
    requestAnimationFrame((now) => { before = now; requestAnimationFrame(frame); });
}
true
"""

# ms since the navigation began: the page came, its scripts ran, rows were asked and came
HOPS = """
(() => {
    const [page] = performance.getEntriesByType("navigation");
    const [asked] = performance.getEntriesByType("resource")
        .filter(({ name }) => name.includes("journal_start"));
    return [page.responseEnd, page.domContentLoadedEventStart, asked?.startTime || 0,
        asked?.responseEnd || 0];
})()
"""


class Screen:
    def __init__(self, settings):
        self.settings = settings
        url = f"http://127.0.0.1:{settings['port']}"
        self.page = Page(url, settings["operator"])
        self.day = Day(self.page, Colleague(settings))

    def paint(self, times):
        """Load the page anew from its warm cache; ms until rows are on the screen."""
        found, hops = [], []
        for _at in range(times):
            self.page.call("Page.reload")
            self.page.until("window.ccProof?.rowsAt", "the page anew")
            found.append(self.page.run("ccProof.rowsAt"))
            hops.append(self.page.run(HOPS))
            self.page.run("ccProof.until(() => false, 300)")
        return {"times": found, "rows": self.count_rows(), "hops": hops}

    def count_rows(self):
        return self.page.run(f"document.querySelectorAll('{ROWS}').length")

    def scroll(self, rows):
        """Turn the wheel from top to bottom over so many rows, and back."""
        page = self.page
        has = page.run(f"{SERVICE}.rows.length")
        if rows > has:
            # the server sends two hundred at most: more come by the bus, in time
            page.run(
                f"{{ const journal = {SERVICE}; const own = journal.rows;"
                f" const rows = Array.from({{ length: {rows} }}, (_each, at) => ({{"
                " ...own[at % own.length], key: `cc.appeal,${1e7 + at}` }));"
                " journal.apply({ tab: journal.tab, upsert: rows }); }"
            )
        rows = page.run(f"{SERVICE}.rows.length")
        page.run("ccProof.painted()")
        page.run(FRAMES)
        way = ROW_PX * rows
        for distance in (-way, way):
            page.call(
                "Input.synthesizeScrollGesture",
                x=100,
                y=500,
                yDistance=distance,
                speed=max(PX_A_SECOND, way // 5),
                gestureSourceType="mouse",
                preventFling=True,
            )
        found = page.run("ccRolls = false; ({ frames: ccFrames, tasks: ccTasks })")
        page.open()
        return found | {"rows": rows, "pixels": way}

    def long(self, times, pages):
        """Open who has come two thousand times, as from the palette."""
        page, found, drawn = self.page, [], []
        loyal = self.settings["loyal"]
        for _at in range(times):
            page.open()
            since = page.run("performance.now()")
            page.run(
                f"{SERVICE}.open({{ model: 'res.partner', id: {loyal} }}); undefined"
            )
            page.seen(".o_cc_journal_entries .o_cc_entry", "the first page")
            found.append(page.run("ccProof.painted()") - since)
            # further back
            for _page in range(pages):
                has = page.run("document.querySelectorAll('.o_cc_entry').length")
                since = page.run("performance.now()")
                page.click(".o_cc_chronology_earlier")
                page.until(
                    f"document.querySelectorAll('.o_cc_entry').length > {has}",
                    "what was earlier",
                )
                drawn.append(page.run("ccProof.painted()") - since)
        return {"times": found, "pages": drawn}

    def visit(self, count):
        """Serve so many contacts; how the tab is afterwards."""
        start = len(self.day.opened)
        for _at in range(count):
            self.day.visit()
        self.day.rest()
        # what waits for its timers: strips, saves, words
        self.page.run("ccProof.until(() => false, 1500)")
        opened = sorted(self.day.opened[start:])
        return self.page.figures() | {"opened": opened, "count": self.day.count}


def main():
    """Serve the orders of the proof."""
    screen = Screen(json.loads(sys.stdin.readline()))
    print(json.dumps({}), flush=True)
    try:
        for line in sys.stdin:
            order = json.loads(line)
            found = getattr(screen, order.pop("do"))(**order)
            print(json.dumps(found), flush=True)
    finally:
        screen.page.close()


if __name__ == "__main__":
    main()
