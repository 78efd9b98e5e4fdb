"""The way to Odoo: batches over HTTPS, the same one again until it is acknowledged."""

import asyncio
import json
import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx

from . import PROTOCOL, tls
from .config import LOOPBACK, OdooSettings
from .fault import ConnectorFault

TIMEOUT_SECONDS = 20
# a recording of two hours over a slow line, sealed and fsynced there
RECORDING_SECONDS = 300
LONGEST_WAIT_SECONDS = 30


class OdooLine:
    """Asks Odoo; turns each way it can fail into a `ConnectorFault`."""

    def __init__(self, settings: OdooSettings, pbx: str):
        self._url = settings.url.rstrip("/")
        host = urlsplit(self._url).hostname
        self._client = httpx.AsyncClient(
            verify=tls.context("odoo", settings.ca_file),
            # a proxy of the environment must not be asked for this machine itself
            trust_env=host not in LOOPBACK,
            timeout=TIMEOUT_SECONDS,
            headers={
                "Authorization": f"Bearer {settings.token}",
                "X-CC-PBX": pbx,
                "X-CC-Protocol": str(PROTOCOL),
            },
        )
        #: seconds the clock here is ahead of Odoo's, None until it has answered
        self.clock_ahead: float | None = None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def post(self, path: str, body: object, ref: str = "") -> dict:
        """Post JSON and return the answer.

        :param ref: of a batch; Odoo knows a repeated one by it
        :raise ConnectorFault: no answer, or one that is no acknowledgement
        """
        headers = {"Content-Type": "application/json"}
        if ref:
            headers["X-CC-Batch"] = ref
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        return self._read(await self._send(path, content, headers))

    async def bring(self, raw: bytes, headers: dict[str, str]) -> dict:
        """Post the bytes of a recording and return the answer.

        :raise ConnectorFault: it is not there; `recording_refused`: it never will be
        """
        headers = headers | {"Content-Type": "application/octet-stream"}
        answer = await self._send("recording", raw, headers, RECORDING_SECONDS)
        if answer.status_code in (413, 422):
            raise ConnectorFault(
                "recording_refused", "Odoo takes no such file: too long, or no audio."
            )
        if answer.status_code == 400:
            raise ConnectorFault(
                "recording_garbled", "A recording did not come to Odoo as it is."
            )
        if answer.status_code == 503:
            code = _code(answer)
            if code in ("no_key", "short_key"):
                raise ConnectorFault(
                    "recordings_key", "Odoo has no key to seal recordings with."
                )
            if code == "disk":
                raise ConnectorFault("recordings_disk", "Odoo's disk is full.")
        return self._read(answer)

    async def _send(self, path, content, headers, seconds=TIMEOUT_SECONDS):
        try:
            answer = await self._client.post(
                f"{self._url}/cc/pbx/v{PROTOCOL}/{path}",
                content=content,
                headers=headers,
                timeout=seconds,
            )
        except httpx.ConnectError as fault:
            if sentence := tls.refusal(fault, "Odoo"):
                raise ConnectorFault("odoo_certificate", sentence) from None
            raise ConnectorFault("odoo_away", "Odoo does not answer.") from None
        except httpx.HTTPError:
            raise ConnectorFault("odoo_away", "Odoo does not answer.") from None
        self._compare_clocks(answer)
        return answer

    def _compare_clocks(self, answer):
        try:
            theirs = parsedate_to_datetime(answer.headers["Date"])
        except (KeyError, ValueError, TypeError):
            return
        # a zone of -0000 says that nobody knows it; of HTTP it is UTC
        theirs = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
        self.clock_ahead = (datetime.now(UTC) - theirs).total_seconds()

    def _read(self, answer):
        if answer.status_code in (401, 403):
            raise ConnectorFault(
                "odoo_refuses", "Odoo refuses the token of this PBX: set it anew."
            )
        if answer.status_code in (413, 422):
            raise ConnectorFault(
                "odoo_batch",
                "Odoo does not take a batch as it is: one of the two is too old.",
            )
        if answer.status_code == 426:
            raise ConnectorFault(
                "odoo_protocol", "Odoo speaks another version of the protocol."
            )
        if answer.status_code != 200:
            raise ConnectorFault(
                "odoo_fault", f"Odoo answered with {answer.status_code}."
            )
        try:
            found = answer.json()
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise ConnectorFault("odoo_fault", "Something else than Odoo answered.")
        return found


def _code(answer):
    try:
        found = answer.json()
    except ValueError:
        return ""
    return found.get("code", "") if isinstance(found, dict) else ""


class Pauses:
    """How long to wait after a fault: doubled each time, with chance in it."""

    def __init__(self, first: float = 0.5, longest: float = LONGEST_WAIT_SECONDS):
        self._first, self._longest = first, longest
        self._next = first

    def reset(self) -> None:
        """Begin anew: it went well."""
        self._next = self._first

    async def wait(self) -> None:
        """Wait; longer every time."""
        await asyncio.sleep(self._next * random.uniform(0.5, 1))
        self._next = min(self._next * 2, self._longest)
