"""A colleague at the web client: logs in and asks what the screens ask."""

import json
import uuid
from http.cookiejar import CookieJar
from urllib import request

SECONDS = 60


class WebUser:
    """One session of a user with a running Odoo."""

    def __init__(self, port, database, login, password):
        self.url = f"http://127.0.0.1:{port}"
        self.opener = request.build_opener(request.HTTPCookieProcessor(CookieJar()))
        wanted = {"db": database, "login": login, "password": password}
        assert self.ask("/web/session/authenticate", wanted)["uid"]

    def ask(self, path, params):
        """Return the result of a JSON request; a fault of the server fails the test."""
        answer = self._open(
            path, json.dumps({"params": params}).encode(), "application/json"
        )
        found = json.loads(answer)
        assert "error" not in found, found["error"]["data"]["message"]
        return found["result"]

    def call(self, model, method, ids, *args):
        return self.ask(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": [ids, *args], "kwargs": {}},
        )

    def upload(self, model, number, name, content, mime):
        """Attach a file as the screens do; return what the server says of it."""
        page = self._open("/odoo").decode()
        token = page.partition('csrf_token: "')[2].partition('"')[0]
        mark = uuid.uuid4().hex
        fields = {"csrf_token": token, "model": model, "id": number}
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in fields.items()
        ]
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="ufile"; '
            f'filename="{name}"\r\nContent-Type: {mime}\r\n\r\n'
        )
        body = (
            ("".join(parts) + head).encode() + content + f"\r\n--{mark}--\r\n".encode()
        )
        kind = f"multipart/form-data; boundary={mark}"
        return json.loads(self._open("/web/binary/upload_attachment", body, kind))[0]

    def _open(self, path, body=None, kind=None):
        headers = {"Content-Type": kind} if kind else {}
        asked = request.Request(self.url + path, data=body, headers=headers)
        with self.opener.open(asked, timeout=SECONDS) as answer:
            return answer.read()
