"""Answers: what the coach says and sounds when something is asked for while it plays."""

from collections.abc import Sequence
from dataclasses import replace

from coach.script import Say, Section
from coach.sound import Chime, Swell
from coach.timeline import Placed, PlacedSection, Said, Sound, Speech
from coach.units import Ms, seconds

YES, NO = Chime(rising=True), Chime(rising=False)
INTO = Swell("in", seconds(2))
"""The breath with which a session goes on after a halt."""

GAP = Ms(150)
"""After each sound of an answer."""
AFTER_WORDS = Ms(700)
"""After spoken ones, before the session goes on."""
SOON = seconds(10)
"""Before the end of a countdown, when it is told once more."""


def heard_before(start: Ms, sounds: Sequence[Sound], said: Said) -> PlacedSection:
    """Sounds one after the other, so placed that the session goes on after them at its moment."""
    placed: list[Placed] = []
    at = Ms(0)
    for sound in sounds:
        lasts = _lasts(sound, said)
        placed.append(Placed(at, lasts, "answer", sound))
        at = Ms(at + lasts + (AFTER_WORDS if isinstance(sound, Speech) else GAP))
    return _ending_at(start, at, placed)


def countdown(start: Ms, lasts: Ms, told: tuple[str, str], said: Said) -> PlacedSection:
    """Time to lie down in before the session, in which the bed sounds already.

    Args:
        start: Where the session begins.
        lasts: How long until then.
        told: What is said at once, and what is said `SOON` before the end. What there is no time
            for is left out.
        said: How long it takes to say.
    """
    first, soon = told
    ends = Ms(said(first) + AFTER_WORDS)
    placed = []
    if ends <= lasts:
        placed.append(Placed(Ms(0), said(first), "answer", Speech(first)))
    if ends <= lasts - SOON:
        placed.append(Placed(Ms(lasts - SOON), said(soon), "answer", Speech(soon)))
    return _ending_at(start, lasts, placed)


def laid_over(section: PlacedSection, at: Ms, sound: Sound, said: Said) -> PlacedSection | None:
    """A section with one more sound, where nobody speaks meanwhile; None where somebody does."""
    over = Placed(at, _lasts(sound, said), "answer", sound)
    until = over.end + GAP if isinstance(sound, Speech) else over.end
    if until > section.end or any(
        one.text and one.start < until and one.end > at for one in section.placed
    ):
        return None
    return replace(section, placed=tuple(sorted((*section.placed, over), key=_start)))


def again_from(section: PlacedSection, at: Ms) -> Ms:
    """Where to go on after a halt, so that nothing is lost and nothing begins in its middle.

    The start of the sentence, bell, circle or roll that was cut; of the breath, where there is one
    to follow; in a rest just there.
    """
    cut = section.sounding(at)
    if cut is None:
        return at
    if cut.cue in ("hold", "breathe"):
        return _breath(section, cut)
    return at if cut.sound is None else cut.start


def in_breath(section: PlacedSection, at: Ms) -> bool:
    """Whether a breath to follow begins at this moment."""
    begun = section.sounding(at)
    return begun is not None and begun.cue in ("hold", "breathe")


def told_next(section: PlacedSection) -> Ms:
    """When a section begins to tell what comes after it; when it changes over, if it does not."""
    cues = section.section.cues
    telling = (n for n, cue in enumerate(cues) if isinstance(cue, Say) and "next" in cue.moment)
    return section.starts[next(telling, len(cues) - 1)]


def _breath(section: PlacedSection, cut: Placed) -> Ms:
    """The start of the breath that was cut: of its word, where it begins with one."""
    at = section.placed.index(cut)
    if cut.text and section.placed[at + 1].kind == "in":
        return cut.start
    for number in range(at, -1, -1):
        one = section.placed[number]
        if one.kind == "in" and one.cue == cut.cue:
            word = section.placed[max(0, number - 1)]
            return word.start if word.text and word.cue == cut.cue else one.start
    return cut.start


def _lasts(sound: Sound, said: Said) -> Ms:
    return said(sound.text) if isinstance(sound, Speech) else sound.lasts


def _start(placed: Placed) -> Ms:
    return placed.start


def _ending_at(end: Ms, lasts: Ms, placed: Sequence[Placed]) -> PlacedSection:
    start = Ms(end - lasts)
    moved = tuple(replace(one, start=Ms(start + one.start)) for one in placed)
    return PlacedSection(Section("", ()), start, lasts, moved, Ms(0))
