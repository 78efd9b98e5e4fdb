"""The commented lines of the configuration, taken into use, are right ones."""

import shutil
import socket
import ssl
import tempfile
from pathlib import Path

import pytest

from runner import asterisk_source, paths, ports, toolchain
from runner.asterisk import Asterisk, free_settings
from tests.doubles.certificates import Authority


@pytest.fixture
def folder():
    # Asterisk's socket has a name of a hundred signs at most
    found = Path(tempfile.mkdtemp(prefix="pbx-", dir="/tmp"))
    yield found
    shutil.rmtree(found)


def test_manager_and_browsers_over_tls(folder):
    where, authority = paths.locate(), Authority(folder / "ca")
    certificate = authority.certificate()
    https, manager = ports.next_free(28089), ports.next_free(28539)
    shutil.copytree(where.config / "asterisk", folder / "config")
    for path in (folder / "config").glob("*.conf"):
        text = path.read_text().replace("; @TLS@ ", "").replace(":5039", f":{manager}")
        text = text.replace("@CERTIFICATE@", str(certificate))
        path.write_text(text.replace("@HTTPS_PORT@", str(https)))
    with toolchain.quiet_progress().step("Asterisk") as step:
        source = asterisk_source.ensure(where, step)
    settings = free_settings("tls", "http://127.0.0.1:9", "token")
    pbx = Asterisk(source, folder / "config", folder / "run", settings)
    context = ssl.create_default_context(cafile=str(authority.ca))
    try:
        pbx.start()
        for port in (https, manager):
            with (
                socket.create_connection(("127.0.0.1", port), 10) as line,
                context.wrap_socket(line, server_hostname="127.0.0.1") as secret,
            ):
                if port == manager:
                    assert secret.recv(100).startswith(b"Asterisk Call Manager")
    finally:
        pbx.stop()
