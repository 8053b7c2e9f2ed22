"""Sounds in words: what a bell, a swell or a circle is called for somebody who reads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coach.content import CaptionWords, fill
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


def runs(section: PlacedSection, words: CaptionWords | None) -> list[Run]:
    """All of a section in runs, in order; without words for them, its sounds are not told."""
    together = list(_together(section.placed))
    following = [*together[1:], []]
    return [
        Run(tuple(run), _sound(run, after, words) if words else "")
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


def _sound(run: list[Placed], after: list[Placed], words: CaptionWords) -> str:
    sound, number = run[-1].sound, _number(len(run), words)
    whole = Ms(run[-1].end - run[0].start)
    match sound:
        case Strike():
            return words.bell
        case Swell(kind="in"):
            return fill(words.breathe_in, {"time": _time(whole, words)})
        case Swell(kind="out"):
            return fill(words.breathe_out, {"time": _time(whole, words)})
        case Orbit():
            line = words.circles if len(run) > 1 else words.circle
            return fill(line, _ring(sound, words) | {"number": number})
        case Stroke(lasts=lasts):
            return fill(words.rolls, {"number": number, "time": _about(lasts, words)})
        case None if _is_held(run, after):
            return fill(words.breathe_hold, {"time": _time(whole, words)})
    return ""


def _is_held(run: list[Placed], after: list[Placed]) -> bool:
    """Whether quiet is a held breath: another swell comes, and it is not what is left at an end."""
    return bool(after) and after[0].cue == run[0].cue and isinstance(after[-1].sound, Swell)


def _ring(orbit: Orbit, words: CaptionWords) -> dict[str, str]:
    return {
        "direction": words.clockwise if orbit.clockwise else words.counterclockwise,
        "ring": _number(orbit.ring + 1, words),
        "rings": _number(orbit.rings, words),
        "time": _about(orbit.lasts, words),
    }


def breaths(told: list[Run], words: CaptionWords) -> str:
    """Breaths that follow each other as one: how many there are, and the phases of the first."""
    ins = [n for n, run in enumerate(told) if run.placed[-1].kind == "in"]
    first = told[: ins[1]] if len(ins) > 1 else told
    phases = "; ".join(run.sound for run in first if run.sound)
    if len(ins) < 2:
        return phases
    return fill(words.breaths, {"number": _number(len(ins), words), "phases": phases})


def _number(number: float, words: CaptionWords) -> str:
    whole = int(number)
    if whole == number and 1 <= whole <= len(words.numbers):
        return words.numbers[whole - 1]
    return f"{number:g}"


def _time(ms: Ms, words: CaptionWords) -> str:
    if ms == 1000:
        return words.second
    return fill(words.seconds, {"number": _number(ms / 1000, words)})


def _about(ms: Ms, words: CaptionWords) -> str:
    """To the nearest second."""
    return _time(Ms(max(1, round(ms / 1000)) * 1000), words)
