"""Spots: places on the body, and how each can be worked. The facts, the same in every language."""

from collections.abc import Iterator
from typing import Annotated, get_args

from msgspec import Meta, Struct

from coach.choices import (
    BodySide,
    Place,
    Pressure,
    Region,
    Side,
    Sides,
    Technique,
    Tool,
    View,
)
from coach.disk import Problem
from coach.units import Ms, seconds

Share = Annotated[float, Meta(ge=0, le=1)]

OTHER: dict[Side, Side] = {"left": "right", "right": "left", "middle": "middle"}
"""The side across."""
BARE = frozenset[Tool]({"hands", "heel-of-hand", "thumb"})
"""Tools that are never left at home."""
ROLLING = frozenset[Tool]({"massage-stick", "foam-roller"})
"""Tools that roll along a muscle; the others circle on it."""
STRADDLING = frozenset[Tool]({"two-balls"})
"""Tools that lie on both sides of the spine: they never circle, as a ball would come onto it."""


class Way(Struct, frozen=True, forbid_unknown_fields=True):
    """One way to work a spot."""

    tools: Annotated[tuple[Tool, ...], Meta(min_length=1)]
    """All that suit, softest first."""
    place: Place
    technique: Technique


class OnBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the spot lies on a drawn figure; for two sides, the left one."""

    view: View
    x: Share
    """Share of the figure's width, from the picture's left edge."""
    y: Share
    """Share of the figure's height, from the top of the head."""


class Spot(Struct, frozen=True, forbid_unknown_fields=True):
    """A place on the body: its sides and the ways to work it."""

    region: Region
    sides: Sides
    """``each``: left and right in turn; ``middle``: one place, or both sides at once."""
    ways: Annotated[dict[str, Way], Meta(min_length=1)]
    """By name, the easiest first; each name has its position among the words."""
    body: OnBody
    pressure: Pressure = "firm"
    """How hard it is pressed at most."""
    longest_hold_s: Annotated[int, Meta(ge=30, le=120)] = 120
    """Still pressure on it, at most."""

    @property
    def longest_hold(self) -> Ms:
        """Still pressure on it, at most."""
        return seconds(self.longest_hold_s)

    @property
    def in_turn(self) -> tuple[Side, ...]:
        """The sides to visit, in order."""
        return get_args(BodySide) if self.sides == "each" else ("middle",)

    def way(self, tool: Tool | None = None, place: Place | None = None) -> tuple[str, Way] | None:
        """The first way, with its name, that has this tool and place; None if there is none."""
        for name, way in self.ways.items():
            if tool in (None, *way.tools) and place in (None, way.place):
                return name, way
        return None


def spot_problems(spot: Spot) -> Iterator[Problem]:
    """What is wrong with a spot of the right shape."""
    for name, way in spot.ways.items():
        for number, tool in enumerate(way.tools):
            allowed = _techniques(tool)
            if way.technique not in allowed:
                yield (
                    ("ways", name, "tools", number),
                    f"{tool} is for {' or '.join(allowed)}, and this way says {way.technique}",
                )


def _techniques(tool: Tool) -> tuple[Technique, ...]:
    return ("rolls",) if tool in ROLLING | STRADDLING else ("circles", "small-circles")
