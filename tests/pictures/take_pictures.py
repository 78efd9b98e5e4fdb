"""Take the pictures of docs/pictures from a running server, in headless Chromium.

    python tests/pictures/take_pictures.py URL LOGIN PASSWORD [FOLDER] [--size 1440x900 …]
        [--colours light dark] [--only NAME …] [--chromium PATH]
        [--page NAME ADDRESS SEEN [--click STEPS]]

The list is a supervisor's, of a fresh demo day; the Journal is an operator's. A picture
in dark colours is called NAME-dark; {width} is that of the size. Steps before a picture are selectors to click, with
" >> " between; "type:WORDS" writes, "cut:" takes the network away.
"""

import argparse
import itertools
import sys
import time
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.browser import Browser, log_in  # noqa: E402

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
# an operator at work
AVAILABLE = ".o_cc_presence_chip >> .o_cc_presence_menu .dropdown-item"
# opens the letter that waits for an answer
OPEN = f"{AVAILABLE} >> [aria-posinset='9']"
# name, address, what must be seen before the picture is taken, what to click first
PICTURES = (
    ("appeals-board", "/odoo/appeals", ".o_kanban_record", None),
    ("appeals-list", "/odoo/appeals?view_type=list", ".o_data_row", None),
    (
        "appeal-form",
        "/odoo/appeals?view_type=list",
        ".o_cc_status_current",
        ".o_data_row td[name=name]",
    ),
    (
        "appeal-step",
        "/odoo/appeals?view_type=list",
        ".o_cc_step_strip",
        ".o_data_row td[name=name] >> .o_cc_status_allowed",
    ),
    (
        "appeal-answer",
        "/odoo/appeals/41",
        ".o_cc_reply_draft",
        ".o_cc_composer_open >> .o_cc_reply_templates >> .o_cc_template",
    ),
    ("waiting", "/odoo/waiting-appeals", ".o_data_row", None),
    (
        "burning",
        "/odoo/appeals",
        ".o_cc_burning_table",
        "button.o_switch_view.o_cc_burning",
    ),
    (
        "bulk-bar",
        "/odoo/appeals?view_type=list",
        ".o_cc_bulk_strip",
        ".o_data_row:nth-child(4) .o_list_record_selector input"
        " >> .o_data_row:nth-child(5) .o_list_record_selector input"
        " >> .o_data_row:nth-child(6) .o_list_record_selector input"
        " >> [data-kind=hand_over]",
    ),
    (
        "mass-incident",
        "/odoo/mass-incidents/1",
        ".o_cc_incident_letter",
        "a.nav-link[name=answer] >> .o_cc_incident_preview",
    ),
    (
        "person",
        "/odoo/appeals/2",
        ".o_cc_person_head",
        ".o_field_widget[name=applicant_id] .o_external_button",
    ),
    ("waiting-times", "/odoo/waiting-times", ".o_pivot td", None),
    # an operator's, with --size 1440x900 1280x720 --colours light dark
    ("journal-{width}", "/odoo/journal", ".o_cc_appeal_card", OPEN),
    ("journal-empty-{width}", "/odoo/journal", ".o_cc_work_row", AVAILABLE),
    (
        "journal-keys-{width}",
        "/odoo/journal",
        ".o_cc_key_sheet",
        f"{OPEN} >> .o_cc_appeal_card >> .o_cc_key_help",
    ),
    (
        "journal-find-{width}",
        "/odoo/journal",
        ".o_command_palette",
        f"{OPEN} >> .o_cc_bar_find",
    ),
    (
        "journal-presence-{width}",
        "/odoo/journal",
        ".o_cc_presence_menu",
        f"{OPEN} >> .o_cc_appeal_card >> .o_cc_presence_chip",
    ),
    (
        "journal-note-{width}",
        "/odoo/journal",
        ".o_cc_note_text",
        f"{OPEN} >> .o_cc_reply_channel >> .o_cc_reply_other:has(.fa-pencil)",
    ),
    (
        "journal-words-{width}",
        "/odoo/journal",
        ".o_cc_words_line",
        f"{OPEN} >> .o_cc_reply_text >> type:Здравствуйте, Анна Петровна! >> cut:",
    ),
    # start ./run pbx call missed meanwhile
    ("journal-call-{width}", "/odoo/journal", ".o_cc_call_panel", OPEN),
    ("calls-list", "/odoo/calls", ".o_cc_player", ".o_cc_recording_fold"),
    ("call-card", "/odoo/calls/1", ".o_cc_player", None),
    ("call-back", "/odoo/call-backs", ".o_cc_player", ".o_cc_recording_fold"),
    (
        "recording",
        "/odoo/recordings",
        ".o_form_view .o_cc_player",
        ".o_data_row:nth-child(9) td[name=kind]",
    ),
    # with calls going on and the supervisor's phone at ./run pbx up
    ("calls-now", "/odoo/calls-now", ".o_cc_live_phone", None),
    (
        "pbx-health",
        "/odoo/cc-health",
        "[data-line^='pbx/'] .o_cc_health_answer",
        "[data-line^='pbx/'] .o_cc_health_test",
    ),
)
# a bare server has none of the fonts of Odoo's stack: lend the page the Roboto Odoo ships
FONT = """
(async () => {
    const folder = "/web/static/fonts/google/Roboto/Roboto-";
    for (const [name, weight] of [["Regular", 400], ["Medium", 500], ["Bold", 700]]) {
        const source = `url(${folder}${name}.ttf)`;
        const font = new FontFace("Roboto", source, { weight: String(weight) });
        document.fonts.add(await font.load());
    }
    return true;
})()
"""


COLOURS = ("light", "dark")
# asked as the page asks, for its own user: each page then has both colours at hand
AS_THE_SYSTEM = """
fetch("/web/dataset/call_kw/res.users/write", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
        params: {
            model: "res.users",
            method: "write",
            args: [
                [odoo.loader.modules.get("@web/core/user").user.userId],
                { cc_color_scheme: "system" },
            ],
            kwargs: {},
        },
    }),
}).then((answer) => answer.text())
"""


def show(browser, size, colours):
    """Give the page this size, and the system these colours."""
    width, height = size
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        width=width,
        height=height,
        deviceScaleFactor=1,
        mobile=False,
    )
    feature = {"name": "prefers-color-scheme", "value": colours}
    browser.call("Emulation.setEmulatedMedia", features=[feature])
    time.sleep(0.7)
    # one that never ends cannot be finished
    browser.run(
        "document.getAnimations().forEach((each) => {"
        " try { each.finish(); } catch { each.pause(); } })"
    )


def shoot(browser, path):
    """Keep the picture in 256 colours: a screen has no more that matter."""
    browser.shoot(path)
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    return path


def settle(browser):
    """Wait until fonts and pictures are there."""
    browser.run(FONT)
    time.sleep(1.2)
    browser.run("document.fonts.ready.then(() => true)")


def take(browser, step):
    """Take one step: a click, unless it says what else."""
    kind, _, words = step.partition(":")
    if kind == "type":
        browser.run("document.querySelector('.o_cc_reply_text').select()")
        browser.type(words)
        time.sleep(1)
    elif kind == "cut":
        browser.cut_line(is_cut=True)
    elif step:
        browser.click(step)


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url")
    parser.add_argument("login")
    parser.add_argument("password")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--size", nargs="+", default=["1440x900"])
    parser.add_argument("--colours", nargs="+", choices=COLOURS, default=["light"])
    parser.add_argument("--only", nargs="+", help="names of pictures", default=())
    parser.add_argument("--chromium", default="chromium")
    parser.add_argument(
        "--page",
        nargs=3,
        metavar=("NAME", "ADDRESS", "SEEN"),
        help="a picture that is not in the list",
    )
    parser.add_argument("--click", help="steps to take first, with >> between")
    options = parser.parse_args(arguments)
    pictures = PICTURES
    if options.page:
        pictures = ((*options.page, options.click),)
    options.folder.mkdir(parents=True, exist_ok=True)
    sizes = [tuple(int(side) for side in size.split("x")) for size in options.size]
    url = options.url.rstrip("/")
    browser = Browser(sizes[0], options.chromium)
    try:
        log_in(browser, url, options.login, options.password)
        browser.run(AS_THE_SYSTEM)
        for name, address, seen, steps in pictures:
            if options.only and name.removesuffix("-{width}") not in options.only:
                continue
            show(browser, sizes[0], "light")
            browser.open(url + address)
            for step in (steps or "").split(" >> "):
                take(browser, step)
            browser.wait(seen)
            settle(browser)
            for size, colours in itertools.product(sizes, options.colours):
                if size == sizes[0] or "{width}" in name:
                    ending = "-dark" if colours == "dark" else ""
                    file_name = f"{name.format(width=size[0])}{ending}.png"
                    show(browser, size, colours)
                    print(shoot(browser, options.folder / file_name))
            browser.cut_line(is_cut=False)
    finally:
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
