from runner import ports
from runner.settings import Settings


def test_choices_are_remembered(tmp_path):
    Settings(port=9000, database="other").save(tmp_path)
    assert Settings.load(tmp_path) == Settings(9000, "other")


def test_missing_or_broken_memory_is_a_fresh_start(tmp_path):
    assert Settings.load(tmp_path) == Settings()
    (tmp_path / "settings.json").write_text("{")
    assert Settings.load(tmp_path) == Settings()


def test_next_free_port_passes_over_a_taken_one():
    import socket

    with socket.socket() as taken:
        taken.bind((ports.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not ports.is_free(port)
        assert ports.next_free(port) > port
