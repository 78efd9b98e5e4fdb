"""What callers hear: texts of config/asterisk/prompts, spoken by espeak-ng."""

import hashlib
import io
import math
import shutil
import subprocess
import wave
from array import array
from pathlib import Path

from .asterisk_source import AsteriskSource
from .child import environment
from .fault import Fault

RATE = 8000
WORDS_A_MINUTE = 160
BEEP_SECONDS_A_SIGN = 0.02


def read(path: Path) -> dict[str, str]:
    """Return {name: words} of a file of texts.

    :raise Fault: a line is no `name = words`
    """
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, sign, words = (part.strip() for part in line.partition("="))
        if (
            not sign
            or not words
            or not name.replace("-", "").replace("_", "").isalpha()
        ):
            raise Fault(f"{path.name}, line {number}: “name = words” is expected.")
        found[name] = words
    return found


def ensure(source: AsteriskSource, texts: Path, cache: Path) -> Path:
    """Return the folder of spoken prompts, LANGUAGE/NAME.wav, speaking what is new."""
    files = sorted(texts.glob("*.txt"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    folder = cache / f"prompts-{digest[:16]}"
    if folder.exists():
        return folder
    building = cache / f"prompts-{digest[:16]}.building"
    shutil.rmtree(building, ignore_errors=True)
    for path in files:
        (building / path.stem).mkdir(parents=True)
        for name, words in read(path).items():
            _save(
                building / path.stem / f"{name}.wav", _speak(source, path.stem, words)
            )
    building.rename(folder)
    return folder


def beeps(texts: Path, folder: Path) -> Path:
    """Write a tone in the place of every prompt: for tests, which need no words."""
    for path in sorted(texts.glob("*.txt")):
        (folder / path.stem).mkdir(parents=True, exist_ok=True)
        for name, words in read(path).items():
            length = int(RATE * BEEP_SECONDS_A_SIGN * len(words))
            tone = array("h", (int(8000 * math.sin(at / 2)) for at in range(length)))
            _save(folder / path.stem / f"{name}.wav", tone)
    return folder


def _speak(source, language, words):
    done = subprocess.run(
        source.command_of(
            "usr/bin/espeak-ng",
            *("--path", source.libraries, "-v", language, "--stdin", "--stdout"),
            *("-s", str(WORDS_A_MINUTE)),
        ),
        input=words.encode(),
        capture_output=True,
        env=environment(LANG="C.UTF-8"),
    )
    if done.returncode or not done.stdout:
        raise Fault(f"espeak-ng could not speak. It said: {done.stderr.decode()[:300]}")
    return _at_phone_rate(done.stdout)


def _at_phone_rate(spoken):
    """Return samples at 8 kHz: means of what lies within each."""
    head = io.BytesIO(spoken)
    with wave.open(head) as sound:
        rate = sound.getframerate()
        # written to a pipe: the header's length is none
        samples = array("h", spoken[head.tell() :][: len(spoken) // 2 * 2 - 44])
    step, found = rate / RATE, array("h")
    for at in range(int(len(samples) / step)):
        part = samples[int(at * step) : max(int(at * step) + 1, int((at + 1) * step))]
        found.append(sum(part) // len(part))
    return found


def _save(path, samples):
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, RATE, 0, "NONE", ""))
        sound.writeframes(samples.tobytes())
