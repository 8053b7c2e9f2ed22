"""The library: where spots, routines and words are found, and what a listener picks of them."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from coach.choices import LANGUAGE, Place, Tool
from coach.content.cards import Card, routine_card, spot_card
from coach.content.commands import Commands, Unknown, commands_problems, knows_all
from coach.content.entry import Entry, Pick, Picked, Visit, common, minutes_together, stops_once
from coach.content.finder import Finder, Matches
from coach.content.finding import FindingWords, finding_problems
from coach.content.forms import Forms
from coach.content.languages import list_languages
from coach.content.lesson import Lesson, lesson_problems
from coach.content.limits import stop_limit_problems
from coach.content.offering import name_not_found, spot_hint
from coach.content.phonemes import SaidAs, said_problems
from coach.content.phrasebook import Phrasebook, phrasebook_problems
from coach.content.routine import Routine, Stop
from coach.content.safety import (
    Rules,
    SafetyWords,
    rules_problems,
    safety_words_problems,
    spot_rule_problems,
)
from coach.content.screen_words import ScreenWords, screen_problems
from coach.content.spot import Spot, Way, spot_problems
from coach.content.spot_words import (
    RoutineWords,
    SpotWords,
    mismatch_problems,
    spot_words_problems,
)
from coach.content.translation import incomplete
from coach.content.wording import Line, fill
from coach.disk import Check, Problem, read_layers, read_toml, shipped
from coach.errors import (
    AuthorError,
    LanguageIncomplete,
    Mistake,
    NothingLeft,
    RequestError,
    RoutineNotFound,
    did_you_mean,
)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Library:
    """Folders of spots, routines and words, of one layout; what an earlier one has comes first.

    ``spots/NAME.toml`` and ``routines/NAME.toml`` hold the facts, ``LANGUAGE/spots/NAME.toml`` and
    ``LANGUAGE/routines/NAME.toml`` the words of the same names, ``LANGUAGE/lessons/NAME.toml``
    what is told and not done, ``LANGUAGE/phrasebook.toml``,
    ``LANGUAGE/pronunciation.toml``, ``LANGUAGE/phonemes.toml``, ``LANGUAGE/commands.toml`` and
    ``LANGUAGE/finding.toml`` the rest; of these an earlier folder may hold parts only.
    """

    folders: tuple[Path, ...]
    language: str = LANGUAGE
    is_filled: bool = False
    """Whether what the language lacks is taken from English, to see what is wrong with the rest."""

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
        return _phrasebook(self)

    @property
    def english(self) -> "Library":
        """What ships in English."""
        return Library(self.folders[-1:])

    def word_files(self, file: str) -> list[Path]:
        """The files of this name in the folders of the language, such as ``spots/feet``."""
        return self._there(f"{self.language}/{file}.toml")

    def words_of(self, file: str) -> dict[str, Any]:
        """All that the language has in a file, as it stands there; empty without such a file."""
        paths = self.word_files(file)
        return read_layers(paths, dict[str, Any], skips_empty=True) if paths else {}

    def stops_of(self, name: str) -> list[str]:
        """The spots that a routine visits, in order."""
        stops = self.routine(self.find(f"routines/{name}.toml")).stops
        return [stop.spot for stop in stops]

    def pronunciation(self) -> dict[str, str]:
        """Words that engines say wrong, with spellings that they say right."""
        paths = self._there(f"{self.language}/pronunciation.toml")
        return read_layers(paths, dict[str, Line]) if paths else {}

    def phonemes(self) -> dict[str, str]:
        """Words that the natural voice says wrong, and how they are said; none may be told."""
        paths = self._there(f"{self.language}/phonemes.toml")
        return read_layers(paths, dict[str, SaidAs], check=said_problems) if paths else {}

    def commands(self, unknown_words: Unknown = knows_all) -> Commands:
        """What can be said while a session plays, held against what can be understood."""
        paths = self._all(f"{self.language}/commands.toml")
        check = partial(commands_problems, unknown_words=unknown_words)
        return read_layers(paths, Commands, check=check)

    def finding(self) -> FindingWords:
        """The words that people type to find something; none where no folder has them."""
        paths = self._there(f"{self.language}/finding.toml")
        check = partial(finding_problems, routines=self.routines, spots=self.spots)
        if not paths:
            return FindingWords()
        return read_layers(paths, FindingWords, check=check, skips_empty=True)

    def finder(self) -> Finder:
        """What finds routines and spots by words; of what is wrong in its file it knows nothing.

        Raises:
            AuthorError: The phrasebook, or the file of the words for finding, is wrong.
        """
        book = self.phrasebook()
        routines = [
            routine_card(
                entry.name,
                entry.words,
                {visit.name: (visit.tool, visit.way.place) for visit in entry.visits},
                book,
                besides=[thing for visit in entry.visits for thing in visit.things],
            )
            for entry in self._right(self.entry, self.routines)
        ]
        return replace(self._spot_finder(book), routines=routines)

    def look_up(self, text: str) -> Matches:
        """What fits a text, such as "typing"; of an empty one, everything.

        Raises:
            NothingFound: Nothing does; tells the nearest words.
            AuthorError: See `finder`.
        """
        if not text.strip():
            return Matches(tuple(self.routines), tuple(self.spots), tuple(self.routines))
        finder = self.finder()
        found = finder.find(text)
        if not found and not found.referral:
            raise finder.nothing_found(text)
        return found

    def _spot_finder(self, book: Phrasebook) -> Finder:
        def card(name: str) -> Card:
            return spot_card(name, self.spot(name), self.spot_words(name), book)

        return Finder(self.finding(), (), list(self._right(card, self.spots)))

    @staticmethod
    def _right(read: Callable[[str], _T], names: Iterable[str]) -> Iterator[_T]:
        """What is read of these names, but for what is wrong in its file."""
        for name in names:
            with suppress(AuthorError):
                yield read(name)

    def rules(self) -> Rules:
        """What every spot and session keeps to; only those that ship, which nobody loosens."""
        return _rules(self)

    def forms(self) -> Forms:
        """The forms that names have; of a phrasebook that is wrong, as far as they can be read."""
        try:
            return self.phrasebook().forms
        except AuthorError:
            with suppress(AuthorError):
                return read_layers(self._all(f"{self.language}/phrasebook.toml"), _FormsAlone).forms
            return Forms()

    def screen(self) -> ScreenWords:
        """What is shown and printed; what the language lacks is taken from English."""
        return _screen(self)

    def safety_words(self) -> SafetyWords:
        """What is said and printed of safety."""
        paths = self._in_words("safety", slice(-1, None))
        return self._read(paths, SafetyWords, safety_words_problems)

    def spot(self, name: str) -> Spot:
        """The facts of a spot."""
        return _spot(self, name)

    def spot_words(self, name: str) -> SpotWords:
        """The words of a spot, held against its facts."""
        return _spot_words(self, name)

    def lesson(self, name: str) -> Lesson:
        """What is told in a lesson."""
        path = self.find(f"{self.language}/lessons/{name}.toml")
        check = partial(lesson_problems, language=self.phrasebook().language)
        return self._read([path], Lesson, check)

    def entry(self, name: str) -> Entry:
        """One routine, or a lesson, as it stands; see `gather`."""
        return self.gather(Pick((name,)))

    def gather(self, pick: Pick) -> Entry:
        """What the listener picks, as one routine: a spot of two routines is visited once.

        Raises:
            RoutineNotFound: A name is known for nothing.
            RequestError: A lesson is picked, and something to do with it.
            NothingLeft: The wishes leave no stop.
            AuthorError: A file is wrong.
        """
        self._check_names(pick)
        if not set(self.lessons).isdisjoint(pick.names):
            return self._lesson_entry(pick)
        parts = [
            *(self._part(name) for name in pick.names),
            *(self._spot_part(name) for name in pick.spots),
        ]
        visits: list[Visit] = []
        left_out: list[str] = []
        for stop in stops_once(parts):
            visit = self._visit(stop, pick)
            if isinstance(visit, Visit):
                visits.append(visit)
            else:
                left_out.append(visit)
        name = "-".join(part.name for part in parts)
        if not visits:
            raise NothingLeft(name, left_out)
        return Entry(
            name,
            self._joined([part.words for part in parts]),
            tuple(visits),
            common(part.routine.pace for part in parts) or "even",
            tuple(left_out),
            minutes_together(parts, pick),
            tuple(part.words.title for part in parts),
            common(part.routine.bed for part in parts),
            common(part.routine.talk for part in parts),
            any(part.routine.teaches for part in parts),
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

    def _part(self, name: str) -> Picked:
        if name.endswith(".toml"):
            path = Path(os.path.expanduser(name))
            return self._routine_part(path.stem, path)
        if name in self.routines:
            return self._routine_part(name, self.find(f"routines/{name}.toml"))
        return self._spot_part(name)

    def _routine_part(self, name: str, path: Path) -> Picked:
        _check_letters(name, path)
        routine = self.routine(path)
        return Picked(name, self._routine_words(name, routine), routine)

    def _routine_words(self, name: str, routine: Routine) -> RoutineWords:
        if routine.title is not None:
            return RoutineWords(routine.title, routine.purpose or "")
        relative = f"{self.language}/routines/{name}.toml"
        if any((folder / relative).is_file() for folder in self.folders):
            return self._read([self.find(relative)], RoutineWords)
        return RoutineWords(name.replace("-", " ").capitalize(), routine.purpose or "")

    def _spot_part(self, name: str) -> Picked:
        words = self.spot_words(name)
        book = self.phrasebook()
        title = fill(book.titles.alone, {"name": words.name} | _plain(words, book))
        return Picked(name, RoutineWords(title, words.name, words.place), Routine((Stop(name),)))

    def _joined(self, words: Sequence[RoutineWords]) -> RoutineWords:
        if len(words) == 1:
            return words[0]
        first, *others = words
        titles = [first.title, *(one.joined or one.title for one in others)]
        return RoutineWords(self.phrasebook().listed(titles), "")

    def _visit(self, stop: Stop, pick: Pick) -> Visit | str:
        """The stop as the listener wants it, or why it is left out."""
        spot, words = self.spot(stop.spot), self.spot_words(stop.spot)
        if {stop.spot, spot.region} & pick.avoid:
            book = self.phrasebook()
            return fill(book.notes.avoided, _plain(words, book))
        found = _way(spot, stop, pick)
        if found is None:
            return self._impossible(words, pick)
        name, way = found
        tool = pick.tool or (stop.tool if stop.tool in way.tools else way.tools[0])
        assert tool is not None
        return Visit(stop.spot, spot, words, name, way, tool, stop, pick.side)

    def _impossible(self, words: SpotWords, pick: Pick) -> str:
        """Why a spot is left out that does not go as it is wished."""
        book = self.phrasebook()
        notes, blanks = book.notes, _plain(words, book)
        if pick.tool:
            blanks["tool"] = book.tools[pick.tool].a
        if pick.place:
            blanks |= book.place_blanks(pick.place)
        with_tool = notes.not_with_at if pick.place else notes.not_with
        return fill(with_tool if pick.tool else notes.not_at, blanks)

    def _check_names(self, pick: Pick) -> None:
        """Refuse names that are none, and tell what there is for them."""
        if pick.avoid:
            known = [*self.spots, *self.regions]
            self._check_known(sorted(pick.avoid), known, what="spot or region")
        named = [name for name in pick.names if not name.endswith(".toml")]
        self._check_known(named, [*self.routines, *self.lessons, *self.spots], what="routine")
        self._check_known(pick.spots, self.spots, what="spot")

    def _check_known(self, names: Sequence[str], known: Sequence[str], *, what: str) -> None:
        unknown = [name for name in names if name not in known]
        if not unknown:
            return
        with suppress(AuthorError):
            raise name_not_found(names, unknown[0], known, what=what, finder=self.finder())
        raise RoutineNotFound(unknown[0], known, what=what)

    def _spot_hint(self, name: str) -> str:
        """The end of a sentence about a spot that there is not."""
        with suppress(AuthorError):
            return spot_hint(name, self.spots, finder=self._spot_finder(self.phrasebook()))
        return did_you_mean(name, self.spots)

    def stop_problems(self, routine: Routine) -> Iterator[Problem]:
        """What is wrong with a routine of the right shape: stops that cannot be."""
        spots = self.spots
        visited: set[tuple[str, Tool | None, Place | None]] = set()
        for number, stop in enumerate(routine.stops):
            key = ("stops", number)
            so = (stop.spot, stop.tool, stop.place)
            if so in visited:
                told = f"{stop.spot} is visited twice in the same way; say another tool or place"
                yield (*key, "spot"), told
            visited.add(so)
            if stop.spot not in spots:
                problem = f"there is no spot {stop.spot!r}{self._spot_hint(stop.spot)}"
                yield (*key, "spot"), problem
            elif (spot := self.spot(stop.spot)).way(stop.tool, stop.place) is None:
                ways = " or ".join(
                    f"{', '.join(way.tools)} ({way.place})" for way in spot.ways.values()
                )
                yield key, f"{stop.spot} cannot be worked so; its ways are {ways}"
        known = {stop.spot: self.spot(stop.spot) for stop in routine.stops if stop.spot in spots}
        yield from stop_limit_problems(routine.stops, known, self.rules())

    def _in_words(self, file: str, part: slice = slice(None)) -> list[Path]:
        """The files of words of this name; where it is filled, English ones beneath them.

        Args:
            file: Without its end.
            part: Which of a language.
        """
        own, english = f"{self.language}/{file}.toml", f"{LANGUAGE}/{file}.toml"
        if not self.is_filled or self.language == LANGUAGE:
            return self._all(own)[part]
        return [*self._there(own)[part], *self._all(english)[part]]

    def _read(self, paths: Sequence[Path], kind: type[_T], check: Check[_T] | None = None) -> _T:
        """Read files of words; what a language still lacks is told as that.

        Raises:
            LanguageIncomplete: Lines are missing, and nothing else is wrong.
            AuthorError: Something is.
        """
        try:
            own = sum(self.language in path.parts for path in paths) if self.is_filled else None
            return read_layers(paths, kind, check=check, skips_empty=True, heeded=own)
        except AuthorError as error:
            if self.language != LANGUAGE and all(map(_is_missing, error.mistakes)):
                raise self._incomplete(paths) or error from error
            raise

    def _incomplete(self, paths: Sequence[Path]) -> LanguageIncomplete | None:
        """What to tell where these files are of a language that lacks lines in them."""
        if self.language == LANGUAGE:
            return None
        inside = (path.parts for path in paths if self.language in path.parts)
        files = {"/".join(parts[parts.index(self.language) + 1 :]) for parts in inside}
        return incomplete(self, {file.removesuffix(".toml") for file in files})

    def _there(self, relative: str) -> list[Path]:
        return [folder / relative for folder in self.folders if (folder / relative).is_file()]

    def _all(self, relative: str) -> list[Path]:
        found = self._there(relative)
        if not found:
            path = self.folders[-1] / relative
            missing = AuthorError(path, [Mistake(1, "", "this file is missing")])
            raise self._incomplete([path]) or missing
        return found

    def _names(self, kind: str) -> list[str]:
        return sorted({name for folder in self.folders for name in _toml_names(folder / kind)})


def _is_missing(mistake: Mistake) -> bool:
    return mistake.problem.endswith("is missing")


def _toml_names(folder: Path) -> list[str]:
    """The names of what lies in a folder, if it is there: they are asked for again and again."""
    found = os.listdir(folder) if folder.is_dir() else []
    return [name.removesuffix(".toml") for name in found if fnmatch(name, "[!.]*.toml")]


def open_library(*folders: Path, language: str = LANGUAGE) -> Library:
    """What comes with coach, and before it what lies in these folders, if they are there.

    Raises:
        RequestError: There is no such language; tells the nearest.
    """
    there = (*(folder for folder in folders if folder.is_dir()), shipped("scripts"))
    if language != LANGUAGE and language not in (known := list_languages(there)):
        hint = did_you_mean(language, known)
        told = f"there is no language {language!r}; there are {', '.join(known)}{hint}"
        raise RequestError(told)
    return Library(there, language)


def _check_letters(name: str, path: Path) -> None:
    """The name of a routine stands in tags and in the log, so it has to be text."""
    try:
        name.encode()
    except UnicodeEncodeError as error:
        problem = "the file's name is not UTF-8; give it another, such as mine.toml"
        raise AuthorError(path, [Mistake(1, "", problem)]) from error


def _plain(words: SpotWords, book: Phrasebook) -> dict[str, str]:
    """What tells a spot without its side, in all its forms."""
    return book.forms.filling("plain", words.plain)


@cache
def _spot(library: Library, name: str) -> Spot:
    def problems(spot: Spot) -> Iterator[Problem]:
        yield from spot_problems(spot)
        yield from spot_rule_problems(spot, name, library.rules())

    return read_toml(library.find(f"spots/{name}.toml"), Spot, check=problems)


@cache
def _rules(library: Library) -> Rules:
    return read_toml(library.folders[-1] / "safety.toml", Rules, check=rules_problems)


class _FormsAlone(Struct, frozen=True):
    """Of a phrasebook nothing but the forms, whatever else stands in it."""

    forms: Forms = Forms()


@cache
def _phrasebook(library: Library) -> Phrasebook:
    def problems(book: Phrasebook) -> Iterator[Problem]:
        yield from phrasebook_problems(book)
        if book.language.code != library.language:
            folder = f"its folder is called {library.language}, and so is the language"
            yield ("language", "code"), folder

    return library._read(library._in_words("phrasebook"), Phrasebook, problems)


@cache
def _screen(library: Library) -> ScreenWords:
    own = library._there(f"{library.language}/screen.toml")
    english = [] if library.language == LANGUAGE else library._there(f"{LANGUAGE}/screen.toml")
    try:
        book = library.phrasebook()
    except LanguageIncomplete:  # what is shown falls back line by line
        book = replace(library, is_filled=True).phrasebook()
    check = partial(screen_problems, book=book)
    return read_layers([*own, *english], ScreenWords, check=check, skips_empty=True)


@cache
def _spot_words(library: Library, name: str) -> SpotWords:
    def problems(words: SpotWords) -> Iterator[Problem]:
        yield from spot_words_problems(words, library.forms())
        yield from mismatch_problems(words, library.spot(name))

    paths = library._in_words(f"spots/{name}", slice(1))
    return library._read(paths, SpotWords, problems)


def _way(spot: Spot, stop: Stop, pick: Pick) -> tuple[str, Way] | None:
    """The way that keeps most of what the stop says, and all that the listener wishes."""
    tool, place = pick.tool or stop.tool, pick.place or stop.place
    return (
        spot.way(tool, place)
        or (spot.way(pick.tool, stop.place) if not pick.place else None)
        or (spot.way(stop.tool, pick.place) if not pick.tool else None)
        or spot.way(pick.tool, pick.place)
    )
