"""How a sheet's words become cues: the wording of a moment, its blanks, its sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from coach.choices import Side, Talk
from coach.content import (
    TEMPOS,
    OwnWordings,
    Pause,
    Phrasebook,
    Reading,
    Visit,
    fill,
    filled,
    reading_ms,
)
from coach.script.cues import Cue, Rest, Say
from coach.script.sheet import Sheet
from coach.units import Ms

SHRINKS = 0.5
"""A pause makes up for a slower voice, but never gets shorter than this share of its least."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Words the moments of one script."""

    sheet: Sheet
    talk: Talk
    """How much is said; where time is shortest, less than is wished."""

    def say(self, text: str, moment: str = "") -> tuple[Cue, ...]:
        """The sentences of a text, with a breather between each two and after the last."""
        return spoken(text, self.sheet, moment)

    def moment(
        self, moment: str, key: str = "", *own: OwnWordings, blanks: Mapping[str, str] | None = None
    ) -> tuple[Cue, ...]:
        """One moment in the wording that this stop gets; nothing if it is not said.

        Args:
            moment: See `coach.content.Moments`.
            key: Which stop and side it is for, to choose among the variants: there it is worded
                once. Without one it belongs to the whole session.
            own: Whose own words go first.
            blanks: What fills them.
        """
        at, worded = (moment, key, self.talk), self.sheet.worded
        if not key or at not in worded:
            worded[at] = self._worded(moment, key, own, blanks or {})
        return worded[at]

    def _worded(
        self, moment: str, key: str, own: tuple[OwnWordings, ...], blanks: Mapping[str, str]
    ) -> tuple[Cue, ...]:
        variants = self.sheet.book.wordings(moment, self.talk, *own)
        if not variants:
            return ()
        stop = f"{self.sheet.wishes.seed} {self.sheet.entry.name} {key} {moment}"
        return self.say(fill(variants[_chosen(stop, len(variants))], blanks), moment)

    def blanks(self, stop: int, side: Side) -> Mapping[str, str]:
        """Everything that can fill a blank at one side of a stop."""
        sheet, at = self.sheet, (stop, side)
        if at not in sheet.blanks:
            sheet.blanks[at] = visit_blanks(sheet.entry.visits[stop], side, sheet.book)
        return sheet.blanks[at]

    def line(self, moment: str) -> str:
        """The one wording of a moment that never varies, such as "in"; empty if it is not said."""
        return next(iter(self.sheet.book.wordings(moment, self.talk)), "")

    def paced(self, moment: str) -> tuple[Cue, ...]:
        """A moment that has its own words for a brisk and for a slow routine."""
        pace = self.sheet.entry.pace
        return self.moment(moment if pace == "even" else f"{moment}_{pace}")


def spoken(text: str, sheet: Sheet, moment: str = "") -> tuple[Cue, ...]:
    """The sentences of a text, with a breather between each two and after the last."""
    language = sheet.book.language
    lines = tuple(language.sentences(text))
    breather = TEMPOS[sheet.entry.pace].breather
    return _spoken(lines, breather, sheet.wishes.rate_wpm, language.reading, moment)


# A script is written again and again until it fits its time, always in the same words.
@lru_cache(maxsize=4096)
def _spoken(
    lines: tuple[str, ...], breather: Ms, rate_wpm: int, reading: Reading, moment: str
) -> tuple[Cue, ...]:
    after = Rest(breather, breather)
    said = [Say(line, reading_ms(line, rate_wpm, reading), moment) for line in lines]
    return tuple(cue for say in said for cue in (say, after))


@lru_cache(maxsize=4096)
def _chosen(stop: str, variants: int) -> int:
    """Which of so many variants a moment of a stop gets."""
    return Random(stop).randrange(variants)


def pause(
    span: Pause, sheet: Sheet, ease: float, *, share: float = 1.0, moved: bool = False
) -> Rest:
    """Time without words.

    Args:
        span: How long it may be.
        sheet: Whose tempo or set-up it follows.
        ease: From the shortest, at 0, by the usual, at 1, to the longest, at 2.
        share: How much of it.
        moved: Whether something has to be moved: then it lasts as the listener wants setting up to,
            and else as the routine's tempo has it.
    """
    factor = sheet.wishes.setup if moved else TEMPOS[sheet.entry.pace].pauses
    lasts = Ms(round(span.at(ease) * share * factor))
    return Rest(lasts, min(lasts, Ms(round(span.least * share * factor * SHRINKS))))


def visit_blanks(visit: Visit, side: Side, book: Phrasebook) -> dict[str, str]:
    """What fills the blanks at one side of a visit."""
    blanks, words, rolled = book.side_blanks(side), visit.words, visit.words.roll
    called = book.forms.filling("plain", filled(words.sided or words.plain, blanks))
    return (
        called
        | book.way_blanks(visit.tool, visit.way.place)
        | blanks
        | {
            "name": words.name,
            "why": words.why or "",
            "test": fill(visit.test, blanks),
            "retest": fill(visit.retest, blanks),
            "along": fill(rolled.along, blanks) if rolled else "",
            "up": fill(rolled.up, blanks) if rolled else "",
            "down": fill(rolled.down, blanks) if rolled else "",
        }
    )


def section_title(visit: Visit, side: Side, book: Phrasebook) -> str:
    """How one side of a visit is called on a screen and in chapters."""
    line = book.titles.spot_middle if side == "middle" else book.titles.spot
    return fill(line, book.side_blanks(side) | {"name": visit.words.titled})
