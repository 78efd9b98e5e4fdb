"""Take the pictures of docs/pictures from a running server, in headless Chromium.

    python tests/pictures/take_pictures.py URL LOGIN PASSWORD [FOLDER] [--size 1440x900]
        [--only NAME] [--chromium PATH] [--page NAME ADDRESS SEEN [--click SELECTORS]]

The list is a supervisor's, of a fresh demo day.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.browser import Browser, log_in  # noqa: E402

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
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
    # an operator's; the second with --size 1280x720
    ("journal-1440", "/odoo/journal", ".o_cc_appeal_card", "[aria-posinset='9']"),
    ("journal-1280", "/odoo/journal", ".o_cc_appeal_card", "[aria-posinset='9']"),
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


def settle(browser):
    """Wait until fonts and pictures are there."""
    browser.run(FONT)
    time.sleep(1.2)
    browser.run("document.fonts.ready.then(() => true)")


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url")
    parser.add_argument("login")
    parser.add_argument("password")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--only", help="the name of one picture")
    parser.add_argument("--chromium", default="chromium")
    parser.add_argument(
        "--page",
        nargs=3,
        metavar=("NAME", "ADDRESS", "SEEN"),
        help="a picture that is not in the list",
    )
    parser.add_argument("--click", help="selectors to click first, with >> between")
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
        for name, address, seen, clicks in pictures:
            if options.only and name != options.only:
                continue
            browser.open(url + address)
            for selector in (clicks or "").split(" >> "):
                if selector:
                    browser.click(selector)
            browser.wait(seen)
            settle(browser)
            path = options.folder / f"{name}.png"
            browser.shoot(path)
            print(path)
    finally:
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
