"""Fitting: a script that lasts as long as is wished, or as long as its routine does."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial

from coach.content import LONGEST_HOLD, Phrasebook, Visit, fill
from coach.script.cues import Hold, Script
from coach.script.dose import (
    LEAST_DOSE,
    SMALLEST_DOSE,
    TERSEST_DOSE,
    Dose,
    dose_at,
    ease_at,
    fewest,
    whole_breaths,
)
from coach.script.lesson import write_lesson
from coach.script.sheet import Sheet
from coach.script.writer import write
from coach.units import MINUTE, NO_TIME, Ms, seconds

NEAR = 1 / 256
"""So near to the largest share that fits the one is that is found."""
LEFT_OVER = seconds(0.03)
"""So much of the time may be left over: it is spent being still at the end."""
TOO_LONG = 1.5
"""A hold that is longer than the depth's is so much farther from it than one that is shorter: above
90 s nothing was studied."""
ABOUT = 1 / 16
"""So near to know about how long holds will be."""

SOME = 10
"""Minutes to tell in a welcome while its true length is still unknown."""


def write_script(sheet: Sheet) -> Script:
    """Write a script as the listener wishes it, as long as is wished, to the second.

    Holds and work get longer or shorter, and so do the pauses in which nothing has to be moved; of
    stops that do not fit the least important are left out. One alone that still is too long is told
    in few words. What keeps somebody safe is always said, no hold is shorter than 30 s, and each
    side gets the same. Where the limits allow less than is wished, or what has to be said takes
    more, it lasts as long as that; its notes tell so.
    """
    if sheet.entry.lesson is not None:
        return write_lesson(sheet.entry.lesson, sheet)
    target = _target(sheet)
    if target is None:
        script = _natural(sheet)
        return replace(script, notes=_notes(sheet, script))
    fewer, least = _that_fits(sheet, target)
    script = _fitted(fewer, least, target)
    terse = fewest(sheet.wishes.talk, least.talk) != sheet.wishes.talk
    return replace(script, notes=_notes(sheet, script, target, terse=terse))


def own_length(sheet: Sheet) -> Ms:
    """How long a session is where no length is wished."""
    return _target(sheet) or _natural(sheet).lasts


def _target(sheet: Sheet) -> Ms | None:
    """The length to meet; None for that of the depth's own times."""
    if sheet.wishes.lasts is not None:
        return min(sheet.wishes.lasts, _cap(sheet))
    if not sheet.wishes.whole and sheet.entry.minutes is not None:
        return seconds(60 * sheet.entry.minutes)
    return None if _natural(sheet).lasts <= _cap(sheet) else _cap(sheet)


def _cap(sheet: Sheet) -> Ms:
    return sheet.rules.longest_session


def _natural(sheet: Sheet) -> Script:
    """All stops with the depth's own times."""
    dose = Dose(sheet.depth.hold, sheet.depth.work)
    lasts = lasting(sheet, dose)
    return write(sheet, dose, minutes=max(1, round(lasts / MINUTE)))


def _fitted(sheet: Sheet, least: Dose, target: Ms) -> Script:
    minutes = max(1, round(target / MINUTE))

    @cache
    def lasts(dose: Dose) -> Ms:
        return write(sheet, dose, minutes=minutes).lasts

    dose = _filled(least, lasts, target)
    spare = Ms(max(NO_TIME, target - lasts(dose)))
    if dose == dose_at(1.0, least):  # nothing more can be filled: it is not to be sat through
        spare = NO_TIME
    return write(sheet, dose, minutes=minutes, spare=spare)


def _that_fits(sheet: Sheet, target: Ms) -> tuple[Sheet, Dose]:
    """The stops that fit best, with the least dose of each: the most important alone at worst.

    Where they could not fill the time, one more with the smallest dose, or in fewer words, does.
    """
    stops = list(with_fewer_stops(sheet))
    fitting = [few for few in stops if lasting(few, LEAST_DOSE) <= target]
    longer = stops[: len(stops) - len(fitting)]
    fills = fitting and lasting(fitting[0], dose_at(1.0, LEAST_DOSE)) >= target
    if longer and not fills and (smaller := _smaller(longer[-1], target)):
        return smaller
    if not fitting:
        return briskly(longer[-1]), TERSEST_DOSE
    return _best_held(fitting, target), LEAST_DOSE


def _smaller(sheet: Sheet, target: Ms) -> tuple[Sheet, Dose] | None:
    """The stops with the largest of the doses below the least with which all of them fit."""
    doses = (
        (sheet, SMALLEST_DOSE),
        (sheet, replace(SMALLEST_DOSE, talk="brief")),
        (briskly(sheet), TERSEST_DOSE),
    )
    return next((found for found in doses if lasting(*found) <= target), None)


def briskly(sheet: Sheet) -> Sheet:
    """The same without the slowness that a routine may have."""
    return replace(sheet, entry=sheet.entry._replace(pace="brisk"))


def _best_held(fitting: list[Sheet], target: Ms) -> Sheet:
    """Of more stops with shorter holds and fewer with longer ones, those nearest to the depth's.

    Where fewer could not fill the time, more are better.
    """
    best, nearest = fitting[0], math.inf
    for sheet in fitting:
        share = _share(partial(_lasting_at, sheet), target, ABOUT)
        if sheet is not best and share == 1.0:
            break
        hold = dose_at(share, LEAST_DOSE).hold
        hold = whole_breaths(hold, sheet.wishes.breath, LONGEST_HOLD)
        far = math.log(hold / sheet.depth.hold)
        far = far * TOO_LONG if far > 0 else -far
        if far < nearest:
            best, nearest = sheet, far
        if hold >= sheet.depth.hold:
            break
    return best


def _lasting_at(sheet: Sheet, share: float) -> Ms:
    return lasting(sheet, dose_at(share, LEAST_DOSE))


def without_at_own_length(sheet: Sheet) -> tuple[str, ...]:
    """The places that a session of its own length leaves out, and those of the wishes."""
    target = _target(sheet)
    kept = _that_fits(sheet, target)[0] if target else sheet
    return (*_gone(sheet, [_at(visit) for visit in kept.entry.visits]), *sheet.entry.left_out)


def lasting(sheet: Sheet, dose: Dose) -> Ms:
    """How long a session of this dose is."""
    return write(sheet, dose, minutes=SOME).lasts


def _filled(least: Dose, lasts: Callable[[Dose], Ms], target: Ms) -> Dose:
    """The dose that fills the time: by all of it alike; what then is left by work, then pauses.

    Holds grow by whole breaths, so there is something left.
    """

    def alike(share: float) -> Dose:
        return dose_at(share, least)

    share = _share(lambda share: lasts(alike(share)), target)
    found = alike(share)

    def more_work(more: float) -> Dose:
        return replace(found, work=alike(share + more * (1 - share)).work)

    found = more_work(_share(lambda more: lasts(more_work(more)), target))

    def more_ease(more: float) -> Dose:
        return replace(found, ease=max(found.ease, ease_at(share + more * (1 - share))))

    return more_ease(_share(lambda more: lasts(more_ease(more)), target))


def _share(lasts: Callable[[float], Ms], target: Ms, near: float = NEAR) -> float:
    """The largest share with which it lasts no longer than the target; it grows with the share.

    It is looked for by turns where a straight line would have it and halfway: what grows evenly is
    found in a step or two, what grows by leaps in all of them.
    """
    low, high, below, above = 0.0, 1.0, lasts(0.0), lasts(1.0)
    if above <= target:
        return 1.0
    halfway = True
    while target - below > LEFT_OVER and high - low > near:
        halfway = not halfway
        at = 0.5 if halfway else (target - LEFT_OVER / 2 - below) / (above - below)
        middle = low + at * (high - low)
        found = lasts(middle)
        if found <= target:
            low, below = middle, found
        else:
            high, above = middle, found
    return low


def with_fewer_stops(sheet: Sheet) -> Iterator[Sheet]:
    """The sheet as it is, then without its least important stop, and so on to the last one."""
    visits = list(sheet.entry.visits)
    yield sheet
    while len(visits) > 1:
        visits.remove(_least_important(visits, sheet.entry.visits))
        yield sheet.with_visits(visits)


def _least_important(visits: list[Visit], among: tuple[Visit, ...]) -> Visit:
    def rank(visit: Visit) -> tuple[int, int]:
        place = among.index(visit)
        return visit.stop.rank or place + 1, place

    return max(visits, key=rank)


def _notes(
    sheet: Sheet, script: Script, target: Ms | None = None, *, terse: bool = False
) -> tuple[str, ...]:
    """In one line: how long the holds are, what was left out, and what was reached."""
    words, told = sheet.book.notes, []
    if target is not None:
        told.append(fill(words.holds, {"span": _holds_told(script, sheet.book)}))
    if terse:
        told.append(words.terse)
    told.append(without_told([*_without(sheet, script), *sheet.entry.left_out], sheet.book))
    wished = target if sheet.wishes.lasts is None else sheet.wishes.lasts
    if wished is not None and script.lasts > wished:
        told.append(words.longer)
    if wished is not None and script.lasts < wished:
        told.append(words.shorter)
    line = " ".join(filter(None, told))
    return (line,) if line else ()


def without_told(names: Sequence[str], book: Phrasebook) -> str:
    """That stops of these names are left out; empty where none is."""
    return fill(book.notes.without, {"things": book.listed(names)}) if names else ""


def _holds_told(script: Script, book: Phrasebook) -> str:
    holds = {
        cue.lasts / seconds(1)
        for section in script.sections
        for cue in section.cues
        if isinstance(cue, Hold)
    }
    shortest, longest, told = min(holds), max(holds), book.language.number
    if shortest == longest:
        return fill(book.notes.length, {"seconds": told(longest)})
    return fill(book.notes.lengths, {"least": told(shortest), "most": told(longest)})


def _without(sheet: Sheet, script: Script) -> list[str]:
    worked = [section.worked for section in script.sections if section.worked]
    return _gone(sheet, [(one.spot, one.tool, one.place) for one in worked])


def _gone(sheet: Sheet, kept: list[tuple[str, str, str]]) -> list[str]:
    gone = [visit.words.place for visit in sheet.entry.visits if _at(visit) not in kept]
    return list(dict.fromkeys(gone))


def _at(visit: Visit) -> tuple[str, str, str]:
    return visit.name, visit.tool, visit.way.place
