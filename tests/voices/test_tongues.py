"""Who speaks which language: a fetched voice, the system's, or a strange one that says so."""

import sys

import numpy as np
import pytest

from coach.content.language import Language
from coach.content.library import open_library
from coach.content.pace import Reading
from coach.errors import VoiceUnavailable
from coach.voices import piper, speaker
from coach.voices.silent import SilentVoice
from coach.voices.sparing import SparingVoice
from coach.voices.speaker import StandIn, open_speaker, stand_in_note
from coach.voices.voice import Voice, VoiceName, open_voice
from tests.doubles import FailingVoice, FakeVoice
from tests.screen.scenes import WORDS

GERMAN = Language("de", "Deutsch", "deu")
NONE = Language("qaa", "Qaa", "qaa")
"""A language that nobody speaks."""


def has_espeak() -> bool:
    try:
        return sys.platform == "linux" and bool(open_voice("", 145))
    except VoiceUnavailable:
        return False


espeak = pytest.mark.skipif(not has_espeak(), reason="eSpeak NG does not speak here")


def opened(language: Language, name: str = "") -> Voice:
    return open_speaker(name, 145, spellings={}, phonemes={}, language=language)


def note(voice: Voice, language: Language) -> str:
    return stand_in_note(voice, ["Mine."], WORDS, language)


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Piper is here with an English and a German voice; any name opens."""
    rows = [
        VoiceName("joe", "", "en_US", natural=True),
        VoiceName("eva", "", "de_DE", natural=True),
    ]
    monkeypatch.setattr(speaker, "find_spec", lambda name: name)
    monkeypatch.setattr(piper, "list_voices", lambda: rows)
    monkeypatch.setattr(speaker, "open_voice", lambda name, *_args, **_how: Named(name))


class Named(FakeVoice):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    @property
    def key(self) -> str:
        return f"{self.name}:145"


@espeak
@pytest.mark.parametrize("code", ["de", "de-AT", "fr"])
def test_the_systems_voice_speaks_the_language(code: str) -> None:
    voice = opened(Language(code, code, "mis"))

    assert voice.key.startswith(f"pyttsx3:{'roa' if code == 'fr' else 'gmw'}/{code[:2]}")
    assert note(voice, GERMAN) == ""
    assert voice.speak("Gut.").lasts > 0


@espeak
def test_german_words_are_said_otherwise_than_by_an_english_voice() -> None:
    text = "Geh langsam auf die Knie und leg den Ball weg."
    german, english = (opened(GERMAN, name).speak(text) for name in ("", "en-gb"))

    assert not np.array_equal(german.samples, english.samples)


@pytest.mark.usefixtures("fetched")
def test_a_fetched_voice_of_the_language_goes_before_the_systems() -> None:
    assert opened(GERMAN).key.startswith("piper:eva:")
    assert opened(Language("de-CH", "Deutsch", "deu")).key.startswith("piper:eva:")
    assert opened(NONE).key.startswith("pyttsx3:qaa:")


def test_what_a_fetched_voice_fails_at_the_systems_voice_of_the_language_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def open_any(name: str, *_args: object, **_how: object) -> Voice:
        asked.append(name)
        return FailingVoice() if name == "piper:eva" else Named(name)

    monkeypatch.setattr(speaker, "open_voice", open_any)
    voice = opened(GERMAN, "piper:eva")
    assert isinstance(voice, SparingVoice)
    voice.speak("Gut.")

    assert voice.spared == ["Gut."]
    assert asked[-1] == "pyttsx3:de"


def test_a_language_that_no_voice_speaks_is_read_by_the_systems_and_that_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def open_own(name: str, *_args: object, **_how: object) -> Voice:
        if name:
            raise VoiceUnavailable(f"there is no voice {name!r} here")
        return Named("own")

    monkeypatch.setattr(speaker, "open_voice", open_own)
    voice = opened(NONE)

    assert isinstance(voice, StandIn)
    assert voice.speak("Gut.").lasts > 0
    assert note(voice, NONE) == (
        "No voice here speaks Qaa: the system's own reads the words as those of another tongue. "
        "`coach voices --all` leads to others."
    )
    assert "`coach voices --get thorsten` leads" in note(opened(GERMAN), GERMAN)


def test_a_voice_that_was_asked_for_speaks_whatever_its_tongue() -> None:
    assert isinstance(opened(GERMAN, "silent"), SilentVoice)
    assert note(opened(GERMAN, "silent"), GERMAN) == ""


@pytest.mark.parametrize("name", ["heart", "kokoro:heart", "emma"])
@espeak
def test_for_a_voice_of_english_alone_another_stands_in_and_that_is_told(name: str) -> None:
    voice = opened(GERMAN, name)

    assert voice.key == opened(GERMAN).key
    assert note(voice, GERMAN) == (
        f"The voice {name} speaks English alone: another one speaks Deutsch. "
        "`coach voices --get thorsten` leads to others."
    )


@espeak
def test_the_systems_voice_by_its_engine_alone_speaks_the_language_too() -> None:
    assert opened(GERMAN, "pyttsx3:").key == opened(GERMAN).key


def test_silence_lasts_as_long_as_the_language_takes() -> None:
    text, book = "Geh langsam auf die Knie.", open_library(language="de").phrasebook()
    slow = Reading(start_ms=1000, letter_ms=100.0)

    assert open_voice("silent", 145, reading=slow).speak(text).lasts > 3000
    english, german = (
        open_speaker("silent", 145, spellings={}, phonemes={}, language=one).speak(text).lasts
        for one in (None, book.language)
    )
    assert english != german
