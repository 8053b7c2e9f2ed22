from dataclasses import dataclass
from typing import Literal, get_args

import pytest

from coach.choices import Place, Side, Technique, Tool
from coach.content.spot import OTHER, ROLLING, OnBody, Spot, Way, spot_problems


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
    fits: Technique = "rolls" if tool in ROLLING else "circles"
    wrong: Technique = "circles" if tool in ROLLING else "rolls"

    assert not list(spot_problems(spot({"a": Way((tool,), "floor", fits)})))
    assert list(spot_problems(spot({"a": HANDS, "b": Way((tool,), "floor", wrong)}))) == [
        (("ways", "b", "tools", 0), f"{tool} is for {fits}, and this way says {wrong}")
    ]


def test_every_tool_that_does_not_fit_is_told() -> None:
    mixed = Way(("tennis-ball", "foam-roller", "massage-stick"), "floor", "circles")

    assert [key for key, _ in spot_problems(spot({"a": mixed}))] == [
        ("ways", "a", "tools", 1),
        ("ways", "a", "tools", 2),
    ]
