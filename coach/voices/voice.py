"""Voices: anything that can speak, and the table of their names.

To add one: write a module here with a class that keeps the `Voice` protocol and a function
``open_voice(name, rate_wpm)``, give it a row in `ENGINES`, and an extra in pyproject.toml if it
needs a package.
"""

from importlib import import_module
from typing import NamedTuple, Protocol

from coach.errors import VoiceError
from coach.sound import Clip, level, resample, trim

ENGINES = {"pyttsx3": "coach.voices.pyttsx3", "silent": "coach.voices.silent"}
"""The name of each engine and the module that is imported when it is first asked for."""

SPEECH_LUFS = -20.0
"""The loudness of every spoken phrase, so that no voice and no phrase is louder than another. Low
enough that peaks seldom reach full scale; how loud a session is as a whole,
`coach.timeline.gains` tells."""

FINISH = 5
"""Counted up when `finished` changes how a phrase sounds: what was remembered or written with the
sound of before is made anew."""


class Voice(Protocol):
    """Anything that can speak."""

    @property
    def key(self) -> str:
        """What makes it sound as it does: engine, voice and rate. Same key, same sound."""

    def speak(self, text: str) -> Clip:
        """Speak one phrase.

        Returns:
            One channel at the house rate, at `SPEECH_LUFS`, without silence at its edges.

        Raises:
            VoiceError: The phrase could not be spoken; never silence instead.
        """


class VoiceName(NamedTuple):
    """One row of what can be chosen."""

    name: str
    """What ``--voice`` takes."""
    described: str
    language: str


def open_voice(wanted: str, rate_wpm: int) -> Voice:
    """The voice of this name: ``silent``, ``en-us``, or with its engine ``pyttsx3:en-us``.

    Raises:
        VoiceUnavailable: It is not here.
    """
    engine, name = _engine_and_name(wanted)
    opened: Voice = import_module(ENGINES[engine]).open_voice(name, rate_wpm)
    return opened


def list_voices() -> list[VoiceName]:
    """Every voice that can be chosen on this machine, by language and name.

    Raises:
        VoiceUnavailable: The speech engine itself is not here.
    """
    found = [row for module in ENGINES.values() for row in import_module(module).list_voices()]
    return sorted(found, key=lambda row: (row.language, row.name))


def is_silent(wanted: str) -> bool:
    """Whether nothing will be heard of the voice of this name."""
    return _engine_and_name(wanted)[0] == "silent"


def _engine_and_name(wanted: str) -> tuple[str, str]:
    engine, _, name = wanted.partition(":")
    if engine in ENGINES:
        return engine, name
    return "pyttsx3", wanted


def finished(raw: Clip, text: str) -> Clip:
    """What an engine said, made ready to place: mono, trimmed, levelled, at the house rate.

    Raises:
        VoiceError: There is nothing to hear in it.
    """
    mono = raw if raw.samples.ndim == 1 else Clip(raw.samples.mean(axis=1), raw.rate_hz)
    heard = trim(mono)
    if not len(heard.samples):
        raise VoiceError(f"the voice could not speak {text!r}: it gave no sound; reword the phrase")
    return resample(level(heard, SPEECH_LUFS))
