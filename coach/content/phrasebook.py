"""The words, per language: the phrasebook, and what is said of each spot and routine."""

import re
import string
from collections.abc import Iterator, Mapping
from typing import Annotated, get_args

from msgspec import Meta, Struct, field
from msgspec.structs import asdict

from coach.choices import Place, Side, Talk, Tool
from coach.disk import ONE_LINE, Problem
from coach.errors import did_you_mean

Line = Annotated[str, Meta(min_length=1, max_length=400, pattern=ONE_LINE)]
Variants = Annotated[tuple[Line, ...], Meta(min_length=1)]
"""Wordings of one moment that mean the same; each stop takes one of them."""


class ToolWords(Struct, frozen=True, forbid_unknown_fields=True):
    """How a tool is named."""

    need: Line
    """Fits after "You need", stand-ins included: "a massage stick or a rolling pin"."""
    a: Line
    """Fits after "with": "a tennis ball"."""
    the: Line
    """Fits after "move": "the ball"."""


class PlaceWords(Struct, frozen=True, forbid_unknown_fields=True):
    """How a place is named."""

    need: Line
    """Fits after "You need": "a wall"."""
    at: Line
    """Fits after the tool: "at the wall"."""


class Moments(Struct, frozen=True, forbid_unknown_fields=True):
    """Every moment of a session at which the coach speaks, in the order of a session.

    A moment whose name ends in ``_again`` is for the second side: the same in fewer words.
    """

    welcome: Variants
    need: Variants
    pressure: Variants
    settle: Variants
    settle_brisk: Variants
    settle_slow: Variants
    arrive: Variants
    breathe_in: Variants
    breathe_hold: Variants
    breathe_out: Variants
    first_spot: Variants
    first_middle: Variants
    announce: Variants
    announce_again: Variants
    announce_middle: Variants
    test: Variants
    test_again: Variants
    in_position: Variants
    """Said where the position itself is not told."""
    find_again: Variants
    hold: Variants
    hold_gentle: Variants
    """In place of it, once the listener has asked for something easier."""
    halfway: Variants
    circles: Variants
    wider: Variants
    turn: Variants
    rolls: Variants
    rolls_again: Variants
    ease: Variants
    shake: Variants
    retest: Variants
    next_side: Variants
    next_spot: Variants
    next_middle: Variants
    close: Variants
    close_brisk: Variants
    close_slow: Variants
    aftercare: Variants
    end: Variants


class AnswerWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What the coach answers to what a listener asks for while it plays."""

    minutes_left: Line
    minute_left: Line
    moment_left: Line
    """When less than half a minute is left."""
    longest: Line
    """This spot, or the session, may not last longer."""
    over: Line
    """There is no hold or work to lengthen here, or not any more."""
    no_pressing: Line
    """There is none in all of it: it is a lesson."""
    easier: Line
    skipped: Line
    resumed: Line
    """At the place where a session was left."""
    begins: Line
    """At the start of a countdown."""
    soon: Line
    """Ten seconds before its end."""
    how_sore: Line
    """After the session; how it is answered is told too."""
    sore: Line
    """Says back what was understood."""


class Titles(Struct, frozen=True, forbid_unknown_fields=True):
    """How sections are called on a screen and in chapters."""

    opening: Line
    close: Line
    spot: Line
    spot_middle: Line


class CaptionWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What is read instead of heard: in captions, in a script to print, beside a file."""

    numbers: Variants
    """From one on; past the last, numbers are digits."""
    second: Line
    """One of them."""
    seconds: Line
    """Several: fits where {time} stands."""
    bell: Line
    breathe_in: Line
    breathe_hold: Line
    breathe_out: Line
    breaths: Line
    """Several in a row, where they are told as one."""
    clockwise: Line
    counterclockwise: Line
    circle: Line
    """One circle."""
    circles: Line
    """Equal circles in a row, as one."""
    rolls: Line
    """Strokes in a row, as one."""
    bed: Line
    """Why a sound lies under the session, and what to do where an app still cuts the holds."""
    no_bed: Line
    """What to do where nothing lies under it."""


class Phrasebook(Struct, frozen=True, forbid_unknown_fields=True):
    """How the coach words each moment, in one language."""

    and_: Line = field(name="and")
    """Joins the last two things of a list."""
    sides: dict[Side, Line]
    tools: dict[Tool, ToolWords]
    places: dict[Place, PlaceWords]
    titles: Titles
    captions: CaptionWords
    moments: Moments
    answers: AnswerWords
    brief: dict[str, Variants]
    """The moments that are said when the listener wants few words, in fewer."""
    bell: dict[str, Variants]
    """The moments that are said when the listener wants sounds and names only."""

    def wordings(self, moment: str, talk: Talk) -> tuple[str, ...]:
        """The variants of a moment; none if it is not said at all."""
        if talk == "full":
            full: tuple[str, ...] = getattr(self.moments, moment)
            return full
        return (self.brief if talk == "brief" else self.bell).get(moment, ())

    def listed(self, things: list[str]) -> str:
        """Things in one phrase: "a tennis ball, a chair and a wall"."""
        *first, last = things
        return f"{', '.join(first)} {self.and_} {last}" if first else last


class SpotWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What is said of one spot."""

    name: Line
    plain: Line
    """Where it is, in everyday words."""
    find: Line
    caution: Line
    test: Line
    retest: Line
    position: Annotated[dict[str, Line], Meta(min_length=1)]
    """By the name of the way."""
    roll: Line | None = None
    """The stretch that is rolled: fits after "Roll slowly"."""


class RoutineWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What is said of one routine."""

    title: Line
    purpose: Line
    """What for, in a few words."""


_SIDES = frozenset({"side", "Side", "other"})
_COMING = frozenset({"name", "plain", "tool", "place"})
_BLANKS: Mapping[str, frozenset[str]] = {
    "welcome": frozenset({"title", "minutes"}),
    "need": frozenset({"things"}),
    "announce": frozenset({"name", "plain"}) | _SIDES,
    "announce_again": frozenset({"name"}) | _SIDES,
    "announce_middle": frozenset({"name", "plain"}),
    "test": frozenset({"test"}),
    "test_again": frozenset({"test"}),
    "find_again": _SIDES,
    "hold": frozenset({"tool"}),
    "rolls": frozenset({"roll"}),
    "ease": frozenset({"tool"}),
    "retest": frozenset({"retest"}),
    "next_side": frozenset({"name", "tool"}) | _SIDES,
    "first_spot": _COMING | _SIDES,
    "first_middle": _COMING,
    "next_spot": _COMING | _SIDES,
    "next_middle": _COMING,
    "hold_gentle": frozenset({"tool"}),
    "minutes_left": frozenset({"minutes"}),
    "resumed": frozenset({"title"}),
    "begins": frozenset({"seconds"}),
    "sore": frozenset({"number"}),
    "spot": frozenset({"name"}) | _SIDES,
    "spot_middle": frozenset({"name"}),
}
"""The placeholders that each moment, answer and title may use."""

_RING = frozenset({"direction", "ring", "rings", "time"})
_CAPTION_BLANKS: Mapping[str, frozenset[str]] = {
    "seconds": frozenset({"number"}),
    "breathe_in": frozenset({"time"}),
    "breathe_hold": frozenset({"time"}),
    "breathe_out": frozenset({"time"}),
    "breaths": frozenset({"number", "phases"}),
    "circle": _RING,
    "circles": _RING | {"number"},
    "rolls": frozenset({"number", "time"}),
}
"""The placeholders that each line of the captions may use."""


def phrasebook_problems(book: Phrasebook) -> Iterator[Problem]:
    """What is wrong with a phrasebook of the right shape."""
    for table, moments in (
        ("moments", asdict(book.moments)),
        ("brief", book.brief),
        ("bell", book.bell),
    ):
        yield from _moment_problems(table, moments)
    for table, lines in (("titles", book.titles), ("answers", book.answers)):
        for name, line in asdict(lines).items():
            for problem in _blank_problems(line, _BLANKS.get(name, frozenset())):
                yield (table, name), problem
    yield from _caption_problems(book.captions)
    for table, kind, named in (
        ("sides", Side, book.sides),
        ("tools", Tool, book.tools),
        ("places", Place, book.places),
    ):
        for name in get_args(kind):
            if name not in named:
                yield (table,), f"{name} is missing"
    for table, words in (("tools", book.tools), ("places", book.places)):
        for name, forms in words.items():
            for form, line in asdict(forms).items():
                for problem in _blank_problems(line, frozenset()):
                    yield (table, name, form), problem


def _moment_problems(table: str, moments: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    known = Moments.__struct_fields__
    for moment, variants in moments.items():
        if moment not in known:
            yield (table, moment), f"is no moment of a session{did_you_mean(moment, known)}"
        for number, line in enumerate(variants):
            for problem in _blank_problems(line, _BLANKS.get(moment, frozenset())):
                yield (table, moment, number), problem


def _caption_problems(words: CaptionWords) -> Iterator[Problem]:
    for number, line in enumerate(words.numbers):
        for problem in _blank_problems(line, frozenset()):
            yield ("captions", "numbers", number), problem
    for key, line in asdict(words).items():
        if key != "numbers":
            for problem in _blank_problems(line, _CAPTION_BLANKS.get(key, frozenset())):
                yield ("captions", key), problem


def spot_words_problems(words: SpotWords) -> Iterator[Problem]:
    """What is wrong with a spot's words of the right shape."""
    spoken = {"find": words.find, "caution": words.caution, "test": words.test}
    for key, line in {**spoken, "retest": words.retest}.items():
        for problem in _spoken_problems(line):
            yield (key,), problem
    for key, line in {"name": words.name, "plain": words.plain, "roll": words.roll or ""}.items():
        for problem in _blank_problems(line, frozenset()):
            yield (key,), problem
    for way, line in words.position.items():
        for problem in _spoken_problems(line):
            yield ("position", way), problem


def _spoken_problems(line: str) -> Iterator[str]:
    yield from _blank_problems(line, _SIDES)
    if line.rstrip()[-1:] not in (".", "?", "!"):
        yield "is spoken, so it should end with a full stop"


def _blank_problems(line: str, allowed: frozenset[str]) -> Iterator[str]:
    try:
        parsed = list(string.Formatter().parse(line))
    except ValueError as error:
        yield f"{error}; a blank is written as {{side}}"
        return
    for _, blank, form, conversion in parsed:
        if blank is None:
            continue
        if form or conversion:
            yield f"{{{blank}}} stands here with ! or :, and a blank is only a name"
            continue
        if blank in allowed:
            continue
        blanks = " ".join(f"{{{name}}}" for name in sorted(allowed)) or "no blanks"
        yield f"{{{blank}}} cannot stand here; allowed: {blanks}{did_you_mean(blank, allowed)}"


def fill(line: str, blanks: Mapping[str, str]) -> str:
    """A line with its blanks filled in.

    >>> fill("Your {side} shoulder.", {"side": "left"})
    'Your left shoulder.'
    """
    return line.format_map(blanks)


def sentences(text: str) -> list[str]:
    """The sentences of a text, each to be spoken on its own.

    >>> sentences("Lean in. Where is it sore?")
    ['Lean in.', 'Where is it sore?']
    """
    return [part for part in re.split(r"(?<=[.?!])\s+", text.strip()) if part]
