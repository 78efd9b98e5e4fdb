from runner import recordings_key


def test_a_key_is_made_once_and_is_nobody_else_s_to_read(tmp_path):
    first = recordings_key.ensure(tmp_path / "state", {})
    assert recordings_key.ensure(tmp_path / "state", {}) == first
    assert len(first[recordings_key.NAME]) >= 32
    (path,) = (tmp_path / "state").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_key_that_is_given_is_used(tmp_path):
    assert not recordings_key.ensure(tmp_path, {recordings_key.NAME: "given"})
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / recordings_key.NAME).write_text("given")
    assert not recordings_key.ensure(tmp_path, {"CC_SECRETS_DIR": str(secrets)})
    assert not (tmp_path / "recordings-key").exists()
