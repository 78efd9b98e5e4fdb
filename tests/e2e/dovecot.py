"""A real Dovecot 2.3 for tests: own folder, free loopback ports, ended by pid.

It needs the package but no root: an ordinary user runs it as himself, root hands the
whole tree to `nobody`.
"""

import contextlib
import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from imapclient import IMAPClient
from imapclient.exceptions import LoginError

PROGRAM = "/usr/sbin/dovecot"  # often not in a user's PATH
UP_SECONDS, DOWN_SECONDS = 20, 3

CONFIGURATION = """\
base_dir = {folder}/run
state_dir = {folder}/run
instance_name = {folder}
log_path = {folder}/dovecot.log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/tls/server.crt
ssl_key = <{folder}/tls/server.key
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:~/Maildir
mail_fsync = never
mail_max_userip_connections = 100
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%n {folder}/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%n {folder}/users
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  chroot =
  service_count = 0
  process_min_avail = 1
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
{extra}
"""


class DovecotMissing(Exception):
    """The program is not installed, or another version than the one known here."""


def check_dovecot():
    """Raise DovecotMissing with what to do, unless a fitting Dovecot is there."""
    if not Path(PROGRAM).exists():
        raise DovecotMissing(
            "Dovecot is not installed: apt-get install dovecot-core dovecot-imapd"
        )
    version = subprocess.run(
        [PROGRAM, "--version"], capture_output=True, text=True, check=True
    ).stdout
    if not version.startswith("2.3."):
        raise DovecotMissing(f"The configuration here is for 2.3, not {version}")


class Dovecot:
    """One server; `with Dovecot({"ivan": "secret"}) as server`."""

    def __init__(self, users, extra=""):
        check_dovecot()
        self.users, self.extra = dict(users), extra
        # short, since socket paths end at 107 bytes, and passable for `nobody`
        self.folder = Path(tempfile.mkdtemp(prefix="dc-", dir="/tmp"))
        self.ca = self.folder / "tls/ca.crt"
        self.log = self.folder / "dovecot.log"
        self.imap, self.imaps = free_ports(2)
        self.process = None
        is_root = os.geteuid() == 0
        self.owner = pwd.getpwnam("nobody") if is_root else pwd.getpwuid(os.geteuid())
        self._drop = []
        if is_root:
            ids = f"--reuid={self.owner.pw_uid}", f"--regid={self.owner.pw_gid}"
            self._drop = ["setpriv", *ids, "--clear-groups"]
        self._prepare()

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *exception):
        self.stop()
        self.remove()

    def start(self):
        """Start on the same ports as before; return when it greets."""
        (self.folder / "run").mkdir(exist_ok=True)
        self._hand_over()
        with (self.folder / "stderr.log").open("w") as errors:
            self.process = subprocess.Popen(
                [*self._drop, PROGRAM, "-F", "-c", self.folder / "dovecot.conf"],
                cwd="/",
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )
        deadline = time.monotonic() + UP_SECONDS
        while not greets(self.imap):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                texts = [self.folder / "stderr.log", self.log]
                said = "\n".join(t.read_text() for t in texts if t.exists())
                raise RuntimeError(f"Dovecot did not start:\n{said}")
            time.sleep(0.02)

    def stop(self, how=signal.SIGTERM):
        """End the tree that was started, nothing else; SIGKILL is a power cut.

        The master alone would leave sessions alive, so each process is told.
        """
        if self.process is None:
            return
        for number in (how, signal.SIGKILL):
            for pid in _members(self.process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)
            deadline = time.monotonic() + DOWN_SECONDS
            while _members(self.process.pid) and time.monotonic() < deadline:
                time.sleep(0.01)
        self.process.wait()
        self.process = None
        shutil.rmtree(self.folder / "run", ignore_errors=True)

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def set_password(self, user, password):
        """Change a password; return when the server knows, which takes a second."""
        self.users[user] = password
        self._write_users()
        self._hand_over()
        deadline = time.monotonic() + UP_SECONDS
        while True:
            try:
                self.client(user).shutdown()
                return
            except LoginError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def client(self, user):
        """Return a logged-in client, straight to the server."""
        client = IMAPClient("127.0.0.1", self.imap, ssl=False, timeout=10)
        client.plain_login(user, self.users[user])
        return client

    @contextlib.contextmanager
    def inbox(self, user, folder="INBOX"):
        """Yield a client with a folder selected."""
        client = self.client(user)
        try:
            client.select_folder(folder)
            yield client
        finally:
            client.shutdown()

    def append(self, user, *raws, folder="INBOX"):
        """Put letters into a folder."""
        client = self.client(user)
        try:
            for raw in raws:
                client.append(folder, raw)
        finally:
            client.shutdown()

    def letter_file(self, user, words):
        """Return the file of the letter in a user's inbox that holds these words."""
        maildir = self.folder / "mail" / user / "Maildir"
        for file in (*maildir.glob("new/*"), *maildir.glob("cur/*")):
            if words.encode() in file.read_bytes():
                return file
        raise LookupError(words)

    def admin(self, *arguments):
        """Run doveadm of this server."""
        done = subprocess.run(
            [*self._drop, "/usr/bin/doveadm", "-c", self.folder / "dovecot.conf"]
            + list(arguments),
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"doveadm {' '.join(arguments)}: {done.stderr}")
        return done.stdout

    def _prepare(self):
        self.folder.chmod(0o755)
        (self.folder / "mail").mkdir()
        make_certificates(self.folder / "tls")
        self._write_users()
        text = CONFIGURATION.format(
            folder=self.folder,
            user=self.owner.pw_name,
            group=grp.getgrgid(self.owner.pw_gid).gr_name,
            imap=self.imap,
            imaps=self.imaps,
            extra=self.extra,
        )
        (self.folder / "dovecot.conf").write_text(text)

    def _write_users(self):
        lines = [
            f"{name}:{{PLAIN}}{password}:{self.owner.pw_uid}:{self.owner.pw_gid}"
            f"::{self.folder}/mail/{name}::\n"
            for name, password in self.users.items()
        ]
        draft = self.folder / "users.new"
        draft.write_text("".join(lines))
        draft.rename(self.folder / "users")

    def _hand_over(self):
        if self._drop:
            for path in (self.folder, *self.folder.rglob("*")):
                with contextlib.suppress(FileNotFoundError):
                    os.chown(path, self.owner.pw_uid, self.owner.pw_gid)


def free_ports(count):
    """Return ports of this machine nobody listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _one in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def greets(port):
    """Tell whether an IMAP server greets on this port."""
    try:
        with (
            socket.create_connection(("127.0.0.1", port), 2) as line,
            line.makefile("rb") as stream,
        ):
            return stream.readline().startswith(b"* OK")
    except OSError:
        return False


def make_certificates(folder):
    """Make a CA and a certificate of it for localhost and 127.0.0.1."""
    folder.mkdir()
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    (folder / "extensions").write_text(
        "subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n"
        "basicConstraints=CA:FALSE\nauthorityKeyIdentifier=keyid\n"
    )
    for command in (
        ("req", "-x509", *curve, "-days", "2", "-subj", "/CN=Test CA")
        + ("-keyout", "ca.key", "-out", "ca.crt")
        + ("-addext", "basicConstraints=critical,CA:TRUE")
        + ("-addext", "keyUsage=critical,keyCertSign,cRLSign"),
        ("req", *curve, "-subj", "/CN=localhost")
        + ("-keyout", "server.key", "-out", "server.csr"),
        ("x509", "-req", "-in", "server.csr", "-CA", "ca.crt", "-CAkey", "ca.key")
        + ("-CAcreateserial", "-days", "2", "-extfile", "extensions")
        + ("-out", "server.crt"),
    ):
        subprocess.run(
            ["openssl", *command], cwd=folder, check=True, capture_output=True
        )


def _members(group):
    """Return the live processes of the session a server was started in."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            state, _parent, one, session = (
                (entry / "stat").read_text().rpartition(")")[2].split()[:4]
            )
        except OSError:
            continue
        if int(one) == int(session) == group and state != "Z":
            found.append(int(entry.name))
    return found
