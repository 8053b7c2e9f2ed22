"""The library: where spots, routines and their words are found."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from coach.errors import AuthorError, Mistake, RoutineNotFound, did_you_mean
from coach.phrasebook import (
    Line,
    Phrasebook,
    RoutineWords,
    SpotWords,
    phrasebook_problems,
    spot_words_problems,
)
from coach.reading import Key, Problem, read
from coach.routine import Routine, Stop
from coach.shipped import shipped
from coach.spot import Side, Spot, Tool, Way, spot_problems


class Visit(NamedTuple):
    """One stop of a routine with all that is known of it: what a script is written from."""

    name: str
    """The spot's."""
    spot: Spot
    words: SpotWords
    position: str
    """How to lie, sit or stand, and where the tool goes."""
    way: Way
    tool: Tool

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides to visit, in order."""
        return self.spot.in_turn


class Entry(NamedTuple):
    """A routine with its words, and its stops looked up."""

    name: str
    words: RoutineWords
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """Folders of spots, routines and words, of one layout; what an earlier one has comes first.

    ``spots/NAME.toml`` and ``routines/NAME.toml`` hold the facts, ``LANGUAGE/spots/NAME.toml`` and
    ``LANGUAGE/routines/NAME.toml`` the words of the same names, ``LANGUAGE/phrasebook.toml`` and
    ``LANGUAGE/pronunciation.toml`` the rest.
    """

    folders: tuple[Path, ...]
    language: str = "en"

    @property
    def routines(self) -> list[str]:
        """The names of all routines, sorted."""
        return self._names("routines")

    @property
    def spots(self) -> list[str]:
        """The names of all spots, sorted."""
        return self._names("spots")

    def phrasebook(self) -> Phrasebook:
        """How each moment is worded."""
        return read(
            self._find(f"{self.language}/phrasebook.toml"), Phrasebook, check=phrasebook_problems
        )

    def pronunciation(self) -> dict[str, str]:
        """Words that engines say wrong, with spellings that they say right."""
        return read(self._find(f"{self.language}/pronunciation.toml"), dict[str, Line])

    def entry(self, name: str) -> Entry:
        """The routine of this name, all its stops looked up.

        Raises:
            RoutineNotFound: There is none.
            AuthorError: Its file, or a spot's, is wrong.
        """
        if name not in self.routines:
            raise RoutineNotFound(name, self.routines)
        words = read(self._find(f"{self.language}/routines/{name}.toml"), RoutineWords)
        path = self._find(f"routines/{name}.toml")
        routine = read(path, Routine, check=self._stop_problems)
        return Entry(name, words, tuple(self._visit(stop) for stop in routine.stops))

    def spot(self, name: str) -> Spot:
        """The facts of a spot."""
        return read(self._find(f"spots/{name}.toml"), Spot, check=spot_problems)

    def spot_words(self, name: str) -> SpotWords:
        """The words of a spot, held against its facts."""

        def problems(words: SpotWords) -> Iterator[Problem]:
            yield from spot_words_problems(words)
            yield from _mismatches(self.spot(name), words)

        return read(self._find(f"{self.language}/spots/{name}.toml"), SpotWords, check=problems)

    def _visit(self, stop: Stop) -> Visit:
        spot, words = self.spot(stop.spot), self.spot_words(stop.spot)
        found = spot.way(stop.tool, stop.place)
        assert found is not None, "the routine was checked when it was read"
        name, way = found
        return Visit(stop.spot, spot, words, words.position[name], way, stop.tool or way.tools[0])

    def _stop_problems(self, routine: Routine) -> Iterator[Problem]:
        spots = self.spots
        for number, stop in enumerate(routine.stops):
            key = ("stops", number)
            if stop.spot not in spots:
                hint = did_you_mean(stop.spot, spots)
                yield (*key, "spot"), f"there is no spot {stop.spot!r}{hint}"
            elif (spot := self.spot(stop.spot)).way(stop.tool, stop.place) is None:
                ways = " or ".join(
                    f"{', '.join(way.tools)} ({way.place})" for way in spot.ways.values()
                )
                yield key, f"{stop.spot} cannot be worked so; its ways are {ways}"

    def _find(self, relative: str) -> Path:
        for folder in self.folders:
            if (folder / relative).is_file():
                return folder / relative
        path = self.folders[-1] / relative
        raise AuthorError(path, [Mistake(1, "", "this file is missing")])

    def _names(self, kind: str) -> list[str]:
        return sorted(
            {path.stem for folder in self.folders for path in (folder / kind).glob("*.toml")}
        )


def shipped_library() -> Library:
    """What comes with coach."""
    return Library((shipped("scripts"),))


def _mismatches(spot: Spot, words: SpotWords) -> Iterator[Problem]:
    for name in (name for name in spot.ways if name not in words.position):
        yield ("position",), f"{name} is missing: the spot has a way of that name"
    for name in (name for name in words.position if name not in spot.ways):
        hint = did_you_mean(name, spot.ways)
        yield ("position", name), f"the spot has no way {name}{hint}"
    if spot.sides == "middle":
        spoken: dict[Key, str] = {
            ("find",): words.find,
            ("test",): words.test,
            ("retest",): words.retest,
        }
        spoken |= {("position", name): line for name, line in words.position.items()}
        for key, line in spoken.items():
            if "{" in line:
                yield key, "tells a side, and the spot is in the middle"
    if words.roll is None and any(way.technique == "rolls" for way in spot.ways.values()):
        yield (), "roll is missing: the spot has a way with rolls"
