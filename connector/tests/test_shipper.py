import asyncio
from datetime import UTC, datetime

import httpx
import pytest
from cc_connector.config import OdooSettings
from cc_connector.fault import ConnectorFault
from cc_connector.shipper import OdooLine, Pauses

from tests.doubles.fake_odoo import FakeOdoo


@pytest.fixture
def odoo():
    with FakeOdoo() as fake:
        yield fake


def post(odoo, path="events", **settings):
    async def ask():
        line = OdooLine(OdooSettings(odoo.url, "token", **settings), "main")
        try:
            return await line.post(path, {"lines": []}, ref="spool:1")
        finally:
            await line.close()

    return asyncio.run(ask())


def test_who_asks_is_in_the_headers(odoo):
    post(odoo)
    headers = odoo.asked[0].headers
    assert headers["authorization"] == "Bearer token"
    assert headers["x-cc-pbx"] == "main"
    assert headers["x-cc-protocol"] == "1"
    assert headers["x-cc-batch"] == "spool:1"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "odoo_refuses"),
        (403, "odoo_refuses"),
        (413, "odoo_batch"),
        (422, "odoo_batch"),
        (426, "odoo_protocol"),
        (500, "odoo_fault"),
        (303, "odoo_fault"),
        ("lost", "odoo_away"),
    ],
)
def test_each_refusal_has_its_name(odoo, status, code):
    odoo.script = [status]
    with pytest.raises(ConnectorFault) as caught:
        post(odoo)
    assert caught.value.code == code
    assert "Bearer" not in str(caught.value)


def test_nobody_there(odoo):
    odoo.close()
    with pytest.raises(ConnectorFault) as caught:
        post(odoo)
    assert caught.value.code == "odoo_away"


def test_a_certificate_file_that_is_none_is_named(odoo, tmp_path):
    path = tmp_path / "ca.pem"
    path.write_text("no certificate")
    with pytest.raises(ConnectorFault, match="ca.pem"):
        post(odoo, ca_file=str(path))


@pytest.mark.parametrize("zone", ["GMT", "-0000", "+0300"])
def test_the_clock_of_whoever_answers_is_read_in_any_zone(odoo, zone):
    line = OdooLine(OdooSettings(odoo.url, "token"), "main")
    date = f"Sun, 22 Nov 2026 10:00:00 {zone}"
    line._compare_clocks(httpx.Response(200, headers={"Date": date}))
    moment = datetime(2026, 11, 22, 10 - 3 * (zone == "+0300"), tzinfo=UTC)
    ahead = (datetime.now(UTC) - moment).total_seconds()
    assert abs(line.clock_ahead - ahead) < 5


def test_pauses_grow_and_begin_anew():
    pauses = Pauses(first=1, longest=4)
    slept = []

    async def waits():
        for _time in range(4):
            await pauses.wait()
        pauses.reset()
        await pauses.wait()

    async def sleep(seconds):
        slept.append(seconds)

    original, asyncio.sleep = asyncio.sleep, sleep
    try:
        asyncio.run(waits())
    finally:
        asyncio.sleep = original
    assert all(
        0.5 * most <= got <= most
        for most, got in zip((1, 2, 4, 4, 1), slept, strict=True)
    )
