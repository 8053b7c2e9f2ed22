"""Revisions: what a listener asks for on the floor makes another script of the rest of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from coach.content import Rules, fill
from coach.script.cues import Circle, Cue, Hold, Roll, Say, Script, Section, Worked
from coach.script.sheet import Sheet
from coach.script.wording import spoken
from coach.units import NO_TIME, Ms, seconds

MORE = seconds(30)
"""What one "a little longer" adds to a side, in whole breaths, turns or pairs of strokes."""
TOO_LITTLE = seconds(5)
"""Less than this is not worth adding."""
GENTLEST_HOLD = seconds(20)
"""A hold that is made easier is half as long in whole breaths, but no shorter than the breaths that
fill this."""

Work = Hold | Circle | Roll
"""What is done under pressure, and may be lengthened."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of the rest of a script that was asked for while it played."""

    kind: Literal["longer", "easier"]
    number: int
    """Of the section that sounded."""
    cue: int
    """The number in that section of the cue that sounded."""
    into: Ms = NO_TIME
    """How far into that cue it was."""
    by: Ms = NO_TIME
    """What is added to each side."""


def revised(script: Script, revision: Revision, sheet: Sheet) -> Script:
    """The script as it goes on after a revision; up to its cue it is the same."""
    if revision.kind == "longer":
        return _lengthened(script, revision)
    return _eased(script, revision, sheet)


def told_when_easier(section: Section, sheet: Sheet) -> Iterator[str]:
    """All that will be said in it in place of other words, once it is made easier."""
    if section.worked is not None:
        yield from (cue.text for cue in _gentle(section, sheet) if isinstance(cue, Say))


def room(script: Script, number: int, cue: int, rules: Rules) -> Ms | None:
    """What can be added to the work of a section, from a cue of it on, and to its other side.

    Returns:
        At most `MORE`, or one breath where that is more, and no more than the rules for holds,
        sides and sessions leave; 0 when that is too little. None where no work comes any more.
    """
    nth = _coming(script.sections[number], cue)
    if nth is None:
        return None
    alike = _alike(script, number)
    free = Ms((rules.longest_session - script.lasts) // len(alike))
    each = [_room(script, one, nth, rules) for one in alike]
    step = _step(_works(script.sections[number])[nth])
    by = min(max(MORE, step), free, *each)
    whole = Ms(max(NO_TIME, by) // step * step)
    return whole if whole >= TOO_LITTLE else NO_TIME


def _lengthened(script: Script, revision: Revision) -> Script:
    nth = _coming(script.sections[revision.number], revision.cue)
    sections = list(script.sections)
    if nth is not None:
        for number in _alike(script, revision.number):
            sections[number] = _with_more(sections[number], nth, revision.by)
    return replace(script, sections=tuple(sections))


def _alike(script: Script, number: int) -> list[int]:
    """A section and those after it that work its spot on another side in the same way."""
    worked = script.sections[number].worked
    later = range(number + 1, len(script.sections))
    return [number, *(one for one in later if _across(script.sections[one].worked, worked))]


def _across(one: Worked | None, other: Worked | None) -> bool:
    """Whether both are the sides of one stop."""
    if one is None or other is None or one.side == other.side:
        return False
    return (one.spot, one.tool, one.place) == (other.spot, other.tool, other.place)


def _works(section: Section) -> list[Work]:
    return [cue for cue in section.cues if isinstance(cue, Work)]


def _coming(section: Section, cue: int) -> int | None:
    """Which of a section's holds, circles and rolls is under way or comes next; None for none."""
    before = sum(isinstance(one, Work) for one in section.cues[:cue])
    return before if before < len(_works(section)) else None


def _room(script: Script, number: int, nth: int, rules: Rules) -> Ms:
    """What one side of a muscle and one hold on it still may get, in all of a session."""
    worked = script.sections[number].worked
    assert worked is not None
    same = [one for one in script.sections if _on_same_side(one.worked, worked)]
    left = Ms(rules.longest_side - sum(work.lasts for one in same for work in _works(one)))
    work = _works(script.sections[number])[nth]
    return min(left, Ms(worked.longest_hold - work.lasts)) if isinstance(work, Hold) else left


def _on_same_side(one: Worked | None, other: Worked) -> bool:
    return one is not None and (one.spot, one.side) == (other.spot, other.side)


def _step(work: Work) -> Ms:
    """A hold grows by whole breaths, circles by whole turns, rolls by pairs of strokes."""
    match work:
        case Hold():
            return work.breath.lasts
        case Circle():
            return work.each
        case Roll():
            return Ms(2 * work.each)


def _with_more(section: Section, nth: int, by: Ms) -> Section:
    places = [number for number, cue in enumerate(section.cues) if isinstance(cue, Work)]
    if nth >= len(places):
        return section
    at = places[nth]
    cues = (*section.cues[:at], _longer(section.cues[at], by), *section.cues[at + 1 :])
    return replace(section, cues=cues)


def _longer(cue: Cue, by: Ms) -> Cue:
    match cue:
        case Hold():
            return replace(cue, lasts=Ms(cue.lasts + by))
        case Circle():
            return replace(cue, turns=cue.turns + by // cue.each)
        case Roll():
            return replace(cue, strokes=cue.strokes + by // (2 * cue.each) * 2)
    return cue


def _eased(script: Script, revision: Revision, sheet: Sheet) -> Script:
    number = revision.number
    sections = [
        *script.sections[:number],
        _eased_from(script.sections[number], revision, sheet),
        *(
            replace(section, cues=_easier(section, section.cues, sheet))
            for section in script.sections[number + 1 :]
        ),
    ]
    return replace(script, sections=tuple(sections))


def _eased_from(section: Section, revision: Revision, sheet: Sheet) -> Section:
    """The work under way ends with the breath, turn or pair of strokes that has begun."""
    cues, at = section.cues, revision.cue
    rest = _easier(section, cues[at + 1 :], sheet)
    return replace(section, cues=(*cues[:at], _ending(cues[at], revision.into), *rest))


def _ending(cue: Cue, into: Ms) -> Cue:
    match cue:
        case Hold():
            breaths = into // cue.breath.lasts + 1
            return replace(cue, lasts=min(cue.lasts, Ms(breaths * cue.breath.lasts)))
        case Circle():
            return replace(cue, turns=min(cue.turns, into // cue.each + 1))
        case Roll():
            return replace(cue, strokes=min(cue.strokes, (into // (2 * cue.each) + 1) * 2))
    return cue


def _easier(section: Section, cues: tuple[Cue, ...], sheet: Sheet) -> tuple[Cue, ...]:
    """Work that is half as long, and the words of the hold gentler."""
    shorter = tuple(_shorter(cue) for cue in cues)
    told = [
        n
        for n, cue in enumerate(cues)
        if isinstance(cue, Say) and cue.moment in ("hold", "hold_again")
    ]
    if not told or section.worked is None:
        return shorter
    # The breather after the last sentence goes with it.
    return (*shorter[: told[0]], *_gentle(section, sheet), *shorter[told[-1] + 2 :])


def _gentle(section: Section, sheet: Sheet) -> tuple[Cue, ...]:
    assert section.worked is not None
    variants = sheet.book.wordings("hold_gentle", sheet.wishes.talk)
    if not variants:
        return ()
    chosen = Random(f"{sheet.wishes.seed} {section.title}").choice(variants)
    blanks = sheet.book.tool_blanks(section.worked.tool)
    return spoken(fill(chosen, blanks), sheet, "hold_gentle")


def _shorter(cue: Cue) -> Cue:
    match cue:
        case Hold():
            return replace(cue, lasts=min(cue.lasts, _half(cue)))
        case Circle():
            return replace(cue, turns=max(1, cue.turns // 2))
        case Roll():
            return replace(cue, strokes=max(2, cue.strokes // 4 * 2))
    return cue


def _half(hold: Hold) -> Ms:
    """About half of a hold: whole breaths, and enough of them for the gentlest."""
    breath = hold.breath.lasts
    least = -(-GENTLEST_HOLD // breath)
    return Ms(breath * max(least, hold.lasts // 2 // breath))
