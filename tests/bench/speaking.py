"""How long an export takes with a voice that has to be computed, against speaking alone."""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from coach.choices import RATE_WPM
from coach.content.pace import reading_ms
from coach.disk.folders import encoded_folder
from coach.session import open_session
from coach.sound.clip import Clip
from coach.units import MINUTE
from coach.voices.remembering import RememberingVoice
from tests.bench.measure import Figure, in_turn
from tests.doubles import FakeVoice

PACE = 0.7
"""Seconds of one core for a second of speech, as a neural voice takes."""

THREADS = 2


class BurningVoice(FakeVoice):
    """Computes for as long as a neural voice does, and sounds as a tone."""

    at_once = THREADS

    def speak(self, text: str) -> Clip:
        """See `FakeVoice.speak`; other threads run meanwhile."""
        lasts = reading_ms(text, RATE_WPM)
        _burn(round(_turns_a_second() * PACE * lasts / 1000))
        return FakeVoice(word_ms=lasts).speak("one")


def _burn(turns: int) -> None:
    hashlib.pbkdf2_hmac("sha256", b"one", b"two", max(1, turns))


@cache
def _turns_a_second() -> float:
    began = time.thread_time()
    _burn(1_000_000)
    return 1_000_000 / (time.thread_time() - began)


def figures() -> Iterator[Figure]:
    """An export of 12 minutes, nothing remembered, on as many cores as there are."""
    session = open_session("shoulders", voice="silent")
    texts = set(session.script.said)
    _turns_a_second()

    def alone() -> float:
        began = time.perf_counter()
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(BurningVoice().speak, texts))
        return time.perf_counter() - began

    def exported() -> float:
        shutil.rmtree(encoded_folder(), ignore_errors=True)
        began = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            session.spoken_by(BurningVoice()).export(Path(folder) / "session.mp3")
        return time.perf_counter() - began

    measured, floor = in_turn(1, exported, alone)
    what = f"export {session.lasts / MINUTE:.0f} min, a computed voice,"
    yield Figure(what, measured, floor, "s", "at most 1.15 x speaking alone, two threads")
    yield _spoken_once()


MANY = (("neck", "shoulders", "desk"), ("shoulders", "desk", "neck"))
"""What two programs export at once."""


def _spoken_once() -> Figure:
    """How many phrases are spoken by programs that export the same at once."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.bench.speaking", folder]
        programs = [subprocess.Popen([*command, *names]) for names in MANY]
        for program in programs:
            if program.wait():
                raise subprocess.CalledProcessError(program.returncode, command)
        spoken = (Path(folder) / "spoken").read_text().splitlines()
    what = "phrases of six exports in two programs"
    return Figure(what, len(spoken), len(set(spoken)), "", "1.0: each is spoken once")


class NotingVoice(FakeVoice):
    """Notes what it says, in a file of all programs."""

    def __init__(self, noted: Path) -> None:
        super().__init__()
        self._noted = noted

    def speak(self, text: str) -> Clip:
        """See `FakeVoice.speak`."""
        with self._noted.open("a") as file:
            file.write(f"{text}\n")
        return super().speak(text)


def export_many(folder: Path, names: list[str]) -> None:
    """Export some sessions in three minutes each, with a voice that remembers in the folder."""
    voice = RememberingVoice(NotingVoice(folder / "spoken"), folder / "remembered")
    for name in names:
        with tempfile.TemporaryDirectory() as out:
            session = open_session(name, minutes=3, voice="silent")
            session.spoken_by(voice).export(Path(out) / f"{name}.mp3")


if __name__ == "__main__":
    export_many(Path(sys.argv[1]), sys.argv[2:])
