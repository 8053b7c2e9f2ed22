"""Several engines in one process: none breaks another, and each sounds as it does alone."""

import json
import subprocess
import sys
from functools import cache

import pytest

from tests.patience import PATIENCE_S

PROGRAM = """
import hashlib, json, random, sys
from coach.errors import VoiceUnavailable
from coach.voices.voice import open_voice

turns, names = int(sys.argv[1]), sys.argv[2:]
phrases = ("Lean in slowly.", "Ease off.", "The other side.")
chance = random.Random(turns)
try:
    voices = {name: open_voice(name, 145) for name in chance.sample(names, len(names))}
except VoiceUnavailable as error:
    sys.exit(error.message)
asked = [(name, phrase) for name in names for phrase in phrases]
said = []
for name, phrase in asked if not turns else chance.choices(asked, k=turns):
    clip = voices[name].speak(phrase)
    said.append([name, phrase, clip.lasts, hashlib.sha256(clip.samples.tobytes()).hexdigest()])
print(json.dumps(said))
"""


class Said(dict[tuple[str, str], set[tuple[int, str]]]):
    """By voice and phrase: how many milliseconds it lasted, and the digest of its samples."""


def run(turns: int, *names: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, str(turns), *names],
        capture_output=True,
        text=True,
        timeout=10 * PATIENCE_S,
    )


def said(ran: subprocess.CompletedProcess[str]) -> Said:
    found = Said()
    for name, phrase, lasts, digest in json.loads(ran.stdout):
        found.setdefault((name, phrase), set()).add((lasts, digest))
    return found


@cache
def alone(name: str) -> Said:
    """What a voice says in a process of its own; nothing where it is not here."""
    ran = run(0, name)
    if ran.returncode == 1 and "Traceback" not in ran.stderr:
        return Said()
    assert ran.returncode == 0, f"{name}: {ran.stderr}"
    return said(ran)


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(("en-gb", "en-us", "piper:joe"), id="pyttsx3 and piper"),
        pytest.param(
            ("en-gb", "piper:joe", "kokoro:gongitsune"), id="all", marks=pytest.mark.nightly
        ),
    ],
)
def test_engines_live_in_one_process_and_are_switched_a_hundred_times(
    names: tuple[str, ...],
) -> None:
    here = [name for name in names if alone(name)]
    if len({":" in name and name for name in here}) < 2:
        pytest.skip(f"of {', '.join(names)} only {', '.join(here)} can speak here")
    ran = run(100, *here)

    assert (ran.returncode, ran.stderr) == (0, "")
    for (name, phrase), heard in said(ran).items():
        (by_itself,) = alone(name)[name, phrase]
        if ":" in name:
            assert heard == {by_itself}
        else:  # eSpeak never says a phrase twice with the same samples
            assert all(abs(lasts - by_itself[0]) <= 60 for lasts, _ in heard)
