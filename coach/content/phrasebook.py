"""The phrasebook: how tools, places and sides are called, and each moment is worded."""

import re
from collections.abc import Iterator, Mapping
from typing import get_args

from msgspec import Struct, field
from msgspec.structs import asdict

from coach.choices import Place, Side, Talk, Tool
from coach.content.answer_words import AnswerWords
from coach.content.moments import Moments, OwnWordings, wording_problems
from coach.content.wording import Line, Talks, Variants, blank_problems
from coach.disk import Problem

_TWIN = re.compile("_(again|known)$")


class ToolWords(OwnWordings, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a tool is named, and the moments that it words in its own way."""

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
    """Fits after the tool: "against the wall"."""


class Titles(Struct, frozen=True, forbid_unknown_fields=True):
    """How sections are called on a screen and in chapters."""

    before: Line
    """Before you begin: the safety words in full."""
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

    @property
    def talks(self) -> Talks:
        """The wordings of each amount of talk."""
        return {"full": asdict(self.moments), "brief": self.brief, "bell": self.bell}

    def wordings(self, moment: str, talk: Talk, *own: OwnWordings) -> tuple[str, ...]:
        """The variants of a moment: those of the first that words it; none if it is not said.

        A moment whose name ends in ``_again`` (the second side) or ``_known`` (what was explained
        before in this session) is the same in fewer words; who has no such twin says it as always.

        Args:
            moment: See `Moments`.
            talk: How much is said.
            own: Whose own words go first: of a spot, of a tool.
        """
        names = (moment, _TWIN.sub("", moment))
        tables = [one.talks[talk] for one in own]
        found = (table[name] for table in tables for name in names if name in table)
        return next(found, ()) or self._worded(names, talk)

    def _worded(self, names: tuple[str, ...], talk: Talk) -> tuple[str, ...]:
        if talk == "full":
            known = Moments.__struct_fields__
            full: tuple[str, ...] = next(
                getattr(self.moments, name) for name in names if name in known
            )
            return full
        table = self.brief if talk == "brief" else self.bell
        return next((table[name] for name in names if name in table), ())

    def listed(self, things: list[str]) -> str:
        """Things in one phrase: "a tennis ball, a chair and a wall"."""
        *first, last = things
        return f"{', '.join(first)} {self.and_} {last}" if first else last


_BLANKS: Mapping[str, frozenset[str]] = {
    "minutes_left": frozenset({"minutes"}),
    "resumed": frozenset({"title"}),
    "begins": frozenset({"seconds"}),
    "begins_minutes": frozenset({"minutes"}),
    "sore": frozenset({"number"}),
    "spot": frozenset({"name", "side", "Side", "other"}),
    "spot_middle": frozenset({"name"}),
}
"""The placeholders that each answer and title may use."""

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
    yield from wording_problems(book.talks)
    for table, lines in (("titles", book.titles), ("answers", book.answers)):
        for name, line in asdict(lines).items():
            for problem in blank_problems(line, _BLANKS.get(name, frozenset())):
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
    for table, forms, words in (
        ("tools", ("need", "a", "the"), book.tools),
        ("places", ("need", "at"), book.places),
    ):
        for name, one in words.items():
            for form in forms:
                for problem in blank_problems(getattr(one, form), frozenset()):
                    yield (table, name, form), problem
    for name, tool in book.tools.items():
        for key, problem in wording_problems(tool.talks):
            yield ("tools", name, *key), problem


def _caption_problems(words: CaptionWords) -> Iterator[Problem]:
    for number, line in enumerate(words.numbers):
        for problem in blank_problems(line, frozenset()):
            yield ("captions", "numbers", number), problem
    for key, line in asdict(words).items():
        if key != "numbers":
            for problem in blank_problems(line, _CAPTION_BLANKS.get(key, frozenset())):
                yield ("captions", key), problem
