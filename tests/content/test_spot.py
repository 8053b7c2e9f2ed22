from dataclasses import dataclass
from typing import Literal, get_args

import msgspec
import pytest

from coach.choices import Place, Side, Technique, Tool
from coach.content.spot import (
    OTHER,
    ROLLING,
    STRADDLING,
    OnBody,
    Spot,
    Way,
    spot_problems,
)
from coach.units import seconds


def spot(ways: dict[str, Way], sides: Literal["each", "middle"] = "each") -> Spot:
    return Spot("legs", sides, ways, OnBody("back", 0.4, 0.7))


HANDS = Way(("hands",), "chair", "circles")
BALLS = Way(("tennis-ball", "lacrosse-ball"), "floor", "circles")
WALL = Way(("tennis-ball",), "wall", "circles")


def test_a_spot_on_each_side_is_visited_left_then_right() -> None:
    assert spot({"a": HANDS}).in_turn == ("left", "right")


def test_a_spot_in_the_middle_is_visited_once() -> None:
    assert spot({"a": HANDS}, "middle").in_turn == ("middle",)


def test_the_other_side_of_the_other_side_is_this_one() -> None:
    assert set(OTHER) == set(get_args(Side))
    assert all(OTHER[OTHER[side]] == side for side in OTHER)


@dataclass(frozen=True)
class Asked:
    tool: Tool | None
    place: Place | None
    way: str | None


@pytest.mark.parametrize(
    "asked",
    [
        Asked(None, None, "a"),
        Asked("tennis-ball", None, "b"),
        Asked("lacrosse-ball", None, "b"),
        Asked(None, "wall", "c"),
        Asked("tennis-ball", "wall", "c"),
        Asked("hands", "wall", None),
        Asked("lacrosse-ball", "wall", None),
        Asked("foam-roller", None, None),
    ],
)
def test_the_first_way_that_has_tool_and_place_is_taken(asked: Asked) -> None:
    ways = {"a": HANDS, "b": BALLS, "c": WALL}
    found = spot(ways).way(asked.tool, asked.place)

    assert found == (None if asked.way is None else (asked.way, ways[asked.way]))


@pytest.mark.parametrize("tool", get_args(Tool))
def test_a_tool_either_rolls_or_circles(tool: Tool) -> None:
    rolls: tuple[Technique, ...] = ("rolls",)
    circles: tuple[Technique, ...] = ("circles", "small-circles")
    fits, wrong = (rolls, circles) if tool in ROLLING | STRADDLING else (circles, rolls)

    for technique in fits:
        assert not list(spot_problems(spot({"a": Way((tool,), "floor", technique)})))
    for technique in wrong:
        ways = {"a": HANDS, "b": Way((tool,), "floor", technique)}
        told = f"{tool} is for {' or '.join(fits)}, and this way says {technique}"
        assert list(spot_problems(spot(ways))) == [(("ways", "b", "tools", 0), told)]


def test_two_balls_beside_the_spine_never_circle() -> None:
    assert "two-balls" in STRADDLING


def test_a_spot_is_pressed_firmly_and_as_long_as_the_rules_allow_unless_it_says_so() -> None:
    usual = spot({"a": HANDS})
    tender = Spot("jaw", "middle", {"a": HANDS}, OnBody("front", 0.5, 0.1), "gentle", 40)

    assert (usual.pressure, usual.longest_hold) == ("firm", seconds(120))
    assert (tender.pressure, tender.longest_hold) == ("gentle", seconds(40))


@pytest.mark.parametrize("changed", [{"longest_hold_s": 29}, {"pressure": "soft"}])
def test_a_pressure_or_a_longest_hold_that_is_none_is_refused(changed: dict[str, object]) -> None:
    table = {
        "region": "legs",
        "sides": "each",
        "ways": {"a": {"tools": ["hands"], "place": "chair", "technique": "circles"}},
        "body": {"view": "back", "x": 0.4, "y": 0.7},
    }

    assert msgspec.convert(table, Spot)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(table | changed, Spot)


def test_every_tool_that_does_not_fit_is_told() -> None:
    mixed = Way(("tennis-ball", "foam-roller", "massage-stick"), "floor", "circles")

    assert [key for key, _ in spot_problems(spot({"a": mixed}))] == [
        ("ways", "a", "tools", 1),
        ("ways", "a", "tools", 2),
    ]
