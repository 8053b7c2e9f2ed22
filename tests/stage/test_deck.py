import numpy as np
import pytest

from coach.script.cues import Rest, Say, Script, Section
from coach.sound.synthesis import tone_clip
from coach.stage.answers import GAP, NO, YES
from coach.stage.deck import Deck
from coach.timeline.arrangement import Arrangement
from coach.timeline.gains import gains
from coach.timeline.timeline import Speech
from coach.units import Ms, ms_to_frames
from tests.doubles import FakePlayer, FakeVoice

CUES = (Say("one two three", Ms(900)), Rest(Ms(9100), Ms(100)))
SCRIPT = Script("small", "Small", "for tests", (Section("One", CUES), Section("Two", CUES)))
CHIME = Ms(YES.lasts + GAP)


class Decked:
    """A deck, and the player it plays on."""

    def __init__(self, player: FakePlayer | None = None) -> None:
        voice = FakeVoice()
        arrangement = Arrangement(SCRIPT, voice)
        arrangement.whole()
        self.player = player or FakePlayer()
        self.deck = Deck(arrangement, voice, None, lambda: self.player)

    def hear(self, ms: int) -> None:
        self.player.heard += ms_to_frames(Ms(ms))


@pytest.fixture
def decked() -> Decked:
    return Decked()


def test_what_is_heard_before_the_session_does_not_count_as_its_time(decked: Decked) -> None:
    decked.deck.play(Ms(1000), YES)
    waits = []
    for ms in (0, 200, 400, 500):
        decked.hear(ms)
        waits.append((decked.deck.position, decked.deck.waits))

    assert waits == [(1000, CHIME), (1000, CHIME - 200), (1000, 0), (1500, 0)]


def test_the_words_of_an_answer_are_told_while_they_are_said(decked: Decked) -> None:
    decked.deck.play(Ms(0))
    decked.hear(2000)
    decked.deck.answer_with(Speech("two words"))
    told = []
    for ms in (0, 500, 200):
        decked.hear(ms)
        told.append(decked.deck.answer)

    assert told == ["two words", "two words", ""]
    assert decked.deck.position == 2700


def test_an_answer_that_is_cut_by_another_is_said_again_after_it(decked: Decked) -> None:
    decked.deck.play(Ms(5000), Speech("one two three"))
    decked.hear(400)
    decked.deck.answer_with(YES)

    assert decked.deck.answer == ""
    decked.hear(CHIME)
    assert decked.deck.answer == "one two three"
    assert decked.deck.waits == 900 + 700
    assert decked.deck.position == 5000


@pytest.mark.parametrize("paused", [False, True])
def test_words_over_a_session_that_another_answer_cuts_are_said_again_after_it(
    decked: Decked, paused: bool
) -> None:
    decked.deck.play(Ms(0))
    decked.hear(2000)
    if paused:
        decked.deck.pause(NO)
    decked.deck.answer_with(Speech("one two three"))
    decked.hear(400)
    decked.deck.answer_with(YES)
    stands = decked.deck.position
    told = []
    for ms in (0, CHIME, 899, 1):
        decked.hear(ms)
        told.append(decked.deck.answer)

    assert told == ["", "one two three", "one two three", ""]
    assert decked.deck.position == stands == (2000 if paused else 2400)


def test_an_answer_that_is_asked_for_twice_is_said_once(decked: Decked) -> None:
    decked.deck.play(Ms(2000), Speech("one"))
    decked.hear(1500)
    for _ in range(2):
        decked.deck.answer_with(Speech("one two three"))
        decked.hear(400)
    decked.hear(501)

    assert decked.deck.answer == ""


@pytest.mark.parametrize("paused", [False, True])
def test_a_player_that_goes_back_to_lose_nothing_is_gone_back_with(paused: bool) -> None:
    class Late(FakePlayer):
        def stop(self) -> int:
            self.heard = max(0, self.heard - ms_to_frames(Ms(500)))
            return super().stop()

    decked = Decked(Late())
    decked.deck.play(Ms(0))
    decked.hear(3000)
    if paused:
        decked.deck.pause(NO)
    else:
        decked.deck.answer_with(YES)

    assert decked.deck.position == 2500


def test_in_a_pause_only_the_answer_sounds(decked: Decked) -> None:
    decked.deck.play(Ms(0))
    decked.hear(3000)
    decked.deck.pause(NO)
    chime = tone_clip(NO).samples * np.float32(10 ** (gains(SCRIPT).tones_db / 20))
    heard = decked.player.sounds[-1]

    assert (decked.deck.position, decked.deck.waits) == (3000, 0)
    assert np.abs(heard[: len(chime)] - chime).max() < 0.01
    assert len(heard) == ms_to_frames(CHIME)
    decked.hear(600)
    decked.deck.answer_with(Speech("one"))
    assert (decked.deck.position, decked.deck.answer) == (3000, "one")


def test_an_answer_near_the_end_of_a_section_is_heard_before_it_goes_on(decked: Decked) -> None:
    decked.deck.play(Ms(0))
    decked.hear(9900)
    decked.deck.answer_with(YES)

    assert (decked.deck.position, decked.deck.waits) == (9900, CHIME)


def test_each_moment_has_its_section(decked: Decked) -> None:
    numbers = [decked.deck.number(Ms(ms)) for ms in (0, 9999, 10_000, 20_000)]

    assert numbers == [0, 0, 1, 1]
    assert decked.deck.section(Ms(10_000)).title == "Two"
