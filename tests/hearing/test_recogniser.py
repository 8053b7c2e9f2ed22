import numpy as np
import pytest

from coach.content.controls import Control
from coach.content.library import Library
from coach.errors import HearingError, VoiceUnavailable
from coach.hearing import recogniser as module
from coach.hearing.recogniser import HEARD_RATE_HZ, Recogniser, open_recogniser, unknown_words
from coach.installing import install_extra
from coach.sound.clip import Samples
from coach.voices.voice import open_voice
from tests.hearing.mixtures import pink, said

ME = ("en-us", 150)

needs_recogniser = pytest.mark.skipif(
    not module.is_installed(), reason="pocketsphinx is not installed"
)


def stretch(phrase: str) -> Samples:
    """As it is cut out of what a microphone hears."""
    sound = np.pad(0.3 * said(ME, phrase), HEARD_RATE_HZ // 4)
    sound += np.float32(0.0005) * pink(np.random.default_rng(2), len(sound))
    return sound


@pytest.fixture(scope="module")
def recogniser(library: Library) -> Recogniser:
    if not module.is_installed():
        pytest.skip("pocketsphinx is not installed")
    try:
        open_voice(*ME)
    except VoiceUnavailable as error:
        pytest.skip(str(error))
    return open_recogniser(library.commands().controls, "en")


def test_every_phrase_is_recognised(recogniser: Recogniser, library: Library) -> None:
    for phrase, control in library.commands().controls.items():
        if control is not None:
            assert recogniser.meaning(stretch(phrase)) is control, phrase


@pytest.mark.parametrize(
    "sentence",
    ["please come here now", "Lie on your back, knees bent.", "dinner is ready", "no, not that"],
)
def test_other_talk_is_no_command(recogniser: Recogniser, sentence: str) -> None:
    assert recogniser.meaning(stretch(sentence)) is None


def test_neither_silence_nor_noise_nor_nothing_is_a_command(recogniser: Recogniser) -> None:
    noise = 0.1 * pink(np.random.default_rng(1), 2 * HEARD_RATE_HZ)

    for sound in (np.zeros(HEARD_RATE_HZ, np.float32), noise, noise[:0], noise[:1]):
        assert recogniser.meaning(sound) is None


def test_a_long_stretch_is_not_even_looked_at(recogniser: Recogniser) -> None:
    phrase = stretch("please pause now")
    silence = np.zeros(3 * HEARD_RATE_HZ, np.float32)

    assert recogniser.meaning(np.concatenate([phrase, silence])) is None


def test_what_is_said_softly_is_recognised_too(recogniser: Recogniser) -> None:
    assert recogniser.meaning(0.02 * stretch("please pause now")) is Control.PAUSE


@needs_recogniser
def test_a_language_without_a_recogniser_is_told() -> None:
    with pytest.raises(HearingError) as caught:
        open_recogniser({}, "de")

    assert str(caught.value) == (
        "no recogniser knows the language 'de' yet, only en; "
        "a double knock is heard in every language"
    )


def test_where_it_is_not_installed_what_to_do_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _name: None)

    with pytest.raises(HearingError) as caught:
        open_recogniser({}, "en")
    assert str(caught.value) == (
        f"hearing commands needs pocketsphinx; {install_extra('listen')} brings it"
    )
    assert unknown_words(["zzyzzx"], "en") == set()


@needs_recogniser
def test_words_without_sounds_are_found() -> None:
    assert unknown_words(["Please zzyzzx", "pause"], "en") == {"zzyzzx"}
    assert unknown_words(["zzyzzx"], "de") == set()
