"""Settings: one TOML file; secrets come from the environment or from files."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from .fault import ConnectorFault

_PBX_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_ADDRESS = re.compile(r"(?P<host>[^:]*|\[[^]]*\]):(?P<port>\d{1,5})")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
# what a value of the file is, as its sentence says it
KINDS = {str: "a text in quotes", int: "a whole number", bool: "true or false"}


@dataclass(frozen=True)
class OdooSettings:
    """url: of Odoo, https except on the same machine. ca_file: of an own authority."""

    url: str
    token: str = field(repr=False)
    ca_file: str = ""


@dataclass(frozen=True)
class AmiSettings:
    """The manager interface; without a host there is no live picture."""

    host: str = ""
    port: int = 5038
    user: str = "odoo"
    secret: str = field(default="", repr=False)
    is_tls: bool = False
    ca_file: str = ""


@dataclass(frozen=True)
class Settings:
    """pbx: its name in Odoo. cel_file: what cel_custom writes. spool: SQLite file.

    recordings: folder of closed recordings, "" when somebody else fetches them.
    recordings_key: what they are sealed with while they wait there, "" for nothing.
    metrics_address: "host:port" of the Prometheus page, "" for none.
    """

    pbx: str
    cel_file: Path
    spool: Path
    odoo: OdooSettings
    ami: AmiSettings = AmiSettings()
    recordings: str = ""
    recordings_key: str = field(default="", repr=False)
    metrics_address: str = ""
    batch_lines: int = 500


def load(path: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings file.

    :raise ConnectorFault: a sentence that names the key
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise _wrong(
            f"The settings file {path} cannot be read: {fault.strerror}."
        ) from None
    except ValueError as fault:
        raise _wrong(f"The settings file {path} is not TOML: {fault}.") from None
    return _settings(table, environment)


def _settings(table, environment):
    odoo = OdooSettings(**_section(table, "odoo", OdooSettings, environment, "token"))
    ami = AmiSettings(**_section(table, "ami", AmiSettings, environment, "secret"))
    _check_url(odoo.url)
    if ami.host and not ami.secret:
        raise _wrong("[ami]: host is set, so secret_env or secret_file is needed.")
    pbx = table.get("pbx", "")
    if not isinstance(pbx, str) or not _PBX_NAME.fullmatch(pbx):
        raise _wrong("pbx is the PBX's name in Odoo: small letters, digits, - and _.")
    for key in ("cel_file", "spool"):
        if not isinstance(table.get(key), str) or not table[key]:
            raise _wrong(f"{key} is missing: a path is needed.")
    batch = table.get("batch_lines", 500)
    if not isinstance(batch, int) or not 1 <= batch <= 500:
        raise _wrong("batch_lines is a number from 1 to 500.")
    if "recordings_key" in table:
        raise _wrong(
            "recordings_key does not stand in this file; give recordings_key_env or "
            "recordings_key_file."
        )
    known = {each.name for each in fields(Settings)} - {"recordings_key"}
    _refuse_unknown(table, known | {"recordings_key_env", "recordings_key_file"}, "")
    rest = {key: table.get(key, "") for key in ("recordings", "metrics_address")}
    _check_kinds(rest, dict.fromkeys(rest, str), "")
    if rest["metrics_address"] and not _ADDRESS.fullmatch(rest["metrics_address"]):
        raise _wrong('metrics_address is "host:port", such as "127.0.0.1:9209".')
    return Settings(
        pbx=pbx,
        cel_file=Path(table["cel_file"]),
        spool=Path(table["spool"]),
        odoo=odoo,
        ami=ami,
        batch_lines=batch,
        recordings_key=_secret(table, "", "recordings_key", environment),
        **rest,
    )


def _section(table, name, kind, environment, secret):
    section = table.get(name, {})
    if not isinstance(section, dict):
        raise _wrong(f"{name} is a section: [{name}].")
    if secret in section:
        raise _wrong(
            f"[{name}]: {secret} does not stand in this file; give {secret}_env or "
            f"{secret}_file."
        )
    known = {each.name for each in fields(kind)} - {secret}
    _refuse_unknown(section, known | {f"{secret}_env", f"{secret}_file"}, f"[{name}]: ")
    values = {key: value for key, value in section.items() if key in known}
    _check_kinds(values, {each.name: each.type for each in fields(kind)}, f"[{name}]: ")
    found = _secret(section, name, secret, environment)
    if name == "odoo" and not values.get("url"):
        raise _wrong("[odoo]: url is missing.")
    if name == "odoo" and not found:
        raise _wrong("[odoo]: token_env or token_file is missing.")
    return values | {secret: found}


def _secret(section, name, secret, environment):
    where = f"[{name}]: " if name else ""
    if variable := section.get(f"{secret}_env"):
        if not environment.get(variable):
            raise _wrong(f"{where}the environment has no {variable}.")
        return environment[variable]
    if place := section.get(f"{secret}_file"):
        try:
            return Path(place).read_text(encoding="utf-8").strip()
        except OSError as fault:
            raise _wrong(
                f"{where}{secret}_file {place} cannot be read: {fault.strerror}."
            ) from None
    return ""


def _check_kinds(values, kinds, where):
    for key, value in values.items():
        # in Python True is a number; in this file it is none
        if type(value) is not kinds[key]:
            raise _wrong(f"{where}{key} is {KINDS[kinds[key]]}.")


def _refuse_unknown(table, known, where):
    for key in table:
        if key not in known:
            listed = ", ".join(sorted(known))
            raise _wrong(f"{where}there is no setting “{key}”. There are: {listed}.")


def _check_url(url):
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _wrong("[odoo]: url is an address such as https://odoo.example.")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise _wrong("[odoo]: url must be https: the calls' numbers go over it.")


def _wrong(sentence):
    return ConnectorFault("settings", sentence)
