"""Take the pictures of docs/pictures from a running server, in headless Chromium.

    python tests/pictures/take_pictures.py URL LOGIN PASSWORD [FOLDER] [--size 1440x900]
        [--colours dark] [--only NAME …] [--chromium PATH]
        [--page NAME ADDRESS SEEN [--click STEPS]]

The list is a supervisor's, of a fresh demo day; the Journal is an operator's. A picture
in dark colours is called NAME-dark. Steps before a picture are selectors to click, with
" >> " between; "type:WORDS" writes, "cut:" takes the network away.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.browser import Browser, log_in  # noqa: E402

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
# the letter that waits for an answer
OPEN = "[aria-posinset='9']"
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
    # an operator's, each with --size 1440x900 and 1280x720
    ("journal-{width}", "/odoo/journal", ".o_cc_appeal_card", OPEN),
    ("journal-empty-{width}", "/odoo/journal", ".o_cc_work_row", None),
    ("journal-keys-{width}", "/odoo/journal", ".o_cc_key_sheet", ".o_cc_key_help"),
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
        f"{OPEN} >> .o_cc_reply_channel >> .o_cc_reply_other",
    ),
    (
        "journal-words-{width}",
        "/odoo/journal",
        ".o_cc_words_line",
        f"{OPEN} >> .o_cc_reply_text >> type:Здравствуйте, Анна Петровна! >> cut:",
    ),
    # while ./run pbx call goes on, the operator available
    ("journal-call-{width}", "/odoo/journal", ".o_cc_call_panel", None),
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


# asked as the page asks, for its own user; colours come with the next page
COLOURS = """
fetch("/web/dataset/call_kw/res.users/write", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
        params: {
            model: "res.users",
            method: "write",
            args: [
                [odoo.loader.modules.get("@web/core/user").user.userId],
                { cc_color_scheme: "%s" },
            ],
            kwargs: {},
        },
    }),
}).then((answer) => answer.text())
"""


def settle(browser):
    """Wait until fonts and pictures are there."""
    browser.run(FONT)
    time.sleep(1.2)
    browser.run("document.fonts.ready.then(() => true)")


def take(browser, step):
    """Take one step: a click, unless it says what else."""
    kind, _, words = step.partition(":")
    if kind == "type":
        browser.run("document.activeElement.blur()")
        browser.run("document.querySelector('.o_cc_reply_text').focus()")
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
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--colours", choices=("light", "dark"), default="light")
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
    size = tuple(int(side) for side in options.size.split("x"))
    url = options.url.rstrip("/")
    browser = Browser(size, options.chromium)
    try:
        log_in(browser, url, options.login, options.password)
        browser.run(COLOURS % options.colours)
        ending = "-dark" if options.colours == "dark" else ""
        for name, address, seen, clicks in pictures:
            name = name.format(width=size[0])
            if options.only and name not in options.only:
                continue
            browser.open(url + address)
            for step in (clicks or "").split(" >> "):
                take(browser, step)
            browser.wait(seen)
            settle(browser)
            path = options.folder / f"{name}{ending}.png"
            browser.shoot(path)
            browser.cut_line(is_cut=False)
            print(path)
    finally:
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
