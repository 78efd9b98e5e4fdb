import pytest
from cc_connector.config import load
from cc_connector.fault import ConnectorFault

GOOD = """
pbx = "main"
cel_file = "/var/log/asterisk/cel.json"
spool = "/var/lib/cc/spool.sqlite"
[odoo]
url = "https://odoo.example"
token_env = "TOKEN"
[ami]
host = "127.0.0.1"
secret_env = "SECRET"
"""
ENVIRONMENT = {"TOKEN": "t", "SECRET": "s"}


def read(tmp_path, text):
    path = tmp_path / "settings.toml"
    path.write_text(text)
    return load(path, ENVIRONMENT)


def test_a_good_file_is_read_and_says_no_secret(tmp_path):
    settings = read(tmp_path, GOOD)
    assert settings.pbx == "main"
    assert settings.odoo.token == "t"
    assert settings.ami.secret == "s"
    assert "'t'" not in repr(settings)
    assert "'s'" not in repr(settings)


def test_the_key_of_recordings_stands_elsewhere(tmp_path):
    (tmp_path / "key").write_text("k" * 40 + "\n")
    settings = read(tmp_path, f'recordings_key_file = "{tmp_path / "key"}"\n{GOOD}')
    assert settings.recordings_key == "k" * 40
    assert "kkk" not in repr(settings)
    with pytest.raises(ConnectorFault, match="recordings_key_env"):
        read(tmp_path, f'recordings_key = "{"k" * 40}"\n{GOOD}')


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('pbx = "main"', 'pbx = "Main PBX"', "pbx"),
        ('pbx = "main"', "", "pbx"),
        ("cel_file", "cell_file", "cell_file|cel_file"),
        ('spool = "/var/lib/cc/spool.sqlite"', "", "spool"),
        ("https", "http", "url must be https"),
        ("https://odoo.example", "odoo.example", "url"),
        ('url = "https://odoo.example"', "", "url"),
        ('token_env = "TOKEN"', 'token = "t"', "token_env"),
        ('token_env = "TOKEN"', "", "token_env"),
        ('token_env = "TOKEN"', 'token_env = "NONE"', "NONE"),
        ('token_env = "TOKEN"', 'token_file = "/none"', "token_file"),
        ('secret_env = "SECRET"', "", "secret_env"),
        ('host = "127.0.0.1"', 'hots = "127.0.0.1"', "hots"),
        ('pbx = "main"', 'pbx = "main"\nbatch_lines = 501', "batch_lines"),
        ("[odoo]", "[odoo", "TOML"),
        ('host = "127.0.0.1"', 'host = "127.0.0.1"\nport = "5038"', "port is a whole"),
        (
            'host = "127.0.0.1"',
            'host = "127.0.0.1"\nis_tls = "no"',
            "is_tls is true or",
        ),
        ('url = "https://odoo.example"', "url = 5", "url is a text"),
        ('pbx = "main"', 'pbx = "main"\nmetrics_address = "9209"', "metrics_address"),
        ('pbx = "main"', 'pbx = "main"\nmetrics_address = 9209', "metrics_address"),
        ('pbx = "main"', 'pbx = "main"\nrecordings = true', "recordings is a text"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, old, new, named):
    with pytest.raises(ConnectorFault, match=named):
        read(tmp_path, GOOD.replace(old, new))


def test_no_file(tmp_path):
    with pytest.raises(ConnectorFault, match=r"none\.toml"):
        load(tmp_path / "none.toml")
