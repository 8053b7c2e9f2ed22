"""Translated: what a language lacks, and what in it is wrong, or hard to follow by ear."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from coach.authoring.checking import Found, by_line, check_one_language
from coach.choices import LANGUAGE
from coach.content import (
    EnglishLine,
    Language,
    Library,
    english_lines,
    length_problems,
    own_lines,
    rule_problems,
    untranslated,
)
from coach.disk import Key, line_in
from coach.errors import AuthorError, Mistake

SPOKEN = {
    "phrasebook": ("moments", "brief", "bell", "answers", "tools"),
    "spots": (
        *("why", "leave_out", "leave_out_again", "keep_off", "test", "retest", "find", "position"),
        *("moments", "brief", "bell"),
    ),
    "lessons": ("chapters",),
    "safety": ("first", "later", "breath_hold"),
}
"""What is heard, by file and first key; the rest is read, where there is time to."""
SAFETY = ("leave_out", "leave_out_again", "keep_off", "first", "later", "breath_hold", "doctor")
"""What must not be missing above all."""
IS_MISSING = "is missing"
"""How a key is told that is not there: of a language that is told with its English instead."""
LONGEST_SHOWN = 120
"""Letters of the English that are told of what is missing."""

_SIDE, _OTHER = re.compile(r"\{side[}.]"), re.compile(r"\{other[}.]")
_PLACE, _NAME = re.compile(r"\{(plain|side)[}.]"), re.compile(r"\{name\}")


def check_translation(library: Library) -> Found:
    """Check one language of a library: that all is there, right, and to be followed by ear.

    What is not there is told with its English.
    """
    filled = replace(library, is_filled=library.language != LANGUAGE)
    folders = [folder / library.language for folder in library.folders]
    found: Found = {
        path: [one for one in wrong if not one.problem.endswith(IS_MISSING)]
        for path, wrong in check_one_language(filled).items()
        if any(path.is_relative_to(folder) for folder in folders)
    }
    for path, mistake in (*_missing(library, folders), *_hard_to_follow(library, folders)):
        found.setdefault(path, []).append(mistake)
    return by_line(found)


def _missing(library: Library, folders: Sequence[Path]) -> Iterator[tuple[Path, Mistake]]:
    for line in untranslated(library):
        path = _home(line.file, folders)
        safety = "a safety line, " if line.key[0] in SAFETY else ""
        problem = f"{safety}is not translated yet; {LANGUAGE}: {_shown(line)}"
        yield path, _mistake(path, line.key, problem)


def _hard_to_follow(library: Library, folders: Sequence[Path]) -> Iterator[tuple[Path, Mistake]]:
    language = _language(library)
    if language is None:
        return
    for key, problem in rule_problems(language):
        path = _home("phrasebook", folders)
        yield path, _mistake(path, ("language", *key), problem)
    english = {(line.file, line.key): line.english for line in english_lines(library)}
    for file, key, line in own_lines(library):
        kind = file.partition("/")[0]
        if key[0] in SPOKEN.get(kind, ()) and key[-1] != "title":
            path = _home(file, folders)
            same = english.get((file, key), line)
            sides = _side_problems(key, line, same if isinstance(same, str) else line)
            problems = (*sides, *length_problems(line, language))
            yield from ((path, _mistake(path, key, problem)) for problem in problems)


def _language(library: Library) -> Language | None:
    """The language as its phrasebook tells it; None where that cannot be read."""
    try:
        return replace(library, is_filled=library.language != LANGUAGE).phrasebook().language
    except AuthorError:
        return None


def _side_problems(key: Key, line: str, english: str) -> Iterator[str]:
    """A side that is lost, or comes later than in English: who has begun to move cannot go back."""
    if _SIDE.search(english) and not _SIDE.search(line):
        yield f"tells no side, which the English does: {english}"
    elif _tells_other_first(line) and not _tells_other_first(english):
        yield f"tells the other side first; in English the side that is worked is: {english}"
    if "announce" in f"{key[-2:]}":
        place, name = _PLACE.search(line), _NAME.search(line)
        if place is None or (name and name.start() < place.start()):
            yield "announces a place, so the place with its side comes first: {plain} or {side}"


def _tells_other_first(line: str) -> bool:
    side, other = _SIDE.search(line), _OTHER.search(line)
    return bool(side and other and other.start() < side.start())


def _mistake(path: Path, key: Key, problem: str) -> Mistake:
    told = ".".join(str(part + 1) if isinstance(part, int) else part for part in key)
    return Mistake(line_in(path, key), told, problem)


def _home(file: str, folders: Sequence[Path]) -> Path:
    """Where a file of words is, or where it belongs."""
    there = [path for folder in folders if (path := folder / f"{file}.toml").exists()]
    begun = next((folder for folder in folders if folder.is_dir()), folders[0])
    return there[0] if there else begun / f"{file}.toml"


def _shown(line: EnglishLine) -> str:
    told: Any = line.english
    if isinstance(told, dict):
        told = list(told.values())
    text = told if isinstance(told, str) else " / ".join(told)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]} …"
