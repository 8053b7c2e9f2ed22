"""What is spoken is understood: heard by a recogniser. Takes minutes, and the extra ``studio``."""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from statistics import mean

import pytest

from coach.choices import RATE_WPM
from coach.content import Library
from coach.script import all_phrases, write_script
from coach.session import library as open_library, open_session, write_sheet
from coach.sound import Clip
from coach.sound.recording import read_recording
from coach.timeline import Arrangement
from coach.units import Ms, ms_to_frames
from coach.voices import Voice, open_speaker
from coach.voices.kokoro import has_packages
from tests.studio import opinion, recogniser as recognisers
from tests.studio.recogniser import Heard, Recogniser, hear_in_rows, share_wrong

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(not recognisers.is_here(), reason="the extra studio is not installed"),
]

SENTENCES, OPINIONS = 60, 20
"""So many are heard of all, one in so many."""
AROUND = Ms(150)
"""On either side of a phrase of a session nothing else is said for so long."""


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser(threads=2)


@pytest.fixture(scope="module")
def sentences(library: Library) -> list[str]:
    return some(chain.from_iterable(all_phrases(library).values()), SENTENCES)


@pytest.fixture(scope="module")
def names(library: Library) -> list[str]:
    """Each muscle, named as a session names it first."""
    said = chain.from_iterable(all_phrases(library).values())
    ends = tuple(f": {library.spot_words(spot).name}." for spot in library.spots)
    return [text for text in said if text.endswith(ends) and " right " not in text]


def some(texts: Iterable[str], count: int) -> list[str]:
    long = [text for text in texts if len(text.split()) > 3]
    return long[:: len(long) // count][:count]


def voice(library: Library, name: str) -> Voice:
    spellings, phonemes = library.pronunciation(), library.phonemes()
    return open_speaker(name, RATE_WPM, spellings=spellings, phonemes=phonemes)


def heard(recogniser: Recogniser, voice: Voice, texts: Iterable[str]) -> list[Heard]:
    found = list(hear_in_rows(recogniser, ((text, voice.speak(text)) for text in texts)))
    print(f"{share_wrong(found):.1%}", *(one for one in found if one.wrong), sep="\n")
    return found


VOICES = {"": 0.015, "gongitsune": 0.03, "en-gb": 0.10}
"""What the shipped recordings, the natural voice by pip alone and eSpeak may have wrong."""


@pytest.mark.parametrize("name", VOICES)
def test_a_voice_is_understood(
    library: Library, recogniser: Recogniser, sentences: list[str], name: str
) -> None:
    if name == "gongitsune" and not has_packages():
        pytest.skip("the extra natural is not installed")

    assert share_wrong(heard(recogniser, voice(library, name), sentences)) <= VOICES[name]


def test_the_names_of_muscles_are_understood(
    library: Library, recogniser: Recogniser, names: list[str]
) -> None:
    assert len(names) >= 28
    assert share_wrong(heard(recogniser, voice(library, ""), names)) <= 0.08


LANGUAGES = {"en": 0.015, "de": 0.5}
"""What a session may have wrong: in English recorded, in German spoken by eSpeak, of which Whisper
hears little: 42 % of sixty sentences wrong, where a spectrogram and the timing show no fault."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_exported_session_is_understood_as_well_as_its_phrases(
    tmp_path: Path, language: str
) -> None:
    recogniser = Recogniser(threads=2, language=language)
    session = open_session("shoulders", language=language)
    session.export(tmp_path / "shoulders.mp3")
    library = open_library(language=language)
    script = write_script(write_sheet(session.request, library, for_file=True))
    sound = read_recording(tmp_path / "shoulders.mp3").samples.mean(axis=1)
    sections = Arrangement(script, session.voice).whole().sections
    said = [one for section in sections for one in section.placed if one.text]
    ends = ((one.text, max(0, one.start - AROUND), one.end + AROUND) for one in said)
    placed = (
        (text, Clip(sound[ms_to_frames(Ms(start)) : ms_to_frames(Ms(end))]))
        for text, start, end in ends
    )

    alone = share_wrong(heard(recogniser, session.voice, dict.fromkeys(one.text for one in said)))
    assert share_wrong(hear_in_rows(recogniser, placed)) <= alone + 0.01
    assert alone <= LANGUAGES[language]


@pytest.mark.skipif(not opinion.is_here(), reason="the extra studio is not installed")
def test_the_recordings_are_predicted_to_sound_better_than_espeak(
    library: Library, sentences: list[str]
) -> None:
    texts = some(sentences, OPINIONS)
    ours, other = (
        mean(filter(None, (opinion.opinion(speaker.speak(text)) for text in texts)))
        for speaker in (voice(library, ""), voice(library, "en-gb"))
    )
    print(f"{ours:.2f} against {other:.2f}")

    assert ours >= 3.8
    assert ours >= other + 0.1
