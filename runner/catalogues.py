"""Runs in the environment with polib: keeps i18n/*.pot and ru.po true to the addons.

Called by `./run i18n` with a folder of fresh exports and the folder of the addons.
"""

import argparse
import sys
from pathlib import Path

import polib

LANGUAGE = "ru"
_DEMO = "demo_"
_NAMED = 30
_PLURALS = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 &&"
    " (n%100<10 || n%100>=20) ? 1 : 2);"
)


def template(exported: polib.POFile, addon: str) -> polib.POFile:
    """Return the catalogue to keep: no dates that change, no terms of demo data."""
    kept = polib.POFile()
    kept.metadata = _header(addon)
    for entry in exported:
        entry.occurrences = [o for o in entry.occurrences if not _is_demo(o[0])]
        if entry.occurrences:
            entry.msgstr = ""
            kept.append(entry)
    kept.sort(key=lambda entry: entry.msgid)
    return kept


def merged(pot: polib.POFile, known: polib.POFile | None, addon: str) -> polib.POFile:
    """Return the Russian catalogue for a template, with what is translated already."""
    result = known if known is not None else polib.POFile()
    result.metadata = {
        **_header(addon),
        "Language": LANGUAGE,
        "Plural-Forms": _PLURALS,
    }
    result.merge(pot)
    current = [entry for entry in result if not entry.obsolete]
    result[:] = sorted(current, key=lambda entry: entry.msgid)
    return result


def remarks(catalogue: polib.POFile) -> list[str]:
    """Return what is missing in a catalogue, the first terms by name."""
    found = [f"not translated: {e.msgid!r}" for e in catalogue.untranslated_entries()]
    found += [f"fuzzy: {e.msgid!r}" for e in catalogue.fuzzy_entries()]
    if len(found) > _NAMED:
        found[_NAMED:] = [f"and {len(found) - _NAMED} more"]
    return found


def _header(addon: str) -> dict[str, str]:
    return {
        "Project-Id-Version": addon,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }


def _is_demo(occurrence: str) -> bool:
    if not occurrence.startswith("model"):
        return False
    external_id = occurrence.rpartition(":")[2]
    return external_id.partition(".")[2].startswith(_DEMO)


def _read(path: Path) -> polib.POFile | None:
    return polib.pofile(str(path), encoding="utf-8") if path.exists() else None


def _treat(export: Path, folder: Path, check: bool) -> list[str]:
    """Bring one addon's catalogues up to date, or only say what is not."""
    addon = folder.name
    pot_path, po_path = folder / f"i18n/{addon}.pot", folder / f"i18n/{LANGUAGE}.po"
    pot = template(_read(export), addon)
    if not pot:
        return []
    po = merged(pot, _read(po_path), addon)
    found = [f"{po_path}: {remark}" for remark in remarks(po)]
    for path, catalogue in ((pot_path, pot), (po_path, po)):
        text = str(catalogue)
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if check:
            found.append(f"{path}: not up to date, run ./run i18n")
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"{path}: {len(catalogue)} terms")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("exports", type=Path)
    parser.add_argument("addons", type=Path)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    found = []
    for export in sorted(arguments.exports.glob("*.pot")):
        found += _treat(export, arguments.addons / export.stem, arguments.check)
    for remark in found:
        print(remark, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
