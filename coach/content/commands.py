"""The spoken commands: what a listener says for each control, in one language."""

import re
from collections.abc import Callable, Iterable, Iterator, Set
from difflib import SequenceMatcher
from itertools import combinations
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import asdict

from coach.content.controls import Control
from coach.disk import ONE_LINE, Key, Problem

CommandPhrase = Annotated[str, Meta(max_length=60, pattern=ONE_LINE)]

CommandPhrases = Annotated[tuple[CommandPhrase, ...], Meta(min_length=1)]

Sore = Annotated[tuple[CommandPhrase, ...], Meta(min_length=11, max_length=11)]

WORDS = re.compile(r"[^\W\d_]+(?:[' ][^\W\d_]+)*")
"""What the recogniser takes: letters, and one space between words."""

FEWEST_WORDS, FEWEST_LETTERS = 3, 13
"""What is shorter is heard in the middle of other talk: "pause" in "because", and the like."""

TOO_ALIKE = 0.85
"""The share of letters, in order, that two phrases of different commands may have in common."""


class Commands(Struct, frozen=True, forbid_unknown_fields=True):
    """Whole phrases, any of which asks for the control."""

    pause: CommandPhrases
    go_on: CommandPhrases
    next: CommandPhrases
    back: CommandPhrases
    repeat: CommandPhrases
    longer: CommandPhrases
    easier: CommandPhrases
    time_left: CommandPhrases
    end: CommandPhrases
    sore: Sore
    """How sore it is, from 0 to 10 in order: an answer, where that was asked, and no command."""
    others: tuple[CommandPhrase, ...] = ()
    """What sounds much like a command and is none: it is heard, and nothing done."""

    @property
    def controls(self) -> dict[str, Control | None]:
        """What every phrase asks for; None for nothing."""
        asked = {phrase: control for control, phrase in self._asking}
        return asked | dict.fromkeys(self.others)

    @property
    def numbers(self) -> dict[str, int]:
        """What every phrase tells of how sore it is, from 0 to 10."""
        return {phrase: number for number, phrase in enumerate(self.sore)}

    @property
    def _asking(self) -> Iterator[tuple[Control, str]]:
        for name, control in CONTROL_OF_COMMAND.items():
            for phrase in asdict(self)[name]:
                yield control, phrase


CONTROL_OF_COMMAND = {
    "pause": Control.PAUSE,
    "go_on": Control.GO_ON,
    "next": Control.NEXT,
    "back": Control.BACK,
    "repeat": Control.REPEAT,
    "longer": Control.LONGER,
    "easier": Control.EASIER,
    "time_left": Control.TIME_LEFT,
    "end": Control.END,
}
"""By the names of the commands."""


Unknown = Callable[[Iterable[str]], Set[str]]
"""Which words of these phrases nobody would understand."""


def knows_all(_phrases: Iterable[str]) -> Set[str]:
    """None is unknown: where nobody listens."""
    return frozenset()


def commands_problems(commands: Commands, unknown_words: Unknown) -> Iterator[Problem]:
    """What is wrong with commands of the right shape, and with words that are unknown."""
    placed: dict[Key, str] = {
        (name, number): phrase
        for name, phrases in asdict(commands).items()
        for number, phrase in enumerate(phrases)
        if name != "sore"
    }
    unknown = unknown_words([*placed.values(), *commands.sore])
    for key, phrase in placed.items():
        for problem in _phrase_problems(phrase, unknown, long=key[0] != "others"):
            yield key, problem
    for (one, phrase), (key, other) in combinations(placed.items(), 2):
        if one[0] != key[0] and (problem := _likeness(phrase, other, exact=key[0] == "others")):
            yield one, f"{phrase!r} {problem} {other!r}, which asks for something else"
            yield key, f"{other!r} {problem} {phrase!r}, which asks for something else"
    yield from _sore_problems(commands.sore, unknown)


def _sore_problems(phrases: Sore, unknown: Set[str]) -> Iterator[Problem]:
    for number, phrase in enumerate(phrases):
        for problem in _phrase_problems(phrase, unknown, long=False):
            yield ("sore", number), problem
        if phrase.casefold() in map(str.casefold, phrases[:number]):
            yield ("sore", number), f"{phrase!r} tells another number already"


def _phrase_problems(phrase: str, unknown: Set[str], *, long: bool) -> Iterator[str]:
    if not WORDS.fullmatch(phrase):
        yield f"{phrase!r} should be words and nothing else, with one space between them"
        return
    for word in (word for word in phrase.split() if word.casefold() in unknown):
        yield f"{word!r} is no word that the recogniser knows; say it in other words"
    letters = sum(map(len, phrase.split()))
    if long and (len(phrase.split()) < FEWEST_WORDS or letters < FEWEST_LETTERS):
        yield (
            f"{phrase!r} is too short to be told from other talk; it needs {FEWEST_WORDS} words "
            f"and {FEWEST_LETTERS} letters, and a word such as please helps"
        )


def _likeness(phrase: str, other: str, *, exact: bool) -> str:
    """In what a phrase cannot be told from another; empty if it can."""
    if phrase.casefold() == other.casefold():
        return "is the same as"
    if not exact and SequenceMatcher(None, phrase, other).ratio() > TOO_ALIKE:
        return "sounds too much like"
    return ""
