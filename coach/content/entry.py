"""Entries: what a listener picks of the library, and what a session is made from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from coach.choices import LONGEST_MINUTES, PaceName, Place, Side, Talk, Tool
from coach.content.lesson import Lesson
from coach.content.routine import LEAST_MINUTES, Routine, Stop
from coach.content.spot import Spot, Way
from coach.content.spot_words import RoutineWords, SpotWords, told_for

_T = TypeVar("_T")


class Visit(NamedTuple):
    """One stop of a routine with all that is known of it: what a script is written from."""

    name: str
    """The spot's."""
    spot: Spot
    words: SpotWords
    way_name: str
    way: Way
    tool: Tool
    stop: Stop
    only: Side | None = None
    """The one side that is wanted; None for all of them."""

    @property
    def position(self) -> str:
        """How to lie, sit or stand, and where the tool goes."""
        return self.words.position[self.way_name]

    @property
    def test(self) -> str:
        """The movement to test."""
        return told_for(self.words.test, self.way_name, self.way.place) or ""

    @property
    def retest(self) -> str:
        """The same, to test again."""
        return told_for(self.words.retest, self.way_name, self.way.place) or ""

    @property
    def find(self) -> str:
        """How to search for the sore place."""
        return told_for(self.words.find, self.way_name, self.way.place) or ""

    @property
    def things(self) -> tuple[str, str]:
        """What its way needs besides, and what can stand in for its tool; empty for nothing."""
        words = self.words
        return words.needs.get(self.way_name, ""), words.stand_ins.get(self.tool, "")

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides to visit, in order."""
        return (self.only,) if self.only in self.spot.in_turn else self.spot.in_turn


class Entry(NamedTuple):
    """What a session is made from: stops looked up, with their title."""

    name: str
    words: RoutineWords
    visits: tuple[Visit, ...]
    pace: PaceName = "even"
    left_out: tuple[str, ...] = ()
    """The stops that the listener's wishes left out, each with the reason."""
    minutes: float | None = None
    """How long it lasts of its own; None for as long as its stops take."""
    titles: tuple[str, ...] = ()
    """Of all that it is made from, each said as a sentence of its own; empty for its one title."""
    bed: str | None = None
    """What lies under it of its own."""
    talk: Talk | None = None
    """How much is said of its own."""
    teaches: bool = False
    """Whether it explains every step the first time."""
    lesson: Lesson | None = None
    """What is told instead, where nothing is visited."""

    @property
    def half_there(self) -> bool:
        """Whether at least half of its stops are left."""
        return len(self.visits) >= len(self.left_out)


@dataclass(frozen=True, slots=True)
class Pick:
    """What a listener picks of the library."""

    names: tuple[str, ...] = ()
    """Routines, or spots, or paths of routine files."""
    spots: tuple[str, ...] = ()
    """Spots, where a routine has the same name."""
    side: Side | None = None
    tool: Tool | None = None
    place: Place | None = None
    avoid: frozenset[str] = frozenset()
    """Spots and regions."""


class Picked(NamedTuple):
    """One thing that was picked."""

    name: str
    words: RoutineWords
    routine: Routine


def stops_once(parts: Sequence[Picked]) -> Iterator[Stop]:
    """All stops but those whose spot an earlier part has."""
    there: set[str] = set()
    for part in parts:
        yield from (stop for stop in part.routine.stops if stop.spot not in there)
        there.update(stop.spot for stop in part.routine.stops)


def common(values: Iterable[_T | None]) -> _T | None:
    """What all are; None where they differ."""
    different = list(dict.fromkeys(values))
    return different[0] if len(different) == 1 else None


def minutes_together(parts: Sequence[Picked], pick: Pick) -> float | None:
    """The length of their own: together, and for one side half as long."""
    minutes = [part.routine.minutes for part in parts]
    if None in minutes:
        return None
    whole = sum(filter(None, minutes)) * (1 if pick.side is None else 0.5)
    return max(LEAST_MINUTES, min(whole, LONGEST_MINUTES))
