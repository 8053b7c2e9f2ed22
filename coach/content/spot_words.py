"""What is said of one spot and of one routine, in one language."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct, field

from coach.choices import Tool
from coach.content.forms import Forms, Named, bare, form_problems, lines_of
from coach.content.moments import OwnWordings, wording_problems
from coach.content.spot import Spot
from coach.content.wording import Line, Text, blank_problems, spoken_problems
from coach.disk import Key, Problem
from coach.errors import did_you_mean

ByWay = Text | dict[str, Text]
"""One line for all ways to work a spot, or one by the names of ways or of places."""

SIDES = frozenset({"side", "other"})


class RollWords(Struct, frozen=True, forbid_unknown_fields=True):
    """How a muscle is rolled; each may tell the side."""

    along: Line
    """The stretch: fits after "Roll slowly"."""
    up: Line
    """Where the body or the tool goes as the sound rises: fits after "Go": "toward the knee"."""
    down: Line
    """The same as it falls."""


class SpotWords(OwnWordings, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is said of one spot. Some of it may differ by the way or the place it is worked in."""

    name: Line
    """The muscle's own name, within a sentence: said once."""
    title: Line | None = None
    """The same on a screen and in chapters; None where it is no other."""
    plain: Named
    """The place in everyday words, by which the coach calls it: "the top of the shoulder"."""
    sided: Named | None = None
    """The same with its side, for a spot that has two: "the top of the {side} shoulder"."""
    why: Line | None = None
    """What the place has to do with, in one sentence."""
    leave_out: Line | None = None
    """When to leave the spot out; said on each side however little else is said."""
    leave_out_again: Line | None = None
    """The same in a few words, for who has heard it in full, or all that is said of safety."""
    keep_off: Line
    """What to keep off; said to who hears everything."""
    test: ByWay
    retest: ByWay
    find: ByWay
    position: Annotated[dict[str, Line], Meta(min_length=1)]
    """By the name of the way."""
    needs: dict[str, Line] = field(default_factory=dict)
    """What a way needs beside its tool and place, by its name: "a table"."""
    stand_ins: dict[Tool, Line] = field(default_factory=dict)
    """Tools with what can stand in for them here: "a tennis ball or a frozen bottle"."""
    roll: RollWords | None = None
    """For ways that roll."""

    @property
    def titled(self) -> str:
        """Its name on a screen and in chapters."""
        return self.title or self.name

    @property
    def place(self) -> str:
        """The place in everyday words, by itself."""
        return bare(self.plain)


class RoutineWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What is said of one routine."""

    title: Line
    purpose: Line
    """What for, in a few words."""
    joined: Line | None = None
    """The title among others, after the first; None where it is no other."""


def told_for(told: ByWay, way: str, place: str) -> str | None:
    """The line for a way of this name in this place; None if there is none for it."""
    if isinstance(told, str):
        return told
    return told.get(way) or told.get(place)


def told_lines(words: SpotWords) -> Iterator[tuple[Key, str]]:
    """All lines of a spot that are spoken as they stand, with their keys."""
    for key in ("why", "leave_out", "leave_out_again", "keep_off"):
        if line := getattr(words, key):
            yield (key,), line
    for key in ("test", "retest", "find", "position"):
        told = getattr(words, key)
        if isinstance(told, str):
            yield (key,), told
        else:
            yield from (((key, way), line) for way, line in told.items())


def spot_words_problems(words: SpotWords, forms: Forms) -> Iterator[Problem]:
    """What is wrong with a spot's words of the right shape.

    Args:
        words: The spot's.
        forms: Those that names have in the language.
    """
    sides = forms.allowed(SIDES)
    for key, line in told_lines(words):
        yield from ((key, problem) for problem in spoken_problems(line, sides))
    for key, line in _lists(words):
        yield from ((key, problem) for problem in blank_problems(line, frozenset()))
    yield from form_problems(("plain",), words.plain, forms.spot)
    if words.sided is not None:
        yield from form_problems(("sided",), words.sided, forms.spot, sides)
        for key, line in lines_of(("sided",), words.sided):
            if "{" not in line:
                yield key, "tells no side; write {side} where it is said"
    if words.roll is not None:
        for end in RollWords.__struct_fields__:
            for problem in blank_problems(getattr(words.roll, end), sides):
                yield ("roll", end), problem
    yield from wording_problems(words.talks, forms)


def _lists(words: SpotWords) -> Iterator[tuple[Key, str]]:
    """The lines in which no blank can stand."""
    yield ("name",), words.name
    if words.title is not None:
        yield ("title",), words.title
    yield from ((("needs", way), line) for way, line in words.needs.items())
    yield from ((("stand_ins", tool), line) for tool, line in words.stand_ins.items())


def mismatch_problems(words: SpotWords, spot: Spot) -> Iterator[Problem]:
    """In what the words of a spot do not go with its facts."""
    for name in (name for name in spot.ways if name not in words.position):
        yield ("position",), f"{name} is missing: the spot has a way of that name"
    for table, named in (("position", words.position), ("needs", words.needs)):
        for name in (name for name in named if name not in spot.ways):
            hint = did_you_mean(name, spot.ways)
            yield (table, name), f"the spot has no way {name}{hint}"
    for key in ("test", "retest", "find"):
        yield from _untold(spot, key, getattr(words, key))
    if spot.sides == "middle":
        yield from _sides_told(words)
    if (words.sided is None) != (spot.sides == "middle"):
        there = "is missing: the spot has two sides" if words.sided is None else "is for two sides"
        yield ("sided",), there
    if words.roll is None and any(way.technique == "rolls" for way in spot.ways.values()):
        yield (), "roll is missing: the spot has a way with rolls"


def _untold(spot: Spot, key: str, told: ByWay) -> Iterator[Problem]:
    """The ways that a line by ways and places has none for, and names that are neither."""
    if isinstance(told, str):
        return
    places = [way.place for way in spot.ways.values()]
    for name in (name for name in told if name not in (*spot.ways, *places)):
        hint = did_you_mean(name, [*spot.ways, *places])
        yield (key, name), f"the spot has no way and no place {name}{hint}"
    for name, way in spot.ways.items():
        if told_for(told, name, way.place) is None:
            yield (key,), f"nothing is told for {name}; write it for {name} or for {way.place}"


def _sides_told(words: SpotWords) -> Iterator[Problem]:
    for key, line in told_lines(words):
        if "{" in line:
            yield key, "tells a side, and the spot is in the middle"
