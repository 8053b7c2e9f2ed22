"""The library: where spots, routines and words are found, and what a listener picks of them."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from coach.choices import PaceName, Place, Side, Tool
from coach.content.commands import Commands, Unknown, commands_problems, knows_all
from coach.content.lesson import Lesson, lesson_problems
from coach.content.phrasebook import (
    Line,
    Phrasebook,
    RoutineWords,
    SpotWords,
    phrasebook_problems,
    spot_words_problems,
)
from coach.content.routine import Routine, Stop
from coach.content.safety import (
    Rules,
    SafetyWords,
    rules_problems,
    safety_words_problems,
    spot_rule_problems,
)
from coach.content.spot import Spot, Way, spot_problems
from coach.disk import Key, Problem, read_layers, read_toml, shipped
from coach.errors import (
    AuthorError,
    Mistake,
    NothingLeft,
    RequestError,
    RoutineNotFound,
    did_you_mean,
)

LANGUAGE = "en"
"""The one in which coach speaks, as its folder of words is called."""
TAGGED_LANGUAGE = "eng"
"""The same as the tags of files tell it, by ISO 639-2. A second language is a second one here: a
test asks for it as soon as there is a second folder of words."""


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
    only: Side | None = None
    """The one side that is wanted; None for all of them."""
    optional: bool = False
    """Whether it may be left out when time is short."""

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
    lesson: Lesson | None = None
    """What is told instead, where nothing is visited."""


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


@dataclass(frozen=True, slots=True)
class Library:
    """Folders of spots, routines and words, of one layout; what an earlier one has comes first.

    ``spots/NAME.toml`` and ``routines/NAME.toml`` hold the facts, ``LANGUAGE/spots/NAME.toml`` and
    ``LANGUAGE/routines/NAME.toml`` the words of the same names, ``LANGUAGE/lessons/NAME.toml``
    what is told and not done, ``LANGUAGE/phrasebook.toml``,
    ``LANGUAGE/pronunciation.toml`` and ``LANGUAGE/commands.toml`` the rest; of these an earlier
    folder may hold parts only.
    """

    folders: tuple[Path, ...]
    language: str = LANGUAGE

    @property
    def routines(self) -> list[str]:
        """The names of all routines, sorted."""
        return self._names("routines")

    @property
    def spots(self) -> list[str]:
        """The names of all spots, sorted."""
        return self._names("spots")

    @property
    def lessons(self) -> list[str]:
        """The names of all lessons, sorted; a routine or a spot of the same name goes before."""
        taken = {*self.routines, *self.spots}
        return [name for name in self._names(f"{self.language}/lessons") if name not in taken]

    @property
    def regions(self) -> list[str]:
        """The regions in which there are spots, sorted."""
        return sorted({self.spot(name).region for name in self.spots})

    def phrasebook(self) -> Phrasebook:
        """How each moment is worded."""
        paths = self._all(f"{self.language}/phrasebook.toml")
        return read_layers(paths, Phrasebook, check=phrasebook_problems)

    def pronunciation(self) -> dict[str, str]:
        """Words that engines say wrong, with spellings that they say right."""
        return read_layers(self._all(f"{self.language}/pronunciation.toml"), dict[str, Line])

    def commands(self, unknown_words: Unknown = knows_all) -> Commands:
        """What can be said while a session plays, held against what can be understood."""
        paths = self._all(f"{self.language}/commands.toml")
        check = partial(commands_problems, unknown_words=unknown_words)
        return read_layers(paths, Commands, check=check)

    def rules(self) -> Rules:
        """What every spot and session keeps to; only those that ship, which nobody loosens."""
        return _rules(self)

    def safety_words(self) -> SafetyWords:
        """What is said and printed of safety."""
        paths = self._all(f"{self.language}/safety.toml")
        return read_layers(paths[-1:], SafetyWords, check=safety_words_problems)

    def spot(self, name: str) -> Spot:
        """The facts of a spot."""
        return _spot(self, name)

    def spot_words(self, name: str) -> SpotWords:
        """The words of a spot, held against its facts."""
        return _spot_words(self, name)

    def lesson(self, name: str) -> Lesson:
        """What is told in a lesson."""
        path = self.find(f"{self.language}/lessons/{name}.toml")
        return read_toml(path, Lesson, check=lesson_problems)

    def entry(self, name: str) -> Entry:
        """One routine, or a lesson, as it stands; see `gather`."""
        return self.gather(Pick((name,)))

    def gather(self, pick: Pick) -> Entry:
        """What the listener picks, as one routine: a spot that comes twice is visited once.

        Raises:
            RoutineNotFound: A name is known for nothing.
            RequestError: A lesson is picked, and something to do with it.
            NothingLeft: The wishes leave no stop.
            AuthorError: A file is wrong.
        """
        self._check_avoided(pick.avoid)
        if not set(self.lessons).isdisjoint(pick.names):
            return self._lesson_entry(pick)
        parts = [
            *(self._part(name) for name in pick.names),
            *(self._spot_part(name) for name in pick.spots),
        ]
        stops: dict[str, Stop] = {}
        for stop in (stop for part in parts for stop in part.stops):
            stops.setdefault(stop.spot, stop)
        visits: list[Visit] = []
        left_out: list[str] = []
        for stop in stops.values():
            visit = self._visit(stop, pick)
            if isinstance(visit, Visit):
                visits.append(visit)
            else:
                left_out.append(visit)
        name = "-".join(part.name for part in parts)
        if not visits:
            raise NothingLeft(name, left_out)
        paces = {part.pace for part in parts}
        pace = paces.pop() if len(paces) == 1 else "even"
        return Entry(
            name, self._joined([p.words for p in parts]), tuple(visits), pace, tuple(left_out)
        )

    def routine(self, path: Path) -> Routine:
        """The routine of a file, wherever it lies.

        Raises:
            AuthorError: It is wrong, or a spot in it is.
        """
        return read_toml(path, Routine, check=self.stop_problems)

    def find(self, relative: str) -> Path:
        """The first file of this name.

        Raises:
            AuthorError: No folder has it.
        """
        return self._all(relative)[0]

    def _lesson_entry(self, pick: Pick) -> Entry:
        """A lesson, which goes alone: nothing is done in it."""
        name = next(name for name in pick.names if name in self.lessons)
        if {*pick.names, *pick.spots} != {name}:
            raise RequestError(f"{name} is a lesson, and is heard by itself: name nothing else")
        if pick.side or pick.tool or pick.place:
            raise RequestError(f"{name} is a lesson: it goes without a side, a tool or a place")
        lesson = self.lesson(name)
        return Entry(name, RoutineWords(lesson.title, lesson.purpose), (), lesson=lesson)

    def _part(self, name: str) -> "_Part":
        if name.endswith(".toml"):
            path = Path(os.path.expanduser(name))
            return self._routine_part(path.stem, path)
        if name in self.routines:
            return self._routine_part(name, self.find(f"routines/{name}.toml"))
        return self._spot_part(name, what="routine")

    def _routine_part(self, name: str, path: Path) -> "_Part":
        _check_letters(name, path)
        routine = self.routine(path)
        return _Part(name, self._routine_words(name, routine), routine.stops, routine.pace)

    def _routine_words(self, name: str, routine: Routine) -> RoutineWords:
        if routine.title is not None:
            return RoutineWords(routine.title, routine.purpose or "")
        relative = f"{self.language}/routines/{name}.toml"
        if any((folder / relative).is_file() for folder in self.folders):
            return read_toml(self.find(relative), RoutineWords)
        return RoutineWords(name.replace("-", " ").capitalize(), routine.purpose or "")

    def _spot_part(self, name: str, *, what: str = "spot") -> "_Part":
        if name not in self.spots:
            others = [*self.routines, *self.lessons] if what == "routine" else []
            raise RoutineNotFound(name, [*others, *self.spots], what=what)
        words = self.spot_words(name)
        title = f"{words.name[0].upper()}{words.name[1:]}"
        return _Part(name, RoutineWords(title, words.plain), (Stop(name),), "even")

    def _joined(self, words: Sequence[RoutineWords]) -> RoutineWords:
        if len(words) == 1:
            return words[0]
        first, *others = (one.title for one in words)
        titles = [first, *(f"{title[0].lower()}{title[1:]}" for title in others)]
        return RoutineWords(self.phrasebook().listed(titles), "")

    def _visit(self, stop: Stop, pick: Pick) -> Visit | str:
        """The stop as the listener wants it, or why it is left out."""
        spot, words = self.spot(stop.spot), self.spot_words(stop.spot)
        if {stop.spot, spot.region} & pick.avoid:
            return f"{stop.spot} (avoided)"
        found = _way(spot, stop, pick)
        if found is None:
            wished = [
                pick.tool and f"with {pick.tool}",
                pick.place and f"in the place {pick.place}",
            ]
            return f"{stop.spot} (not {' '.join(filter(None, wished))})"
        name, way = found
        tool = pick.tool or (stop.tool if stop.tool in way.tools else way.tools[0])
        assert tool is not None
        position = words.position[name]
        return Visit(stop.spot, spot, words, position, way, tool, pick.side, stop.optional)

    def _check_avoided(self, avoid: frozenset[str]) -> None:
        if avoid:
            known = [*self.spots, *self.regions]
            for name in sorted(avoid.difference(known)):
                raise RoutineNotFound(name, known, what="spot or region")

    def stop_problems(self, routine: Routine) -> Iterator[Problem]:
        """What is wrong with a routine of the right shape: stops that cannot be."""
        spots = self.spots
        visited: set[str] = set()
        for number, stop in enumerate(routine.stops):
            key = ("stops", number)
            if stop.spot in visited:
                yield (*key, "spot"), f"{stop.spot} is visited twice, and a spot is visited once"
            visited.add(stop.spot)
            if stop.spot not in spots:
                hint = did_you_mean(stop.spot, spots)
                yield (
                    (*key, "spot"),
                    f"there is no spot {stop.spot!r}{hint}",
                )
            elif (spot := self.spot(stop.spot)).way(stop.tool, stop.place) is None:
                ways = " or ".join(
                    f"{', '.join(way.tools)} ({way.place})" for way in spot.ways.values()
                )
                yield key, f"{stop.spot} cannot be worked so; its ways are {ways}"

    def _all(self, relative: str) -> list[Path]:
        found = [folder / relative for folder in self.folders if (folder / relative).is_file()]
        if not found:
            path = self.folders[-1] / relative
            raise AuthorError(path, [Mistake(1, "", "this file is missing")])
        return found

    def _names(self, kind: str) -> list[str]:
        return sorted(
            {path.stem for folder in self.folders for path in (folder / kind).glob("[!.]*.toml")}
        )


class _Part(NamedTuple):
    """One thing that was picked."""

    name: str
    words: RoutineWords
    stops: tuple[Stop, ...]
    pace: PaceName


def open_library(*folders: Path) -> Library:
    """What comes with coach, and before it what lies in these folders, if they are there."""
    return Library((*(folder for folder in folders if folder.is_dir()), shipped("scripts")))


def _check_letters(name: str, path: Path) -> None:
    """The name of a routine stands in tags and in the log, so it has to be text."""
    try:
        name.encode()
    except UnicodeEncodeError as error:
        problem = "the file's name is not UTF-8; give it another, such as mine.toml"
        raise AuthorError(path, [Mistake(1, "", problem)]) from error


@cache
def _spot(library: Library, name: str) -> Spot:
    def problems(spot: Spot) -> Iterator[Problem]:
        yield from spot_problems(spot)
        yield from spot_rule_problems(spot, name, library.rules())

    return read_toml(library.find(f"spots/{name}.toml"), Spot, check=problems)


@cache
def _rules(library: Library) -> Rules:
    return read_toml(library.folders[-1] / "safety.toml", Rules, check=rules_problems)


@cache
def _spot_words(library: Library, name: str) -> SpotWords:
    def problems(words: SpotWords) -> Iterator[Problem]:
        yield from spot_words_problems(words)
        yield from _mismatches(library.spot(name), words)

    return read_toml(
        library.find(f"{library.language}/spots/{name}.toml"), SpotWords, check=problems
    )


def _way(spot: Spot, stop: Stop, pick: Pick) -> tuple[str, Way] | None:
    """The way that keeps most of what the stop says, and all that the listener wishes."""
    tool, place = pick.tool or stop.tool, pick.place or stop.place
    return (
        spot.way(tool, place)
        or (spot.way(pick.tool, stop.place) if not pick.place else None)
        or (spot.way(stop.tool, pick.place) if not pick.tool else None)
        or spot.way(pick.tool, pick.place)
    )


def _mismatches(spot: Spot, words: SpotWords) -> Iterator[Problem]:
    for name in (name for name in spot.ways if name not in words.position):
        yield ("position",), f"{name} is missing: the spot has a way of that name"
    for name in (name for name in words.position if name not in spot.ways):
        hint = did_you_mean(name, spot.ways)
        yield ("position", name), f"the spot has no way {name}{hint}"
    if spot.sides == "middle":
        yield from _sides_told(words)
    if words.roll is None and any(way.technique == "rolls" for way in spot.ways.values()):
        yield (), "roll is missing: the spot has a way with rolls"


def _sides_told(words: SpotWords) -> Iterator[Problem]:
    spoken: dict[Key, str] = {
        ("find",): words.find,
        ("test",): words.test,
        ("retest",): words.retest,
    }
    spoken |= {("position", name): line for name, line in words.position.items()}
    for key, line in spoken.items():
        if "{" in line:
            yield key, "tells a side, and the spot is in the middle"
