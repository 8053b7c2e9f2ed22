from typing import get_args

import pytest

from coach.choices import FASTEST_WPM, RATE_WPM, SLOWEST_WPM, DepthName, PaceName, Place
from coach.content.library import Library
from coach.content.pace import (
    CHANGE,
    CHANGEOVER,
    DEPTHS,
    EASE,
    LEAST_WORK,
    LONGEST_HOLD,
    LONGEST_WORK,
    LOOSEN,
    RETEST,
    SAME_MOVE,
    SEARCH,
    SET_UPS,
    SHORTEST_HOLD,
    SHORTEST_WORK,
    TEMPOS,
    TEST,
    Depth,
    Pause,
    reading_ms,
)
from coach.units import Ms, seconds

PAUSES = (*SET_UPS.values(), CHANGE, CHANGEOVER, TEST, SEARCH, EASE, LOOSEN, RETEST)


def test_every_depth_has_its_times() -> None:
    assert tuple(DEPTHS) == get_args(DepthName)


@pytest.mark.parametrize("depth", DEPTHS.values(), ids=DEPTHS)
def test_no_depth_presses_longer_than_is_safe(library: Library, depth: Depth) -> None:
    assert depth.hold <= library.rules().longest_hold
    assert depth.hold + depth.work <= library.rules().longest_side


def test_the_longest_that_a_side_can_be_drawn_out_to_is_safe(library: Library) -> None:
    assert library.rules().longest_hold >= LONGEST_HOLD
    assert library.rules().longest_side >= LONGEST_HOLD + LONGEST_WORK


@pytest.mark.parametrize("depth", DEPTHS.values(), ids=DEPTHS)
def test_no_depth_holds_or_works_less_than_is_of_use(depth: Depth) -> None:
    assert seconds(30) == SHORTEST_HOLD <= depth.hold
    assert LEAST_WORK < SHORTEST_WORK <= depth.work


@pytest.mark.parametrize("part", ["hold", "work"])
def test_a_deeper_session_gives_every_part_more_time(part: str) -> None:
    times = [getattr(DEPTHS[name], part) for name in ("quick", "standard", "deep")]

    assert times == sorted(set(times))


def test_every_place_has_the_time_to_get_there_and_the_floor_the_most() -> None:
    assert set(SET_UPS) == set(get_args(Place))
    for place in ("wall", "chair"):
        for ease in (0.0, 1.0, 2.0):
            assert SET_UPS["floor"].at(ease) > SET_UPS[place].at(ease)


@pytest.mark.parametrize("pause", PAUSES)
def test_a_pause_goes_from_its_least_by_the_usual_to_the_longest(pause: Pause) -> None:
    at = [pause.at(ease / 10) for ease in range(21)]

    assert (at[0], at[10], at[20]) == (pause.least, pause.usual, pause.most)
    assert at == sorted(set(at))


def test_between_its_ends_a_pause_is_in_proportion() -> None:
    pause = Pause(seconds(2), seconds(4), seconds(10))

    assert [pause.at(ease) for ease in (0.5, 1.5)] == [Ms(3000), Ms(7000)]


def test_nobody_is_hurried_when_something_has_to_be_moved() -> None:
    assert min(move.least for move in SET_UPS.values()) >= seconds(5)
    assert SET_UPS["floor"].least >= seconds(10)
    assert min(move.least for move in SET_UPS.values()) * SAME_MOVE >= seconds(3)
    assert CHANGE.least >= seconds(5)


def test_a_slower_pace_gives_every_part_more_time() -> None:
    assert tuple(TEMPOS) == get_args(PaceName)
    for part in ("breather", "stroke", "turn", "pauses"):
        times = [getattr(TEMPOS[name], part) for name in ("brisk", "even", "slow")]
        assert times == sorted(set(times))


@pytest.mark.parametrize("pace", TEMPOS)
def test_a_stroke_lasts_three_to_four_seconds_at_any_pace(pace: PaceName) -> None:
    assert seconds(3) <= TEMPOS[pace].stroke <= seconds(4)


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
