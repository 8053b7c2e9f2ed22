import numpy as np
import pytest

from coach.hearing.bands import COUNT, Powers
from coach.hearing.echo import Echo
from tests.nightly import nightly

SECOND = 100


def talk(seed: int, *, seconds: int = 30) -> Powers:
    """Powers that rise and fall as syllables do, with pauses between the sentences."""
    rng = np.random.default_rng(seed)
    syllables = np.repeat(rng.exponential(0.02, (seconds * 5, COUNT)), 20, axis=0)
    sentences = np.repeat(rng.random(seconds * 2) < 0.6, 50)
    return syllables * sentences[:, None] + 1e-6


def late(powers: Powers, hops: int) -> Powers:
    return np.concatenate([np.full((hops, COUNT), 1e-9), powers])[: len(powers)]


def fed(echo: Echo, played: Powers, heard: Powers) -> Powers:
    """What is expected, told a tenth of a second at a time."""
    expected = []
    for at in range(0, len(played), 10):
        echo.play(played[at : at + 10])
        expected.append(echo.expect(heard[at : at + 10]))
    return np.concatenate(expected)


@pytest.mark.parametrize("delay", [0, nightly(20), nightly(60), 130])
@pytest.mark.parametrize("share", [0.001, 0.3])
def test_how_late_and_loud_the_coach_is_heard_is_learnt(delay: int, share: float) -> None:
    played = talk(1)
    heard = late(share * played, delay) + 1e-8
    expected = fed(Echo(), played, heard)[-10 * SECOND :]
    heard = heard[-10 * SECOND :]
    loud = heard > share * 1e-3

    assert np.mean(heard[loud] <= 2 * expected[loud]) > 0.99
    assert np.median(expected[loud] / heard[loud]) < 30


def test_until_it_is_known_all_of_it_may_be_the_coach() -> None:
    played = talk(2)[:SECOND]
    expected = fed(Echo(), played, late(0.1 * played, 30))

    assert np.isinf(expected[played.argmax() // COUNT + 10 :][0]).all()


def test_while_nothing_plays_nothing_is_expected() -> None:
    silence = np.full((10 * SECOND, COUNT), 1e-9)

    assert not fed(Echo(), silence, talk(3)[: 10 * SECOND]).any()


def test_with_headphones_nothing_of_the_coach_is_expected_after_a_while() -> None:
    room = np.random.default_rng(4).exponential(1e-6, (30 * SECOND, COUNT))
    expected = fed(Echo(), talk(4), room)

    assert not expected[-5 * SECOND :].any()


def test_a_listener_who_talks_now_and_then_does_not_hide_the_echo() -> None:
    played = talk(5)
    heard = late(0.05 * played, 45) + 1e-8
    heard[12 * SECOND : 13 * SECOND] += talk(6)[:SECOND]
    expected = fed(Echo(), played, heard)[-5 * SECOND :]
    loud = heard[-5 * SECOND :] > 1e-4

    assert np.mean(heard[-5 * SECOND :][loud] <= 2 * expected[loud]) > 0.98


def swells(*, seconds: int) -> Powers:
    """Powers that rise and fall as the sounds of a hold do, slowly."""
    moments = np.arange(seconds * SECOND)[:, None] / SECOND
    powers: Powers = 0.002 * np.exp(-3 * np.cos(2 * np.pi * moments / 10)) * np.ones(COUNT)
    return powers + 1e-6


def test_in_a_hold_it_is_not_forgotten_how_late_the_coach_is_heard() -> None:
    played = np.concatenate([talk(5)[: 20 * SECOND], swells(seconds=20), talk(6)[: 5 * SECOND]])
    room = np.random.default_rng(1).exponential(2e-6, (len(played), COUNT))
    heard = late(0.01 * played, 46) + room
    heard[3650:3658] += 0.05  # a clap
    expected = fed(Echo(), played, heard)[40 * SECOND :]
    heard = heard[40 * SECOND :]
    loud = heard > 3e-5

    assert (heard[loud] <= 3 * expected[loud]).all()


def test_a_likeness_without_words_does_not_move_how_late_the_coach_is_heard() -> None:
    bed = np.random.default_rng(8).exponential(1e-5, (1740, COUNT))
    played = np.concatenate([talk(5)[: 20 * SECOND], bed, talk(6)[:160]])
    heard = late(0.01 * played, 46) + 1e-8
    heard[28 * SECOND : 3786] = late(0.1 * played, 90)[28 * SECOND : 3786]
    expected = fed(Echo(), played, heard)[38 * SECOND :]
    heard = heard[38 * SECOND :]
    loud = heard > 3e-5

    assert loud.any()
    assert (heard[loud] <= 3 * expected[loud]).all()


def test_another_device_that_is_later_is_learnt() -> None:
    played = talk(7)
    heard = (
        np.concatenate(
            [late(0.01 * played, 20)[: 12 * SECOND], late(0.01 * played, 90)[12 * SECOND :]]
        )
        + 1e-8
    )
    expected = fed(Echo(), played, heard)[-6 * SECOND :]
    loud = heard[-6 * SECOND :] > 1e-5

    assert np.mean(heard[-6 * SECOND :][loud] <= 3 * expected[loud]) > 0.99
