"""One running Asterisk: the configuration rendered, started, waited for, stopped."""

import math
import secrets
import signal
import socket
import subprocess
import time
import wave
from dataclasses import asdict, dataclass, field
from pathlib import Path

from . import ports, processes, prompts
from .asterisk_source import AsteriskSource
from .child import describe_failure, environment
from .fault import Fault

START_SECONDS = 60
STOP_SECONDS = 10
RTP_PORTS = 400
# in production: CPUWeight= of systemd's unit
SOUND_PRIORITY = -10
LANGUAGES = ("ru", "en")
_FOLDERS = ("etc", "lib/keys", "cache", "spool", "run", "log", "rec", "data/sounds/moh")


@dataclass(frozen=True)
class Phone:
    """A phone of the PBX: its number is its login."""

    number: str
    password: str = field(repr=False)
    name: str = ""
    is_browser: bool = False


@dataclass(frozen=True)
class PbxSettings:
    """What differs between one PBX and another: the words between at-signs.

    connector_net: who may use the manager interface. trunk_*: the provider's side.
    odoo: its address as the PBX reaches it; token: the PBX's own there.
    """

    pbx: str
    odoo: str
    token: str = field(repr=False)
    sip_port: int
    ami_port: int
    http_port: int
    trunk_port: int
    rtp_first: int
    address: str = "127.0.0.1"
    trunk_address: str = "127.0.1.50"
    ami_secret: str = field(default_factory=secrets.token_hex, repr=False)
    trunk_token: str = field(default_factory=secrets.token_hex, repr=False)
    ring_seconds: int = 15
    queue_seconds: int = 300
    connector_net: str = "127.0.0.0/255.0.0.0"
    external_address: str = ""
    trunk_qualify: int = 0
    #: two for each phone or line in a call
    rtp_ports: int = RTP_PORTS

    def words(self, folder: Path, modules: Path) -> dict[str, str]:
        """Return {word: what stands in its place} for the configuration."""
        own = {name.upper(): str(value) for name, value in asdict(self).items()}
        return own | {
            "ETC": str(folder / "etc"),
            "STATE": str(folder),
            "LOG": str(folder / "log"),
            "RECORDINGS": str(folder / "rec"),
            "MODULES": str(modules),
            "RTP_LAST": str(self.rtp_first + self.rtp_ports - 1),
        }


def free_settings(pbx: str, odoo: str, token: str, **changes: str | int) -> PbxSettings:
    """Return settings on free ports of this machine."""
    sip, trunk = (_free_udp("127.0.0.1"), _free_udp("127.0.1.50"))
    # below those that connections take by themselves
    ami = ports.next_free(20_000 + secrets.randbelow(12_000))
    http = ports.next_free(ami + 1)
    size = changes.get("rtp_ports", RTP_PORTS)
    first = 40_000 + secrets.randbelow(20_000 // size) * size
    return PbxSettings(
        pbx,
        odoo,
        token,
        **(
            {
                "sip_port": sip,
                "ami_port": ami,
                "http_port": http,
                "trunk_port": trunk,
                "rtp_first": first,
            }
            | changes
        ),
    )


@dataclass
class Asterisk:
    """A PBX in a folder of its own; `config` is the repository's config/asterisk."""

    source: AsteriskSource
    config: Path
    folder: Path
    settings: PbxSettings
    phones: tuple[Phone, ...] = ()
    #: of runner/prompts.py: LANGUAGE/NAME.wav; beeps when None
    prompts: Path | None = None
    process: subprocess.Popen | None = None

    @property
    def event_file(self) -> Path:
        return self.folder / "log/cel.json"

    @property
    def recordings(self) -> Path:
        return self.folder / "rec"

    def start(self) -> None:
        """Render, start, and return when calls are taken.

        :raise Fault: it does not start, or something of its configuration is amiss
        """
        self._prepare()
        with (self.folder / "log/console").open("ab") as sink:
            self.process = subprocess.Popen(
                self.source.command("-C", self.folder / "etc/asterisk.conf", "-f"),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                env=environment(HOME=str(self.folder), LANG="C.UTF-8"),
                start_new_session=True,
            )
        # a page may come later, sound may not
        processes.prefer(self.process.pid, SOUND_PRIORITY)
        try:
            self._await_boot()
            self._check_log()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End it, by its process id."""
        if not self.process or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def console(self, line: str) -> str:
        """Return what its console answers to a command."""
        done = subprocess.run(
            self.source.command("-C", self.folder / "etc/asterisk.conf", "-rx", line),
            capture_output=True,
            text=True,
            env=environment(HOME=str(self.folder)),
        )
        return done.stdout

    # the folder
    def _prepare(self):
        for name in _FOLDERS:
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        data = self.folder / "data"
        for name in ("documentation", "agi-bin", "static-http"):
            _link(data / name, self.source.share / name)
        said = self.prompts or prompts.beeps(
            self.config / "prompts", self.folder / "data/beeps"
        )
        for language in LANGUAGES:
            sounds = data / "sounds" / language
            sounds.mkdir(parents=True, exist_ok=True)
            # a link the packages' scripts would make; nothing was installed
            for found in (self.source.share / "sounds").glob(f"{language}_*/*"):
                _link(sounds / found.name, found)
            (sounds / "cc").unlink(missing_ok=True)
            _link(sounds / "cc", said / language)
        _write_tone(data / "sounds/moh/tone.wav")
        words = self.settings.words(self.folder, self.source.modules)
        for template in sorted(self.config.glob("*.conf")):
            text = template.read_text(encoding="utf-8")
            for word, value in words.items():
                text = text.replace(f"@{word}@", value)
            (self.folder / "etc" / template.name).write_text(text, encoding="utf-8")
        phones = "\n".join(map(_phone_section, self.phones))
        path = self.folder / "etc/pjsip_phones.conf"
        path.write_text(phones, encoding="utf-8")
        path.chmod(0o600)

    def _await_boot(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                output = (self.folder / "log/console").read_text(errors="replace")
                raise Fault(
                    describe_failure(
                        "start Asterisk", self.process.returncode, output, None
                    )
                )
            try:
                return self._wait_fully_booted(deadline)
            except OSError:
                time.sleep(0.1)
        raise Fault(f"Asterisk did not come up in {START_SECONDS} s.")

    def _wait_fully_booted(self, deadline):
        """An open port is not enough: it answers before it takes calls."""
        place = (self.settings.address, self.settings.ami_port)
        with socket.create_connection(place, 1) as line:
            line.settimeout(max(1, deadline - time.monotonic()))
            login = (
                "Action: Login\r\nUsername: odoo\r\n"
                f"Secret: {self.settings.ami_secret}\r\n\r\n"
            )
            line.sendall(login.encode())
            heard = b""
            while b"FullyBooted" not in heard:
                more = line.recv(4096)
                if not more:
                    raise OSError("the manager interface closed")
                heard += more

    def _check_log(self):
        """A misspelt setting is a mere line of the log: say it."""
        log = self.folder / "log/messages.log"
        lines = log.read_text(errors="replace").splitlines() if log.exists() else []
        wrong = [line for line in lines if "WARNING[" in line or "ERROR[" in line]
        if wrong:
            listed = "\n".join(f"    {line}" for line in wrong[:10])
            raise Fault(f"Asterisk is not content with its configuration:\n{listed}")


def _link(path: Path, target: Path) -> None:
    if target.exists() and not path.is_symlink() and not path.exists():
        path.symlink_to(target)


def _write_tone(path: Path) -> None:
    """Write the music on hold: without a file, a hold is written nowhere."""
    samples = (int(4000 * math.sin(place / 3)) for place in range(16_000))
    with wave.open(str(path), "wb") as tone:
        tone.setparams((1, 2, 8000, 0, "NONE", ""))
        tone.writeframes(
            b"".join(sample.to_bytes(2, "little", signed=True) for sample in samples)
        )


def _phone_section(phone: Phone) -> str:
    kind = "browser" if phone.is_browser else "phone"
    number = phone.number
    return (
        f"[{number}]({kind})\nauth = {number}\naors = {number}\n"
        f'callerid = "{phone.name or number}" <{number}>\n\n'
        f"[{number}](password)\nusername = {number}\npassword = {phone.password}\n\n"
        f"[{number}](place)\n"
    )


def _free_udp(address: str) -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((address, 0))
        return probe.getsockname()[1]
