"""How long an export takes with a voice that has to be computed, against speaking alone."""

import hashlib
import shutil
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
