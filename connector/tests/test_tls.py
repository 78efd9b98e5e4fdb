"""Whom the connector believes: with certificates made for the test."""

import asyncio
import json

import pytest
from cc_connector.ami import AmiLine
from cc_connector.config import AmiSettings, OdooSettings, Settings
from cc_connector.fault import ConnectorFault
from cc_connector.service import Service
from cc_connector.shipper import OdooLine

from tests.doubles.certificates import Authority
from tests.doubles.fake_ami import FakeAmi
from tests.doubles.fake_odoo import FakeOdoo, wait_for

#: {what is wrong: (what the server's certificate is made of, what the sentence says)}
WRONG = {
    "expired": ({"days": -1}, "expired"),
    "another name": ({"names": "DNS:elsewhere.example"}, "another name"),
    "another address": ({"names": "IP:127.0.0.9"}, "another name"),
}


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("theirs"), "Somebody's CA")


def post(odoo, ca_file):
    async def ask():
        line = OdooLine(OdooSettings(odoo.url, "token", str(ca_file)), "main")
        try:
            return await line.post("report", {})
        finally:
            await line.close()

    return asyncio.run(ask())


def connect(tls, ca_file):
    async def ask():
        async with FakeAmi(tls=tls) as ami:
            settings = AmiSettings(
                *("127.0.0.1", ami.port, "odoo", "secret"),
                is_tls=True,
                ca_file=str(ca_file),
            )
            line = AmiLine(settings)
            try:
                await line.connect()
            finally:
                await line.close()
            return ami.logins

    return asyncio.run(ask())


def test_odoo_behind_the_right_authority(ours):
    with FakeOdoo(ours.context()) as odoo:
        assert post(odoo, ours.ca) == {"trunks": ["trunk"]}


@pytest.mark.parametrize("name", WRONG)
def test_odoo_with_a_wrong_certificate_is_told_nothing(ours, name):
    made_of, words = WRONG[name]
    with FakeOdoo(ours.context(**made_of)) as odoo:
        with pytest.raises(ConnectorFault, match=words) as caught:
            post(odoo, ours.ca)
        assert caught.value.code == "odoo_certificate"
        assert not odoo.asked


@pytest.mark.parametrize("trusted", ["another", "none"])
def test_odoo_of_an_unknown_authority_is_told_nothing(ours, theirs, trusted):
    with FakeOdoo(ours.context()) as odoo:
        with pytest.raises(ConnectorFault, match="authority") as caught:
            post(odoo, theirs.ca if trusted == "another" else "")
        assert caught.value.code == "odoo_certificate"
        assert not odoo.asked


def test_the_manager_behind_the_right_authority(ours):
    assert connect(ours.context(), ours.ca) == 1


@pytest.mark.parametrize("name", WRONG)
def test_a_manager_with_a_wrong_certificate_gets_no_secret(ours, name):
    made_of, words = WRONG[name]
    with pytest.raises(ConnectorFault, match=words) as caught:
        connect(ours.context(**made_of), ours.ca)
    assert caught.value.code == "ami_certificate"


def test_a_manager_of_an_unknown_authority_gets_no_secret(ours, theirs):
    with pytest.raises(ConnectorFault, match="authority"):
        connect(ours.context(), theirs.ca)


def test_a_manager_s_authority_that_is_no_file_is_named(ours, tmp_path):
    with pytest.raises(ConnectorFault, match="none.pem") as caught:
        connect(ours.context(), tmp_path / "none.pem")
    assert caught.value.code == "settings"


def test_nothing_is_lost_while_the_certificate_is_wrong(ours, tmp_path, caplog):
    """The log says why; put right, the lines go out and Odoo hears what it was."""
    odoo = FakeOdoo(ours.context(days=-1))

    async def work():
        with odoo:
            settings = Settings(
                "main",
                tmp_path / "cel.json",
                tmp_path / "spool",
                OdooSettings(odoo.url, "token", str(ours.ca)),
            )
            (tmp_path / "cel.json").write_text('{"a": 1}\n')
            task = asyncio.create_task(Service(settings).run())
            await asyncio.to_thread(wait_for, lambda: "expired" in said(), "the log")
            assert not odoo.asked
            odoo.close()
            odoo.tls = ours.context()
            odoo.open()
            await asyncio.to_thread(wait_for, odoo.lines, "the lines")
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def said():
        return json.dumps(
            [getattr(record, "facts", {}) for record in caplog.records], default=str
        )

    asyncio.run(work())
    assert [line for _key, line in odoo.lines()] == ['{"a": 1}']
