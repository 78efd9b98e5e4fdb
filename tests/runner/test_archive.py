import json
import tarfile

import pytest

from runner import archive
from runner.fault import Fault


def pack(path, **files):
    with tarfile.open(path, "w") as tar:
        for name, text in files.items():
            source = path.with_suffix(".part")
            source.write_text(text)
            tar.add(source, name.replace("_", "."))
    return path


def test_our_backup_is_known(tmp_path):
    note = json.dumps({"format": 1})
    path = pack(tmp_path / "b.tar", backup_json=note, database_dump="PGDMP")
    archive.check(path)


@pytest.mark.parametrize("files", [{}, {"backup_json": "{}"}, {"backup_json": "no"}])
def test_another_tar_is_refused(tmp_path, files):
    with pytest.raises(Fault, match="is not a backup"):
        archive.check(pack(tmp_path / "b.tar", **files))


def test_missing_and_foreign_files_are_named(tmp_path):
    with pytest.raises(Fault, match="There is no file"):
        archive.check(tmp_path / "none.tar")
    (tmp_path / "text.tar").write_text("text")
    with pytest.raises(Fault, match=r"text\.tar is not a backup"):
        archive.check(tmp_path / "text.tar")


def test_what_leads_out_of_the_backup_is_left_in_it(tmp_path):
    path = pack(tmp_path / "b.tar", backup_json="{}", database_dump="PGDMP")
    with tarfile.open(path, "a") as tar:
        for name in ("filestore/../../x", "/etc/x", "other/x", "filestore/ab/abc"):
            tar.addfile(tarfile.TarInfo(name))
        link = tarfile.TarInfo("filestore/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc"
        tar.addfile(link)
    with tarfile.open(path) as tar:
        names = [member.name for member in archive._ours(tar)]
    assert names == ["database.dump", "filestore/ab/abc"]
