"""The phrasebook: how tools, places and sides are called, and each moment is worded."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from msgspec import Struct
from msgspec.structs import asdict

from coach.choices import Place, Region, Side, Talk, Tool
from coach.content.answer_words import AnswerWords
from coach.content.forms import Forms, Named, form_problems
from coach.content.language import Language, counted_problems, language_problems
from coach.content.moments import Moments, OwnWordings, wording_problems
from coach.content.spot import OTHER
from coach.content.wording import ByNumber, Line, Talks, Variants, blank_problems
from coach.disk import Key, Problem

_TWIN = re.compile("_(again|known)$")


CUES = ("rest", "bell", "breathe", "hold", "circle", "roll")
"""What a session has beside words."""


class ToolWords(OwnWordings, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a tool is named, and the moments that it words in its own way."""

    need: Line
    """Fits after "You need", stand-ins included: "a massage stick or a rolling pin"."""
    a: Line
    """Fits after "with": "a tennis ball"."""
    the: Named
    """Fits after "move": "the ball"."""


class PlaceWords(Struct, frozen=True, forbid_unknown_fields=True):
    """How a place is named."""

    need: Line
    """Fits after "You need": "a wall"."""
    at: Named
    """Fits after the tool: "against the wall"."""


class Titles(Struct, frozen=True, forbid_unknown_fields=True):
    """How sections are called on a screen and in chapters."""

    before: Line
    """Before you begin: the safety words in full."""
    opening: Line
    close: Line
    spot: Line
    spot_middle: Line
    alone: Line
    """A spot that is a session by itself."""
    label: Line
    """The side on a picture."""
    album: Line
    """What all files together are called on a phone."""


class Counts(Struct, frozen=True, forbid_unknown_fields=True):
    """So much of something, as it is said."""

    minutes: ByNumber
    seconds: ByNumber


class NoteWords(Struct, frozen=True, forbid_unknown_fields=True):
    """In what a session differs from what was asked for, or from its routine: a sentence each."""

    holds: Line
    """How long they are."""
    length: Line
    """One length, in seconds: fits where {span} stands."""
    lengths: Line
    """From the shortest to the longest, the same."""
    terse: Line
    """It is told in few words, for want of time."""
    without: Line
    """The stops that are left out."""
    avoided: Line
    """One that is left out as the listener wishes to avoid it: fits where {things} stands."""
    not_with: Line
    """One that does not go with a tool, the same."""
    not_at: Line
    """One that does not go in a place."""
    not_with_at: Line
    """One that does not go with a tool in a place."""
    longer: Line
    """It cannot be shorter."""
    shorter: Line
    """It cannot be longer."""


class ShownWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What is shown and not said: of a voice that is slow, and where a script is listed."""

    gets_ready: Line
    """The voice is not ready yet."""
    ready_in: Line
    """The same, with how long it will take."""
    quicker: Line
    """Another voice goes on, as the first is too slow."""
    cues: dict[str, Line]
    """What is not said, each in a word."""
    cue: ByNumber
    """One of them, with its length in seconds and the number of its sounds."""
    beneath: ByNumber
    """The same, over quiet breaths."""
    overrun: Line
    """A section whose words take more time than it was to have."""


class CaptionWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What is read instead of heard: in captions, in a script to print, beside a file."""

    numbers: Variants
    """From one on; past the last, numbers are digits."""
    seconds: ByNumber
    """Fits where {time} stands."""
    bell: Line
    breathe_in: Line
    breathe_hold: Line
    breathe_out: Line
    breaths: ByNumber
    """Several in a row, where they are told as one."""
    clockwise: Line
    counterclockwise: Line
    circles: ByNumber
    """Equal circles in a row, as one."""
    rolls: ByNumber
    """Strokes in a row, as one."""
    bed: Line
    """Why a sound lies under the session, and what to do where an app still cuts the holds."""
    no_bed: Line
    """What to do where nothing lies under it."""


class Phrasebook(Struct, frozen=True, forbid_unknown_fields=True):
    """How the coach words each moment, in one language."""

    language: Language
    sides: dict[Side, Named]
    tools: dict[Tool, ToolWords]
    places: dict[Place, PlaceWords]
    regions: dict[Region, Line]
    """Parts of the body, as they are called in a list."""
    titles: Titles
    counts: Counts
    notes: NoteWords
    shown: ShownWords
    captions: CaptionWords
    moments: Moments
    answers: AnswerWords
    brief: dict[str, Variants]
    """The moments that are said when the listener wants few words, in fewer."""
    bell: dict[str, Variants]
    """The moments that are said when the listener wants sounds and names only."""
    forms: Forms = Forms()

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

    def listed(self, things: Sequence[str]) -> str:
        """Things in one phrase: "a tennis ball, a chair and a wall"."""
        return self.language.listed(things)

    def minutes(self, number: int) -> str:
        """So many minutes, as they are said."""
        blanks = {"number": f"{number}"}
        return self.language.counted(self.counts.minutes, number, blanks)

    def seconds(self, number: int) -> str:
        """So many seconds, as they are said."""
        blanks = {"number": f"{number}"}
        return self.language.counted(self.counts.seconds, number, blanks)

    def side_blanks(self, side: Side) -> dict[str, str]:
        """What tells a side and the one across, in all their forms."""
        told, other = self.sides[side], self.sides[OTHER[side]]
        return self.forms.filling("side", told) | self.forms.filling("other", other)

    def way_blanks(self, tool: Tool, place: Place) -> dict[str, str]:
        """What tells a tool and a place, in all their forms."""
        return self.tool_blanks(tool) | self.place_blanks(place)

    def tool_blanks(self, tool: Tool) -> dict[str, str]:
        """What tells a tool, in all its forms."""
        return self.forms.filling("tool", self.tools[tool].the)

    def place_blanks(self, place: Place) -> dict[str, str]:
        """What tells a place, in all its forms."""
        return self.forms.filling("place", self.places[place].at)


_NUMBER = frozenset({"number"})
_BLANKS: Mapping[str, frozenset[str]] = {
    "minutes_left": frozenset({"minutes"}),
    "resumed": frozenset({"title"}),
    "begins": frozenset({"seconds"}),
    "begins_minutes": frozenset({"minutes"}),
    "sore": _NUMBER,
    "spot": frozenset({"name", "side", "other"}),
    "spot_middle": frozenset({"name"}),
    "alone": frozenset({"name", "plain"}),
    "label": frozenset({"side"}),
    "holds": frozenset({"span"}),
    "length": frozenset({"seconds"}),
    "lengths": frozenset({"least", "most"}),
    "without": frozenset({"things"}),
    "avoided": frozenset({"plain"}),
    "not_with": frozenset({"plain", "tool"}),
    "not_at": frozenset({"plain", "place"}),
    "not_with_at": frozenset({"plain", "tool", "place"}),
}
"""The placeholders that each answer, title and note may use."""

_CUE = frozenset({"cue", "seconds", "number"})
_SHOWN_BLANKS: Mapping[str, frozenset[str]] = {
    "ready_in": frozenset({"seconds"}),
    "cue": _CUE,
    "beneath": _CUE,
    "overrun": frozenset({"title", "ms"}),
}
"""The placeholders that each line may use that is shown."""

_CAPTION_BLANKS: Mapping[str, frozenset[str]] = {
    "seconds": _NUMBER,
    "breathe_in": frozenset({"time"}),
    "breathe_hold": frozenset({"time"}),
    "breathe_out": frozenset({"time"}),
    "breaths": frozenset({"number", "phases"}),
    "circles": frozenset({"direction", "ring", "rings", "time", "number"}),
    "rolls": frozenset({"number", "time"}),
}
"""The placeholders that each line of the captions may use."""


def phrasebook_problems(book: Phrasebook) -> Iterator[Problem]:
    """What is wrong with a phrasebook of the right shape."""
    forms = book.forms
    for key, problem in language_problems(book.language):
        yield ("language", *key), problem
    yield from wording_problems(book.talks, forms)
    for table, lines in (("titles", book.titles), ("answers", book.answers), ("notes", book.notes)):
        for name, line in asdict(lines).items():
            allowed = forms.allowed(_BLANKS.get(name, frozenset()))
            yield from (((table, name), problem) for problem in blank_problems(line, allowed))
    for name, counted in asdict(book.counts).items():
        yield from counted_problems(("counts", name), counted, _NUMBER, book.language)
    yield from _shown_problems(book)
    yield from _caption_problems(book)
    yield from _name_problems(book)
    for name, tool in book.tools.items():
        for key, problem in wording_problems(tool.talks, forms):
            yield ("tools", name, *key), problem


def _name_problems(book: Phrasebook) -> Iterator[Problem]:
    """What is wrong with what sides, tools, places and regions are called."""
    for table, kind, named in (
        ("sides", Side, book.sides),
        ("tools", Tool, book.tools),
        ("places", Place, book.places),
        ("regions", Region, book.regions),
    ):
        for name in get_args(kind):
            if name not in named:
                yield (table,), f"{name} is missing"
    for side, called in book.sides.items():
        yield from form_problems(("sides", side), called, book.forms.side)
    for tool, words in book.tools.items():
        yield from form_problems(("tools", tool, "the"), words.the, book.forms.tool)
    for place, there in book.places.items():
        yield from form_problems(("places", place, "at"), there.at, book.forms.place)
    for key, line in _lists(book):
        yield from ((key, problem) for problem in blank_problems(line, frozenset()))


def _lists(book: Phrasebook) -> Iterator[tuple[Key, str]]:
    """The names in which no blank can stand."""
    for tool, words in book.tools.items():
        yield ("tools", tool, "need"), words.need
        yield ("tools", tool, "a"), words.a
    yield from ((("places", place, "need"), there.need) for place, there in book.places.items())
    yield from ((("regions", region), line) for region, line in book.regions.items())


def _shown_problems(book: Phrasebook) -> Iterator[Problem]:
    words = book.shown
    for name, line in asdict(words).items():
        if name != "cues":
            allowed = _SHOWN_BLANKS.get(name, frozenset())
            yield from counted_problems(("shown", name), line, allowed, book.language)
    for cue in CUES:
        if cue not in words.cues:
            yield ("shown", "cues"), f"{cue} is missing"
    for cue, line in words.cues.items():
        for problem in blank_problems(line, frozenset()):
            yield ("shown", "cues", cue), problem


def _caption_problems(book: Phrasebook) -> Iterator[Problem]:
    for number, line in enumerate(book.captions.numbers):
        for problem in blank_problems(line, frozenset()):
            yield ("captions", "numbers", number), problem
    for name, line in asdict(book.captions).items():
        if name != "numbers":
            allowed = _CAPTION_BLANKS.get(name, frozenset())
            yield from counted_problems(("captions", name), line, allowed, book.language)
