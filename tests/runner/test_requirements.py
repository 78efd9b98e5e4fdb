import re
import subprocess

from runner.paths import locate

CONFIG = locate().config


def pins(name):
    lines = (CONFIG / name).read_text().splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def test_every_requirement_is_an_exact_pin():
    for path in CONFIG.glob("requirements*.txt"):
        for line in pins(path.name):
            assert re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.+-]+", line), line


def test_the_small_environments_have_the_pins_of_the_big_one():
    everything = pins("requirements.txt")
    assert pins("requirements-addons.txt") <= everything
    assert pins("requirements-fast.txt") <= everything


def test_the_connector_has_the_pins_its_tests_run_with():
    connector = locate().checkout / "connector/requirements.txt"
    own = set(connector.read_text().splitlines())
    # beside the PBX nothing of Odoo's holds it back
    own -= {line for line in own if line.startswith("idna==")}
    assert own <= pins("requirements.txt")


def test_the_start_is_good_shell_and_good_python():
    text = (locate().checkout / "run").read_text()
    read_by_sh, mark, _ = text.partition('\n":"""\n')
    assert mark
    assert subprocess.run(["sh", "-n"], input=read_by_sh, text=True).returncode == 0
    compile(text, "run", "exec")
