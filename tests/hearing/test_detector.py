import numpy as np
import pytest

from coach.hearing.bands import COUNT, Bands, Powers
from coach.hearing.detector import END_HOPS, HOP, LEAD_IN_HOPS, MOST_HOPS, SpeechDetector
from coach.hearing.recogniser import HEARD_RATE_HZ
from coach.sound.clip import Samples
from tests.hearing.mixtures import pink

QUIET = 0.0005


def talk(seconds: float) -> Samples:
    """As broad and as loud as speech; what it says is nothing."""
    return 0.05 * pink(np.random.default_rng(1), round(seconds * HEARD_RATE_HZ))


def quiet(seconds: float) -> Samples:
    return QUIET * pink(np.random.default_rng(2), round(seconds * HEARD_RATE_HZ))


def stretches(*sounds: Samples, coach: float = 0.0) -> list[Samples]:
    """What is found, where a power may be the coach all the time."""
    sound = np.concatenate(sounds)
    bands, speech, found = Bands(HEARD_RATE_HZ), SpeechDetector(), []
    for at in range(0, len(sound) - 4 * HOP + 1, 4 * HOP):
        part = sound[at : at + 4 * HOP]
        powers = bands.feed(part)
        expected: Powers = np.full((4, COUNT), coach)
        found += list(speech.feed(part, powers, expected))
    return found


def test_a_stretch_is_given_with_what_was_just_before_it() -> None:
    (first, second) = stretches(quiet(1), talk(1.5), quiet(1))

    assert len(first) / HEARD_RATE_HZ == pytest.approx(1.5 + LEAD_IN_HOPS / 100 + 0.18, abs=0.06)
    assert len(second) - len(first) == (END_HOPS - 18) * HOP
    assert np.abs(first[: LEAD_IN_HOPS * HOP // 2]).max() < 10 * QUIET


def test_a_moment_between_two_words_does_not_part_them() -> None:
    found = stretches(quiet(1), talk(0.7), quiet(0.3), talk(0.7), quiet(1))

    assert len(found) == 3
    assert len(found[1]) / HEARD_RATE_HZ == pytest.approx(1.7 + LEAD_IN_HOPS / 100 + 0.18, abs=0.06)


def test_a_quiet_room_gives_nothing() -> None:
    assert stretches(quiet(5)) == []


def test_what_is_too_short_or_too_long_for_a_command_is_left_out() -> None:
    assert stretches(quiet(1), talk(0.25), quiet(1)) == []
    assert stretches(quiet(1), talk(5), quiet(1)) == []


def test_what_may_be_the_coach_is_left_out() -> None:
    assert stretches(quiet(1), talk(1.5), quiet(1), coach=0.01) == []


def test_however_long_it_is_loud_only_seconds_are_kept() -> None:
    speech, bands = SpeechDetector(), Bands(HEARD_RATE_HZ)
    for _ in range(5):
        part = talk(2)
        assert list(speech.feed(part, bands.feed(part), np.zeros((200, COUNT)))) == []

    assert len(speech._sound) <= MOST_HOPS * HOP
