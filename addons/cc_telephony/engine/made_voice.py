"""A made-up talk for the demo: the rise and fall of two voices, no word of anybody."""

import math
import struct
from array import array
from random import Random

RATE = 8000
PITCHES = (115, 205)  # Hz, of the two who talk
SYLLABLES = 14
LOUD = 9000
PAUSE = 0.12  # seconds between words, at most
TURN = (2.5, 6.0)  # seconds one of them talks


def made_talk(seconds: float, seed: int, voices: int = 2) -> bytes:
    """Return a WAV file of so many seconds; the same seed is the same talk.

    :param voices: 2 for a talk, 1 for a message
    """
    random = Random(seed)
    banks = [
        [_syllable(random, pitch) for _ in range(SYLLABLES)]
        for pitch in PITCHES[:voices]
    ]
    sound = array("h")
    wanted = int(seconds * RATE)
    who = 0
    while len(sound) < wanted:
        until = len(sound) + int(random.uniform(*TURN) * RATE)
        while len(sound) < min(until, wanted):
            for _ in range(random.randint(1, 4)):
                sound.extend(random.choice(banks[who]))
            sound.extend(_silence(random.uniform(0.02, PAUSE)))
        sound.extend(_silence(random.uniform(0.2, 0.9)))
        who = (who + 1) % voices
    return _wav(sound[:wanted])


def _syllable(random, pitch):
    length = int(random.uniform(0.09, 0.24) * RATE)
    loud = LOUD * random.uniform(0.35, 1)
    tone = pitch * random.uniform(0.9, 1.15)
    vowel = random.uniform(400, 900)
    samples = array("h")
    for at in range(length):
        share = at / length
        rise = math.sin(math.pi * share) ** 0.7
        hum = math.sin(2 * math.pi * tone * at / RATE)
        mouth = math.sin(2 * math.pi * vowel * at / RATE) * (0.5 + 0.5 * hum)
        samples.append(int(loud * rise * (0.6 * hum + 0.4 * mouth)))
    return samples


def _silence(seconds):
    return array("h", bytes(2 * int(seconds * RATE)))


def _wav(samples):
    body = samples.tobytes()
    form = struct.pack("<HHIIHH", 1, 1, RATE, 2 * RATE, 2, 16)
    whole = b"WAVEfmt \x10\0\0\0" + form + b"data" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(whole)) + whole
