"""Packages of Debian: installed by root, or downloaded and unpacked by anybody."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .child import capture, environment, run_logged
from .fault import Fault

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
STABLE = "bookworm"
_FIELDS = "$(ORIGIN)|$(LABEL)|$(RELEASE)|$(COMPONENT)|$(CREATED_BY)|$(REPO_URI)"


def is_root() -> bool:
    return os.geteuid() == 0


def install(packages: Sequence[str], log: Path) -> None:
    """Install packages on the machine; only root can."""
    names = " ".join(packages)
    if not is_root():
        raise Fault(f"This needs a package of Debian. As root: apt-get install {names}")
    env = environment(DEBIAN_FRONTEND="noninteractive")
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    what = f"install {names}"
    try:
        run_logged(command, log, what, env=env)
    except Fault:
        # The package lists may be missing (a bare image) or older than the mirror.
        run_logged(["apt-get", "update"], log, "read the package lists", env=env)
        run_logged(command, log, what, env=env)


def mirrors() -> list[str]:
    """Return the addresses that may carry Debian itself, the likeliest first.

    Taken from apt's own configuration. Before the first `apt-get update` apt does
    not know who publishes a repository, then the name of the release must do.
    """
    output = capture(
        ["apt-get", "indextargets", "--format", _FIELDS], "read apt's configuration"
    )
    return candidates(output)


def candidates(index_targets: str) -> list[str]:
    """Return the addresses of Debian's main archive among apt's index targets."""
    known, unknown = [], []
    for line in index_targets.splitlines():
        origin, label, release, component, created_by, address = line.split("|")
        if component != "main" or created_by != "Packages":
            continue
        if origin == "Debian" and label == "Debian":
            known.append(address)
        elif origin.startswith("$") and release in (STABLE, "stable"):
            unknown.append(address)
    return list(dict.fromkeys(known or unknown))


@dataclass(frozen=True)
class PrivateApt:
    """An apt of our own below `folder`: downloads without being root."""

    folder: Path
    log: Path

    def download(
        self,
        suite: str,
        packages: Sequence[str],
        into: Path,
        is_whole: bool = False,
    ) -> None:
        """Download packages of a suite, trying each mirror apt knows."""
        if not KEYRING.exists():
            raise Fault(
                f"{KEYRING} is missing: this needs Debian 12, or an Odoo 19 of your "
                "own (CC_ODOO=DIR)."
            )
        addresses = mirrors()
        if not addresses:
            raise Fault(
                "apt has no Debian mirror configured: packages cannot be found. "
                "An Odoo 19 of your own can be used with CC_ODOO=DIR."
            )
        self._prepare()
        into.mkdir(parents=True, exist_ok=True)
        for address in addresses:
            try:
                self._choose(suite, address)
                self._apt(suite, "update", what="read the package lists", cwd=into)
                break
            except Fault:
                if address == addresses[-1]:
                    raise
        what = "download " + ", ".join(packages)
        names = (
            self._with_all_they_need(suite, packages, into) if is_whole else packages
        )
        self._apt(suite, "download", *names, what=what, cwd=into)

    def download_whole(self, suite: str, packages: Sequence[str], into: Path) -> None:
        """Download packages with all they need, down to the C library."""
        self.download(suite, packages, into, is_whole=True)

    def _with_all_they_need(
        self, suite: str, packages: Sequence[str], cwd: Path
    ) -> list[str]:
        # our list of installed packages is empty: all would have to be installed
        output = self._apt(
            suite,
            *("-s", "-o", "APT::Install-Recommends=false", "install", *packages),
            what="find what the packages need",
            cwd=cwd,
        )
        lines = (line.split() for line in output.splitlines())
        return sorted({words[1] for words in lines if words[:1] == ["Inst"]})

    def _prepare(self) -> None:
        (self.folder / "lists/partial").mkdir(parents=True, exist_ok=True)
        (self.folder / "cache/archives/partial").mkdir(parents=True, exist_ok=True)
        (self.folder / "status").touch()

    def _choose(self, suite: str, address: str) -> None:
        line = f"deb [signed-by={KEYRING}] {address} {suite} main\n"
        (self.folder / f"{suite}.list").write_text(line)

    def _apt(self, suite: str, *arguments: str, what: str, cwd: Path) -> str:
        options = {
            "Dir::Etc::sourcelist": self.folder / f"{suite}.list",
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::State": self.folder,
            "Dir::State::status": self.folder / "status",
            "Dir::State::lists": self.folder / "lists",
            "Dir::Cache": self.folder / "cache",
            "APT::Sandbox::User": pwd.getpwuid(os.geteuid()).pw_name,
            "APT::Update::Error-Mode": "any",
            "Acquire::Check-Valid-Until": "false",
            "Acquire::Languages": "none",
        }
        command = ["apt-get"]
        for name, value in options.items():
            command += ["-o", f"{name}={value}"]
        return run_logged([*command, *arguments], self.log, what, cwd=cwd)


def unpack(packages: Path, root: Path) -> None:
    """Unpack every downloaded package of a folder below `root`."""
    root.mkdir(parents=True, exist_ok=True)
    for package in sorted(packages.glob("*.deb")):
        capture(["dpkg-deb", "-x", package, root], f"unpack {package.name}")


def unpack_merged(packages: Path, root: Path) -> None:
    """Unpack packages that make a whole system: /bin is /usr/bin, and so on.

    The links come first, or a package that brings /lib makes it a folder of its own.
    """
    for name in ("bin", "sbin", "lib", "lib64"):
        (root / "usr" / name).mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(f"usr/{name}")
    for package in sorted(packages.glob("*.deb")):
        read = subprocess.Popen(
            ["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE
        )
        with read:
            done = subprocess.run(
                ["tar", "-x", "--keep-directory-symlink", "-C", root],
                stdin=read.stdout,
                capture_output=True,
                text=True,
            )
        if done.returncode or read.returncode:
            raise Fault(f"Could not unpack {package.name}. It said: {done.stderr}")


def has_program(name: str) -> bool:
    done = subprocess.run(["sh", "-c", f"command -v {name}"], capture_output=True)
    return done.returncode == 0
