"""Sounds in words: what a bell, a swell or a circle is called for somebody who reads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coach.content import ByNumber, Phrasebook, fill
from coach.sound import Orbit, Strike, Stroke, Swell
from coach.timeline import Placed, PlacedSection
from coach.units import Ms

ROUND_BRACKETS = str.maketrans("[]", "()")
"""For lyrics: what reads them takes a word in square brackets for a tag."""


@dataclass(frozen=True, slots=True)
class Run:
    """What is told as one: a phrase, a phase of a breath with its word, equal circles, strokes."""

    placed: tuple[Placed, ...]
    sound: str
    """What its sound is called; empty for words alone, and for quiet."""

    @property
    def start(self) -> Ms:
        """Where its first begins."""
        return self.placed[0].start

    @property
    def end(self) -> Ms:
        """Where its last ends."""
        return self.placed[-1].end

    @property
    def cue(self) -> str:
        """What it is part of."""
        return self.placed[0].cue

    @property
    def said(self) -> str:
        """Its words, if it has any."""
        return " ".join(one.text for one in self.placed if one.text)

    @property
    def text(self) -> str:
        """Its words, and its sound in brackets; empty for quiet."""
        return " ".join(filter(None, (self.said, self.sound and f"[{self.sound}]")))


def runs(section: PlacedSection, book: Phrasebook | None) -> list[Run]:
    """All of a section in runs, in order; without a book for them, its sounds are not told."""
    together = list(_together(section.placed))
    following = [*together[1:], []]
    return [
        Run(tuple(run), _sound(run, after, book) if book else "")
        for run, after in zip(together, following, strict=True)
    ]


def _together(placed: Iterable[Placed]) -> Iterator[list[Placed]]:
    run: list[Placed] = []
    for one in placed:
        if run and not _goes_on(run[-1], one):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _goes_on(before: Placed, after: Placed) -> bool:
    if before.cue != after.cue:
        return False
    match after.cue:
        case "breathe" | "hold":
            return bool(before.text) and not after.text
        case "circle":
            return before.sound == after.sound
        case cue:
            return cue == "roll"


def _sound(run: list[Placed], after: list[Placed], book: Phrasebook) -> str:
    words, sound = book.captions, run[-1].sound
    whole = Ms(run[-1].end - run[0].start)
    match sound:
        case Strike():
            return words.bell
        case Swell(kind="in"):
            return fill(words.breathe_in, {"time": _seconds(whole, book)})
        case Swell(kind="out"):
            return fill(words.breathe_out, {"time": _seconds(whole, book)})
        case Orbit():
            return _counted(words.circles, len(run), _ring(sound, book), book)
        case Stroke(lasts=lasts):
            return _counted(words.rolls, len(run), {"time": _about(lasts, book)}, book)
        case None if _is_held(run, after):
            return fill(words.breathe_hold, {"time": _seconds(whole, book)})
    return ""


def _is_held(run: list[Placed], after: list[Placed]) -> bool:
    """Whether quiet is a held breath: another swell comes, and it is not what is left at an end."""
    return bool(after) and after[0].cue == run[0].cue and isinstance(after[-1].sound, Swell)


def _ring(orbit: Orbit, book: Phrasebook) -> dict[str, str]:
    words = book.captions
    return {
        "direction": words.clockwise if orbit.clockwise else words.counterclockwise,
        "ring": _number(orbit.ring + 1, book),
        "rings": _number(orbit.rings, book),
        "time": _about(orbit.lasts, book),
    }


def breaths(told: list[Run], book: Phrasebook) -> str:
    """Breaths that follow each other as one: how many there are, and the phases of the first."""
    ins = [n for n, run in enumerate(told) if run.placed[-1].kind == "in"]
    first = told[: ins[1]] if len(ins) > 1 else told
    phases = "; ".join(run.sound for run in first if run.sound)
    if len(ins) < 2:
        return phases
    return _counted(book.captions.breaths, len(ins), {"phases": phases}, book)


def _counted(line: ByNumber, number: int, blanks: dict[str, str], book: Phrasebook) -> str:
    return book.language.counted(line, number, {"number": _number(number, book)} | blanks)


def _number(number: float, book: Phrasebook) -> str:
    numbers, whole = book.captions.numbers, int(number)
    if whole == number and 1 <= whole <= len(numbers):
        return numbers[whole - 1]
    return book.language.number(number)


def _seconds(ms: Ms, book: Phrasebook) -> str:
    """So many seconds, in words as far as there are any."""
    number = ms / 1000
    blanks = {"number": _number(number, book)}
    return book.language.counted(book.captions.seconds, number, blanks)


def _about(ms: Ms, book: Phrasebook) -> str:
    """To the nearest second."""
    return _seconds(Ms(max(1, round(ms / 1000)) * 1000), book)
