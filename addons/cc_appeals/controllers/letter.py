"""A letter as a page of its own, for the frame it is shown in."""

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from odoo import http
from odoo.http import request

from ..letter_pages import LetterPages

# asked about by a screen, not yet fetched by its frame
_asked_about = LetterPages()

# the page is a stranger's: whoever opens it, framed or not, it has no origin, runs
# nothing, sends nothing and loads nothing
POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';"
    " img-src data:{remote}; style-src 'unsafe-inline'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'self'"
)


class LetterController(http.Controller):
    @http.route(
        "/cc/letter/<int:interaction_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def letter(self, interaction_id, images=""):
        """Serve a letter as it was written; nothing is written.

        :param images: "1" lets pictures come from the internet: its reader asked
        """
        contact = request.env["cc.interaction"].browse(interaction_id)
        if not contact.has_access("read") or not contact.has_letter:
            raise NotFound()
        is_asked = images == "1"
        page = self._page(contact, is_asked)
        return Response(
            page.html,
            headers={
                "Content-Type": "text/html; charset=utf-8",
                "Content-Security-Policy": POLICY.format(
                    remote=" https:" if is_asked else ""
                ),
                "Referrer-Policy": "no-referrer",
                # no other site loads it as a part of its page
                "Cross-Origin-Resource-Policy": "same-origin",
                "X-Content-Type-Options": "nosniff",
                # names of hosts are not asked for before somebody follows a link
                "X-DNS-Prefetch-Control": "off",
                "Cache-Control": "private, no-store",
                # a frame without an origin cannot be asked
                "CC-Letter-Pictures": str(page.remote),
                "CC-Letter-Lines": str(page.lines),
            },
        )

    def _page(self, contact, with_remote):
        """Return the page; what HEAD told of is kept for the GET that follows."""
        env = contact.env
        # whose it is, and in what language: rights were checked for this request
        key = (env.cr.dbname, env.uid, env.lang, contact.id, with_remote)
        page = _asked_about.take(key) or contact._letter_page(with_remote)
        if request.httprequest.method == "HEAD":
            _asked_about.put(key, page)
        return page
