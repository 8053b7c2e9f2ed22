from collections.abc import Iterator

import numpy as np
import pytest

from coach.content.answer_words import AnswerWords
from coach.content.library import Library
from coach.errors import PlayerError
from coach.sound.clip import Samples
from coach.stage.answers import NO, YES
from coach.stage.question import ANSWERED_S, CORRECTED_S, Speaker, ask_sore
from coach.timeline.gains import Gains
from coach.timeline.timeline import Sound, Speech
from coach.units import RATE_HZ
from tests.doubles import FakePlayer, FakeVoice

ASKED = Speech("How sore is it now, from zero to ten? Say the number twice, and then please.")


@pytest.fixture(scope="module")
def words(library: Library) -> AnswerWords:
    return library.phrasebook().answers


class Listener:
    """Tells one number after the other; None for nothing."""

    def __init__(self, *tells: int | None) -> None:
        self.heard: list[Sound] = []
        self.patience: list[float] = []
        self._tells = list(tells)

    def hear(self, sound: Sound) -> None:
        self.heard.append(sound)

    def tell(self, seconds: float) -> int | None:
        self.patience.append(seconds)
        return self._tells.pop(0)


def asked(words: AnswerWords, listener: Listener) -> int | None:
    return ask_sore(words, listener.hear, listener.tell)


def test_what_was_understood_is_said_back(words: AnswerWords) -> None:
    listener = Listener(4, None)

    assert asked(words, listener) == 4
    assert listener.heard == [ASKED, Speech("4. If that is wrong, say it again."), YES]
    assert listener.patience == [ANSWERED_S, CORRECTED_S]


def test_another_number_corrects_the_first(words: AnswerWords) -> None:
    listener = Listener(5, 9, None)

    assert asked(words, listener) == 9
    assert Speech("9. If that is wrong, say it again.") in listener.heard


def test_not_sore_at_all_is_an_answer(words: AnswerWords) -> None:
    assert asked(words, Listener(0, None)) == 0


def test_who_tells_nothing_is_not_asked_twice(words: AnswerWords) -> None:
    listener = Listener(None)

    assert asked(words, listener) is None
    assert listener.heard == [ASKED, NO]


class HeardAtOnce(FakePlayer):
    """Everything that it is given is heard the moment it plays."""

    def play(self, blocks: Iterator[Samples]) -> None:
        """See `Player.play`."""
        super().play(blocks)
        self.heard = len(self.sounds[-1])


def test_it_speaks_as_loud_as_the_session_and_waits_until_it_was_heard() -> None:
    player, voice = HeardAtOnce(), FakeVoice(word_ms=500)
    speaker = Speaker(player, voice, Gains(voice_db=-6.0))
    speaker.say(Speech("one two"))
    speaker.close()
    (sound,) = player.sounds
    spoken = voice.speak("one two").samples * np.float32(10 ** (-6 / 20))

    assert np.abs(sound[: len(spoken), 0] - spoken).max() < 0.01
    assert len(sound) / RATE_HZ == pytest.approx(1.7)
    assert player.closed


def test_it_waits_as_long_as_it_plays(monkeypatch: pytest.MonkeyPatch) -> None:
    player, waited = FakePlayer(), []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        player.heard += RATE_HZ

    monkeypatch.setattr("coach.stage.question.time.sleep", sleep)
    Speaker(player, FakeVoice(word_ms=500), Gains()).say(Speech("one two three four"))

    assert len(waited) == 3  # two seconds of words, and the quiet after them


def test_a_device_that_goes_is_told_to_whoever_asked() -> None:
    class Gone(FakePlayer):
        @property
        def playing(self) -> bool:
            raise PlayerError("gone")

    with pytest.raises(PlayerError, match="gone"):
        Speaker(Gone(), FakeVoice(), Gains()).say(YES)
