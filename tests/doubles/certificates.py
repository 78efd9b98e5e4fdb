"""Certificates for an hour: an authority of the test's own, and what it signs."""

import ssl
import subprocess
from pathlib import Path

_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


class Authority:
    """Made in a folder; `ca` is the file whoever trusts it is given."""

    def __init__(self, folder: Path, name: str = "Test CA"):
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.ca = folder / "ca.pem"
        self._openssl(
            *("req", "-x509", *_KEY, "-days", "2", "-subj", f"/CN={name}"),
            *("-keyout", "ca.key", "-out", "ca.pem"),
            *("-addext", "basicConstraints=critical,CA:TRUE"),
            *("-addext", "keyUsage=critical,keyCertSign,cRLSign"),
        )

    def certificate(self, names: str = "DNS:localhost,IP:127.0.0.1", days=2) -> Path:
        """Return a file with a key and its chain; of negative days it has expired."""
        self._openssl(
            *("req", *_KEY, "-subj", "/CN=server"),
            *("-keyout", "server.key", "-out", "server.csr"),
        )
        (self._folder / "extensions").write_text(
            f"subjectAltName={names}\nextendedKeyUsage=serverAuth\n"
            "basicConstraints=CA:FALSE\nauthorityKeyIdentifier=keyid\n"
        )
        self._openssl(
            *("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key"),
            *("-CAcreateserial", "-days", str(days), "-extfile", "extensions"),
            *("-out", "server.crt"),
        )
        found = self._folder / "server.pem"
        parts = ("server.key", "server.crt", "ca.pem")
        found.write_text("".join((self._folder / name).read_text() for name in parts))
        return found

    def context(self, **of_certificate) -> ssl.SSLContext:
        """Return what a server speaks TLS with."""
        found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        found.load_cert_chain(self.certificate(**of_certificate))
        return found

    def _openssl(self, *command):
        subprocess.run(
            ["openssl", *command], cwd=self._folder, check=True, capture_output=True
        )
