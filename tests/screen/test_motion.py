import pytest

from coach.screen.motion import Disc, Rings, RollTrack, motion
from tests.screen.scenes import now_at


def level(position: int) -> float:
    disc = motion(now_at(position))
    assert isinstance(disc, Disc)
    return disc.level


@pytest.mark.parametrize(
    ("position", "expected"),
    [(1000, 0.0), (3000, 0.5), (4999, 1.0), (5000, 1.0), (8000, 0.5), (10_999, 0.0)],
)
def test_the_circle_grows_with_the_in_breath_and_shrinks_with_the_out_breath(
    position: int, expected: float
) -> None:
    assert level(position) == pytest.approx(expected, abs=0.01)


def test_it_begins_and_ends_each_breath_gently() -> None:
    assert level(1100) < 0.005
    assert level(4900) > 0.995


@pytest.mark.parametrize("position", [0, 11_500, 24_500, 49_500, 52_000])
def test_it_is_small_and_still_in_words_and_quiet(position: int) -> None:
    assert motion(now_at(position)) == Disc(0.0) == motion(now_at(position + 300))


@pytest.mark.parametrize(
    ("position", "ring", "turned"),
    [(29_000, 0, 0.0), (30_000, 0, 0.25), (32_000, 0, 0.75), (34_000, 0, 0.25)],
)
def test_the_point_goes_round_in_its_ring(position: int, ring: int, turned: float) -> None:
    assert motion(now_at(position)) == Rings(ring, 2, turned)


def test_the_other_way_round_it_turns_back() -> None:
    assert motion(now_at(38_000)) == Rings(1, 2, 0.75)


def test_before_circles_the_point_waits_at_the_top() -> None:
    assert motion(now_at(28_500)) == Rings(0, 2, 0.0)


@pytest.mark.parametrize(
    ("position", "height"), [(41_000, 0.0), (42_500, 0.5), (44_000, 1.0), (45_500, 0.5)]
)
def test_a_roll_goes_up_and_comes_down(position: int, height: float) -> None:
    assert motion(now_at(position)) == RollTrack(height)


def test_behind_a_bell_nothing_waits() -> None:
    assert motion(now_at(47_500)) == Disc(0.0)


def test_a_session_that_has_not_begun_is_still() -> None:
    from dataclasses import replace

    assert motion(replace(now_at(0), cue=None)) == Disc(0.0)
