from typing import get_args

import pytest

from coach.choices import FASTEST_WPM, RATE_WPM, SLOWEST_WPM, DepthName
from coach.content.library import Library
from coach.content.pace import DEPTHS, Depth, reading_ms


def test_every_depth_has_its_times() -> None:
    assert tuple(DEPTHS) == get_args(DepthName)


@pytest.mark.parametrize("depth", DEPTHS.values(), ids=DEPTHS)
def test_no_depth_presses_longer_than_is_safe(library: Library, depth: Depth) -> None:
    assert depth.hold <= library.rules().longest_hold
    assert depth.hold + depth.work <= library.rules().longest_side


@pytest.mark.parametrize("depth", DEPTHS.values(), ids=DEPTHS)
def test_going_down_to_the_floor_takes_longer_than_leaning_at_a_wall(depth: Depth) -> None:
    assert depth.setup_floor > depth.setup


@pytest.mark.parametrize(
    "part", ["test", "setup", "setup_floor", "search", "hold", "work", "after"]
)
def test_a_deeper_session_gives_every_part_more_time(part: str) -> None:
    times = [getattr(DEPTHS[name], part) for name in ("quick", "standard", "deep")]

    assert times == sorted(set(times))


def test_the_usual_rate_is_one_that_can_be_chosen() -> None:
    assert SLOWEST_WPM <= RATE_WPM <= FASTEST_WPM


def test_a_longer_sentence_takes_longer_to_say() -> None:
    short, long = "Lean in.", "Lean in until the ball meets the muscle."

    assert 0 < reading_ms(short, 145) < reading_ms(long, 145)


def test_a_comma_takes_a_pause() -> None:
    assert reading_ms("Lean in, and wait.", 145) > reading_ms("Lean in. and wait.", 145)


def test_twice_the_rate_takes_half_the_time() -> None:
    text = "Put the ball between the wall and your shoulder."

    assert reading_ms(text, 200) == pytest.approx(reading_ms(text, 100) / 2, abs=1)


def test_ordinary_sentences_are_estimated_near_the_rate_that_was_asked_for() -> None:
    text = "Sit on the floor with your left leg long and put the ball under the calf"
    words_a_minute = len(text.split()) * 60_000 / reading_ms(text, 145)

    assert 145 * 0.75 < words_a_minute < 145 * 1.75
