"""Checking: every mistake of every file at once, before anybody lies down and listens."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from coach.authoring.settings import SETTINGS_FILE, read_settings
from coach.content import (
    Lesson,
    Library,
    Phrasebook,
    Pick,
    Routine,
    RoutineWords,
    Rules,
    SafetyWords,
    SpotWords,
    is_complete,
    lesson_problems,
    list_languages,
    rules_problems,
    safety_words_problems,
    spot_words_problems,
)
from coach.disk import Problem, read_toml
from coach.errors import AuthorError, Mistake, did_you_mean, reason_of
from coach.hearing import unknown_words
from coach.script import Sheet, Wishes, write_script

_T = TypeVar("_T")
LAYERS = ("phrasebook", "screen", "pronunciation", "phonemes", "commands", "finding")
LAYERED = tuple(f"{kind}.toml" for kind in LAYERS)
"""Files of words that may hold parts only."""
Found = dict[Path, list[Mistake]]
"""The files that were looked at, in that order, each with its mistakes by line."""


def check_all(library: Library) -> Found:
    """Check everything that a library finds, and write every routine as a script.

    Of what ships, every other language that says that it is complete is checked as well.
    """
    found, shipped = check_one_language(library), library.folders[-1:]
    for language in list_languages(shipped):
        if language != library.language and is_complete(language, shipped):
            found |= check_one_language(Library(shipped, language))
    return found


def check_one_language(library: Library) -> Found:
    """Check what a library finds in its own language, and write every routine as a script."""
    checker = _Checker(library)
    checker.safety()
    for kind in LAYERS:
        checker.layers(kind)
    for name in library.spots:
        checker.spot(name)
    if not library.is_filled:  # they are the same in every language
        for path in _first_of(library, "routines"):
            checker.routine(path)
    for kind in ("spots", "routines"):
        for path in _first_of(library, f"{library.language}/{kind}"):
            checker.words(kind, path)
    for path in _first_of(library, f"{library.language}/lessons"):
        checker.lesson(path)
    return by_line(checker.found)


def check_files(paths: Iterable[Path], library: Library) -> Found:
    """Check files: each as what its name and its folder say, or else as a routine.

    Args:
        paths: The files. What they need from other files is checked as well; of those, only the
            ones with mistakes are among what is found.
        library: Where else spots and words are looked for than in the folders around a file.
    """
    found: Found = {}
    checkers: dict[Library, _Checker] = {}
    given = {path.absolute(): path for path in paths}
    for path in given:
        found.setdefault(path, [])
        if problem := _unreadable(path):
            found[path].append(Mistake(1, "", problem))
            continue
        place = _place(path, library)
        around = _library_around(place, library)
        _check_one(path, place, checkers.setdefault(around, _Checker(around, found)))
    kept = {path: wrong for path, wrong in found.items() if wrong or path in given}
    return by_line({given.get(path, path): wrong for path, wrong in kept.items()})


class _Place(NamedTuple):
    """What a file is, by its name and its folder."""

    kind: str = ""
    """``spots``, ``routines``, ``lessons``, or the stem of a file that has one name everywhere."""
    root: Path | None = None
    """The folder that is laid out as a library."""
    language: str = ""
    """For words, theirs."""


def _place(path: Path, library: Library) -> _Place:
    folder = path.parent
    if path.name in LAYERED:
        return _Place(path.stem, folder.parent, folder.name)
    if path.name == "safety.toml":
        return _Place(path.stem, None, folder.name if _is_language(folder, library) else "")
    if path.name == SETTINGS_FILE:
        return _Place(path.stem)
    if folder.name not in ("spots", "routines", "lessons"):
        return _Place()
    if _is_language(folder.parent, library):
        return _Place(folder.name, folder.parent.parent, folder.parent.name)
    return _Place(folder.name, folder.parent)


def _is_language(folder: Path, library: Library) -> bool:
    """Whether a folder holds words: one of its name, or a phrasebook, or facts are beside it."""
    known = any((root / folder.name / "phrasebook.toml").is_file() for root in library.folders)
    facts = any((folder.parent / kind).is_dir() for kind in ("spots", "routines"))
    return known or facts or (folder / "phrasebook.toml").is_file()


def _library_around(place: _Place, library: Library) -> Library:
    language = place.language or library.language
    if place.root in (None, library.folders[0]):
        return replace(library, language=language)
    assert place.root is not None
    return Library((place.root, *library.folders), language)


def _check_one(path: Path, place: _Place, checker: "_Checker") -> None:
    match place.kind, bool(place.language):
        case kind, _ if kind in LAYERS:
            checker.layers(kind)
        case "safety", False:
            checker.look(path, lambda: read_toml(path, Rules, check=rules_problems))
        case "safety", True:
            checker.look(path, partial(_read_safety_words, path))
        case "coach", _:
            checker.look(path, lambda: read_settings(path))
        case ("spots" | "routines") as kind, True:
            checker.words(kind, path)
        case "lessons", _:
            checker.lesson(path)
        case "spots", False:
            checker.spot(path.stem)
        case _:
            checker.routine(path)


def _read_safety_words(path: Path) -> SafetyWords:
    return read_toml(path, SafetyWords, check=safety_words_problems, skips_empty=True)


def _unreadable(path: Path) -> str:
    """Why a path is no file to be read; empty if it is one."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return f"cannot be read: {reason_of(error)}"
    if stat.S_ISDIR(mode):
        return "is a folder; name the files in it, or check all of it as a library"
    if not stat.S_ISREG(mode):
        return "is no ordinary file"
    return "" if path.suffix == ".toml" else "should have a name that ends in .toml"


def _first_of(library: Library, relative: str) -> list[Path]:
    """The files of a folder of the library: of each name the one that goes before the others."""
    folders = reversed([folder / relative for folder in library.folders])
    found = {path.name: path for folder in folders for path in folder.glob("[!.]*.toml")}
    return [path for _, path in sorted(found.items())]


def by_line(found: Found) -> Found:
    """Each mistake once, in the order of the lines."""
    return {path: sorted(set(wrong)) for path, wrong in found.items()}


def _reading(kind: str, library: Library) -> Callable[[], object]:
    """What reads a file of words of a library, with all that it is laid over."""
    match kind:
        case "phrasebook":
            return library.phrasebook
        case "screen":
            return library.screen
        case "pronunciation":
            return library.pronunciation
        case "phonemes":
            return library.phonemes
        case "finding":
            return library.finding
    return partial(library.commands, partial(unknown_words, language=library.language))


@dataclass
class _Checker:
    """Looks at the files of one library."""

    library: Library
    found: Found = field(default_factory=dict)
    _right: dict[str, bool] = field(default_factory=dict)
    """The spots that were looked at, and whether they and their words are right."""

    def note(self, path: Path, *mistakes: Mistake) -> None:
        """Note what was found in a file."""
        self.found.setdefault(path, []).extend(mistakes)

    def look(self, path: Path, reading: Callable[[], _T]) -> _T | None:
        """What the file reads as; None, and its mistakes are noted, if it is wrong."""
        self.note(path)
        if problem := _unreadable(path):
            self.note(path, Mistake(1, "", problem))
            return None
        try:
            return reading()
        except AuthorError as error:  # of this file, or of one that it needs
            self.note(error.path, *error.mistakes)
        except RecursionError:
            self.note(path, Mistake(1, "", "is nested too deeply to be read"))
        return None

    def safety(self) -> tuple[Rules | None, SafetyWords | None]:
        """Look at the rules and the words of safety."""
        rules = self.library.folders[-1] / "safety.toml"
        words = self._path(f"{self.library.language}/safety.toml", last=True)
        return self.look(rules, self.library.rules), self.look(words, self.library.safety_words)

    def layers(self, kind: str) -> None:
        """Look at each file of words of this kind, with what it is laid over."""
        folders = self.library.folders
        for number in reversed(range(len(folders))):
            path = folders[number] / f"{self.library.language}/{kind}.toml"
            layer = replace(self.library, folders=folders[number:])
            if path.is_file():
                self.look(path, _reading(kind, layer))

    def spot(self, name: str) -> bool:
        """Look at a spot and its words; whether they are right."""
        if name not in self._right:
            facts = self.look(self._path(f"spots/{name}.toml"), lambda: self.library.spot(name))
            words = self._spot_words(name, known=facts is not None)
            self._right[name] = None not in (facts, words)
        return self._right[name]

    def _spot_words(self, name: str, *, known: bool) -> SpotWords | None:
        """The words of a spot, held against its facts if these are known."""
        relative = f"{self.library.language}/spots/{name}.toml"
        path = self._path(relative)
        if not os.path.lexists(path):
            facts = self._path(f"spots/{name}.toml")
            place = facts.parent.parent / relative
            self.note(facts, Mistake(1, "", f"has no words; they belong in {place}"))
            return None
        if known:
            return self.look(path, lambda: self.library.spot_words(name))
        return self.look(path, lambda: self._alone(path))

    def _alone(self, path: Path) -> SpotWords:
        """The words of a spot of which nothing else is known."""
        check = partial(spot_words_problems, forms=self.library.forms())
        return read_toml(path, SpotWords, check=check, skips_empty=True)

    def words(self, kind: str, path: Path) -> None:
        """Look at the words of a spot or a routine, which has to be there."""
        named = self.library.spots if kind == "spots" else self.library.routines
        if path.stem not in named:
            hint = did_you_mean(path.stem, named)
            problem = f"there is no {kind.removesuffix('s')} {path.stem!r} to have words{hint}"
            self.note(path, Mistake(1, "", problem))
        if kind == "routines":
            self.look(path, lambda: read_toml(path, RoutineWords, skips_empty=True))
        elif path.stem in named:
            self.spot(path.stem)
        else:
            self._spot_words(path.stem, known=False)

    def lesson(self, path: Path) -> None:
        """Look at a lesson, whose name nothing else may have."""
        for kind, named in (("routine", self.library.routines), ("spot", self.library.spots)):
            if path.stem in named:
                problem = f"the {kind} {path.stem!r} hides it: one of the two needs another name"
                self.note(path, Mistake(1, "", problem))
        self.look(path, lambda: self._lesson(path))

    def _lesson(self, path: Path) -> Lesson:
        check = partial(lesson_problems, language=self.library.phrasebook().language)
        return read_toml(path, Lesson, check=check, skips_empty=True)

    def routine(self, path: Path) -> None:
        """Look at a routine and, if it is right with all its spots, at the time that it takes."""
        routine = self.look(path, lambda: read_toml(path, Routine, check=self._stop_problems))
        if routine is not None and all(self.spot(stop.spot) for stop in routine.stops):
            self.look(path, lambda: self._written(path))

    def _stop_problems(self, routine: Routine) -> Iterator[Problem]:
        """The problems of all stops but those whose spots are wrong themselves."""
        spots = self.library.spots
        kept = [
            number
            for number, stop in enumerate(routine.stops)
            if stop.spot not in spots or self.spot(stop.spot)
        ]
        stops = tuple(routine.stops[number] for number in kept)
        sound = msgspec.structs.replace(routine, stops=stops)
        for (table, number, *rest), problem in self.library.stop_problems(sound):
            yield (table, kept[int(number)], *rest), problem

    def _written(self, path: Path) -> None:
        """Write the whole routine as a script, which finds what is wrong with its spots' words."""
        if self._sheet_parts is None:
            return
        book, safety, rules = self._sheet_parts
        entry = self.library.gather(Pick((str(path),)))
        write_script(Sheet(entry, book, safety, rules, Wishes(whole=True)))

    @cached_property
    def _sheet_parts(self) -> tuple[Phrasebook, str, Rules] | None:
        """What every script is written from, beside its routine; None if any of it is wrong."""
        language, library = self.library.language, self.library
        book = self.look(self._path(f"{language}/phrasebook.toml"), library.phrasebook)
        rules, words = self.safety()
        if book is None or words is None or rules is None:
            return None
        return book, words.first, rules

    def _path(self, relative: str, *, last: bool = False) -> Path:
        """The first file of this name, or the last; where it belongs if there is none."""
        paths = [folder / relative for folder in self.library.folders]
        there = [path for path in paths if os.path.lexists(path)]
        return (there or paths[-1:])[-1 if last else 0]
