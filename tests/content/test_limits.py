"""Stops that say their own times, held against the rules; each mistake with its line."""

from pathlib import Path

import pytest

from coach.content.library import Library
from coach.content.limits import longest_hold, stop_limit_problems
from coach.content.routine import Stop
from coach.content.safety import Rules
from coach.content.spot import OnBody, Spot, Way
from coach.disk.shipped import shipped
from coach.errors import AuthorError
from coach.units import seconds

RULES = Rules(120, 180, 30, ())
WAYS = {
    "a": Way(("hands",), "chair", "circles"),
    "b": Way(("tennis-ball",), "wall", "circles"),
}
CALVES = Spot("legs", "each", WAYS, OnBody("back", 0.4, 0.7))
JAW = Spot("jaw", "middle", WAYS, OnBody("front", 0.5, 0.1), "gentle", 60)
SPOTS = {"calves": CALVES, "jaw": JAW}


def told(*stops: Stop) -> dict[tuple[str | int, ...], str]:
    return dict(stop_limit_problems(stops, SPOTS, RULES))


def test_a_spot_is_held_no_longer_than_itself_and_the_rules_allow() -> None:
    assert longest_hold(CALVES, RULES) == seconds(120)
    assert longest_hold(JAW, RULES) == seconds(60)
    assert longest_hold(CALVES, Rules(90, 180, 30, ())) == seconds(90)


@pytest.mark.parametrize(
    "stop",
    [
        Stop("calves"),
        Stop("calves", hold=120, work=60),
        Stop("calves", hold=40, left=3),
        Stop("calves", left=4, right=0.25),
        Stop("jaw", hold=60, left=4, right=4),
        Stop("nowhere", hold=120, work=150),
    ],
)
def test_what_keeps_the_limits_is_no_problem(stop: Stop) -> None:
    assert told(stop) == {}


def test_a_hold_longer_than_its_spot_allows_is_told() -> None:
    assert told(Stop("calves"), Stop("jaw", hold=90)) == {
        ("stops", 1, "hold"): "90 s is more than jaw may be held, which is 60 s"
    }


def test_a_factor_that_makes_a_hold_too_long_is_told_with_what_is_allowed() -> None:
    assert told(Stop("calves", hold=60, left=3)) == {
        ("stops", 0, "left"): (
            "3 times a hold of 60 s is 180 s, and calves may be held for 120 s; "
            "at most 2 is allowed here"
        ),
        ("stops", 0): (
            "the left side of calves is worked for 216 s, and one side of a muscle may be worked "
            "for 180 s; shorten hold or work, or take a stop out"
        ),
    }


def test_a_hold_and_work_together_too_long_for_one_side_are_told() -> None:
    assert told(Stop("calves", hold=100, work=90, left=0.5)) == {
        ("stops", 0): (
            "the right side of calves is worked for 190 s, and one side of a muscle may be worked "
            "for 180 s; shorten hold or work, or take a stop out"
        )
    }


def test_the_times_of_a_spot_that_is_visited_twice_are_added_up() -> None:
    hands, ball = Stop("jaw", "hands", hold=60, work=40), Stop("jaw", "tennis-ball", work=60)

    assert told(hands, Stop("calves"), ball) == {
        ("stops", 2): (
            "jaw is worked for 190 s by 2 stops together, and one side of a muscle may be worked "
            "for 180 s; shorten hold or work, or take a stop out"
        )
    }


def mistakes(folder: Path, text: str) -> list[str]:
    """What is wrong with a routine file, each with its line."""
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    try:
        Library((shipped("scripts"),)).entry(str(path))
    except AuthorError as error:
        return [line.removeprefix(f"{path}:") for line in str(error).splitlines()]
    return []


def test_three_times_the_left_side_of_a_usual_hold_is_more_than_is_allowed(tmp_path: Path) -> None:
    stop = '[[stops]]\nspot = "chest"\n'

    assert mistakes(tmp_path, f"{stop}hold = 45\nleft = 3\n") == [
        "4: stops.1.left: 3 times a hold of 45 s is 135 s, and chest may be held for 120 s; "
        "at most 2.67 is allowed here"
    ]
    assert mistakes(tmp_path, f"{stop}hold = 45\nleft = 2.5\n") == []


def test_a_longer_hold_than_a_tender_spot_bears_is_told_at_its_line(tmp_path: Path) -> None:
    assert mistakes(tmp_path, '[[stops]]\nspot = "temples"\n\nhold = 60\n') == [
        "4: stops.1.hold: 60 s is more than temples may be held, which is 40 s"
    ]


def test_too_much_of_one_side_is_told_where_the_last_of_its_stops_begins(tmp_path: Path) -> None:
    stops = (
        '[[stops]]\nspot = "feet"\nplace = "chair"\nhold = 60\nwork = 60\n\n'
        '[[stops]]\nspot = "feet"\nplace = "wall"\nhold = 60\n'
    )

    assert mistakes(tmp_path, stops) == [
        "7: stops.2: the left side of feet is worked for 192 s by 2 stops together, and one side "
        "of a muscle may be worked for 180 s; shorten hold or work, or take a stop out",
        "7: stops.2: the right side of feet is worked for 192 s by 2 stops together, and one side "
        "of a muscle may be worked for 180 s; shorten hold or work, or take a stop out",
    ]
    assert mistakes(tmp_path, stops.replace("work = 60", "work = 40")) == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("left = 5", "stops.1.left: 5: should be a number <= 4.0"),
        ("right = 0", "stops.1.right: 0: should be a number >= 0.25"),
        ("hold = 29", "stops.1.hold: 29: should be a number >= 30.0"),
        ("hold = 121", "stops.1.hold: 121: should be a number <= 120.0"),
        ("work = 5", "stops.1.work: 5: should be a number >= 10.0"),
        ("rank = 0", "stops.1.rank: 0: should be a whole number >= 1"),
        ('hold = "long"', "stops.1.hold: 'long': should be a number, not text"),
    ],
)
def test_a_number_out_of_its_bounds_is_told_with_them(
    tmp_path: Path, line: str, problem: str
) -> None:
    assert mistakes(tmp_path, f'[[stops]]\nspot = "feet"\n{line}\n') == [f"3: {problem}"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("minutes = 2", "minutes: 2: should be a number >= 3.0"),
        ("minutes = 31", "minutes: 31: should be a number <= 30.0"),
        ('minutes = "10"', "minutes: '10': should be a number, not text"),
        ('talk = "loud"', "talk: 'loud' is not one of full, brief, bell."),
        ("bed = 1", "bed: 1: should be text, not a whole number"),
        (
            "minuts = 8",
            "minuts: is no known key here; the keys are stops, minutes, pace, bed, talk, teaches, "
            "title, purpose; did you mean minutes?",
        ),
    ],
)
def test_a_key_of_a_routine_that_is_wrong_is_told(tmp_path: Path, line: str, problem: str) -> None:
    assert mistakes(tmp_path, f'{line}\n[[stops]]\nspot = "feet"\n') == [f"1: {problem}"]
