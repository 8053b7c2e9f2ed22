"""Translation: which lines of a language are not there yet, held against English."""

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from coach.choices import LANGUAGE
from coach.content.forms import BARE_FORM
from coach.content.safety import Rules
from coach.disk import Key, value_at
from coach.errors import LanguageIncomplete, Mistake
from coach.installing import check_words

FILES = ("phrasebook", "screen", "safety", "finding")
FOLDERS = ("spots", "routines", "lessons")
"""Where the lines are that every language has; beside them it may have spellings and commands."""
FACTS = frozenset({"routines", "spots", "regions", "breaths"})
"""What stands among the words and is the same in every language."""
OF_ITS_OWN = frozenset({("phrasebook", "language"), ("phrasebook", "forms")})
"""What each language has of its own, and no translation of."""
MAY_LACK = frozenset({("spots", "title"), ("routines", "joined")})


class Worded(Protocol):
    """What has words in a language: a library."""

    @property
    def language(self) -> str:
        """Its code."""

    @property
    def english(self) -> "Worded":
        """What ships in English."""

    @property
    def spots(self) -> list[str]:
        """Their names; so the next two."""

    @property
    def routines(self) -> list[str]:
        """See `spots`."""

    @property
    def lessons(self) -> list[str]:
        """See `spots`."""

    def words_of(self, file: str) -> dict[str, Any]:
        """All that the language has in a file."""

    def stops_of(self, name: str) -> list[str]:
        """The spots that a routine visits."""

    def rules(self) -> Rules:
        """What every session keeps to."""


class EnglishLine(NamedTuple):
    """A line of English, or several wordings of it, or its forms."""

    file: str
    """Within the folder of the language, without its end: ``spots/feet``."""
    key: Key
    english: Any

    @property
    def kind(self) -> str:
        """The folder of its file, or the file itself."""
        return self.file.partition("/")[0]

    @property
    def is_needed(self) -> bool:
        """Whether every language has it."""
        return (self.kind, self.key[0]) not in MAY_LACK


def english_lines(library: Worded) -> Iterator[EnglishLine]:
    """All lines that can be translated, in the order of the files that ship."""
    english = library.english
    names = {"spots": english.spots, "routines": english.routines, "lessons": english.lessons}
    files = [*FILES, *(f"{folder}/{name}" for folder in FOLDERS for name in names[folder])]
    for file in files:
        for key, line in _leaves((), english.words_of(file)):
            if (file, key[0]) not in OF_ITS_OWN:
                yield EnglishLine(file, key, line)
        if file == "safety":
            for rule in english.rules().excluded:
                yield EnglishLine(file, ("excluded", rule.name), rule.why)


def untranslated(library: Worded) -> list[EnglishLine]:
    """The lines that the language of a library lacks."""
    if library.language == LANGUAGE:
        return []
    there: dict[str, dict[str, Any]] = {}
    missing = []
    for line in english_lines(library):
        if line.file not in there:
            there[line.file] = library.words_of(line.file)
        if line.is_needed and value_at(there[line.file], line.key) is None:
            missing.append(line)
    return missing


def incomplete(library: Worded, files: Collection[str]) -> LanguageIncomplete | None:
    """What to tell of the lines that a language lacks in some of its files; None if it lacks none.

    Args:
        library: Of the language.
        files: Within the folder of the language, without their ends.
    """
    lacking = Counter(line.file for line in untranslated(library) if line.file in files)
    if not lacking:
        return None
    code, lines = library.language, lacking.total()
    where = ", ".join(f"{count} in {file}.toml" for file, count in lacking.items())
    told = (
        f"{code} lacks {lines} line{'' if lines == 1 else 's'} for this: {where}; "
        f"{check_words(code)} tells each"
    )
    path = Path(code, f"{next(iter(lacking))}.toml")
    return LanguageIncomplete(path, [Mistake(1, "", f"{lines} lines are missing")], told)


def needed_for(library: Worded, routines: Collection[str], spots: Collection[str]) -> list[str]:
    """The files without which sessions of these routines and spots cannot be heard."""
    visited = {stop for name in routines for stop in library.stops_of(name)}
    own = [f"routines/{name}" for name in routines]
    return ["phrasebook", "safety", *own, *(f"spots/{name}" for name in sorted({*visited, *spots}))]


def own_lines(library: Worded) -> Iterator[tuple[str, Key, str]]:
    """Every line that the language of a library has: its file, its key, and the line itself."""
    for file in dict.fromkeys(line.file for line in english_lines(library)):
        for key, value in _leaves((), library.words_of(file)):
            match value:
                case str():
                    yield file, key, value
                case list():
                    yield from ((file, (*key, number), one) for number, one in enumerate(value))
                case dict():
                    yield from ((file, (*key, form), one) for form, one in value.items())


def _leaves(above: Key, table: Any) -> Iterator[tuple[Key, Any]]:
    """Each line, each list of lines, and each line in several forms, with its key."""
    for name, value in table.items() if isinstance(table, dict) else enumerate(table):
        key = (*above, name)
        if name in FACTS:
            continue
        if _is_leaf(value):
            yield key, value
        elif isinstance(value, dict | list):
            yield from _leaves(key, value)


def _is_leaf(value: Any) -> bool:
    match value:
        case str():
            return True
        case list():
            return all(isinstance(one, str) for one in value)
        case dict():
            lines = all(isinstance(one, str) for one in value.values())
            return lines and not {BARE_FORM, "other"}.isdisjoint(value)
    return False
