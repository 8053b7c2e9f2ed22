"""Fitting: a script that lasts as long as is wished, or as a session may."""

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from coach.content import DEPTHS, LONGEST_DEPTH, TEMPOS, Depth, Entry, Visit
from coach.errors import SessionTooLong
from coach.script.cues import Script
from coach.script.lesson import write_lesson
from coach.script.writer import Sheet, write
from coach.units import MINUTE, NO_TIME, Ms, seconds

NEAR_ENOUGH = seconds(2)
"""What is left of the time when holds and work are fitted; it goes to being still at the end."""

SOME = 20
"""Minutes to tell in a welcome while its true length is still unknown: any two-digit number."""


def write_script(sheet: Sheet) -> Script:
    """Write a script as the listener wishes it, never longer than a session may last.

    Holds, work, search and the pauses after it get longer or shorter, on all sides alike and
    between the times of ``quick`` and `LONGEST_DEPTH`; where that is not enough, optional stops are
    left out, the last first. Speech and changeovers are never hurried.

    Raises:
        SessionTooLong: The time cannot be met; tells which can.
    """
    if sheet.entry.lesson is not None:
        return write_lesson(sheet.entry.lesson, sheet)
    target = sheet.wishes.lasts
    if target is None:
        lasts = write(sheet, sheet.depth, minutes=SOME).lasts
        if lasts <= sheet.rules.longest_session:
            script = write(sheet, sheet.depth, minutes=max(1, round(lasts / MINUTE)))
            return replace(script, notes=_notes(sheet))
        target = sheet.rules.longest_session
    for fewer in _with_fewer_stops(sheet):
        shortest = _shortest(fewer).lasts
        if shortest <= target:
            return _fitted(fewer, sheet, shortest, target)
    raise SessionTooLong(_range_told(sheet))


def _fitted(sheet: Sheet, wished: Sheet, shortest: Ms, target: Ms) -> Script:
    longest = _longest(sheet).lasts
    if target > min(longest, sheet.rules.longest_session):
        raise SessionTooLong(_range_told(wished))
    depth = _depth_lasting(sheet, (shortest, longest), target)
    minutes = round(target / MINUTE)
    left = Ms(target - write(sheet, depth, minutes=minutes).lasts)
    script = write(sheet, depth, minutes=minutes, spare=left)
    short = Ms(wished.depth.hold - depth.hold)
    shortened = short if wished.wishes.lasts is None else NO_TIME
    return replace(script, notes=_notes(sheet, shortened))


def _depth_lasting(sheet: Sheet, ends: tuple[Ms, Ms], target: Ms) -> Depth:
    """The depth at which the script lasts as long as the target, or at most `NEAR_ENOUGH` less.

    The length grows with the share, nearly in a straight line: the guess between the last two is
    soon near, and each third one is taken in the middle, so that it always gets there.
    """
    minutes = round(target / MINUTE)
    low, high = 0.0, 1.0
    short, long = ends
    for attempt in range(24):
        if target - short <= NEAR_ENOUGH or long == short:
            break
        line = low + (high - low) * (target - short - NEAR_ENOUGH // 2) / (long - short)
        share = line if attempt % 3 < 2 else (low + high) / 2
        lasts = write(sheet, _depth_at(sheet, share), minutes=minutes).lasts
        if lasts <= target:
            low, short = share, lasts
        else:
            high, long = share, lasts
    return _depth_at(sheet, low)


def _depth_at(sheet: Sheet, share: float) -> Depth:
    """The depth so far from the shortest to the longest; testing and set-up keep their time."""
    full, after = sheet.depth, TEMPOS[sheet.entry.pace].after
    least, most = (
        replace(depth, after=Ms(round(depth.after * after)))
        for depth in (DEPTHS["quick"], LONGEST_DEPTH)
    )

    def part(name: str) -> Ms:
        shortest, longest = getattr(least, name), getattr(most, name)
        return Ms(round(shortest + share * (longest - shortest)))

    fitted = {name: part(name) for name in ("search", "hold", "work", "after")}
    return sheet.kept(replace(full, **fitted))


def _shortest(sheet: Sheet) -> Script:
    return write(sheet, _depth_at(sheet, 0.0), minutes=SOME)


def _longest(sheet: Sheet) -> Script:
    return write(sheet, _depth_at(sheet, 1.0), minutes=SOME)


def _with_fewer_stops(sheet: Sheet) -> Iterator[Sheet]:
    """The sheet as it is, then without its last optional stop, and so on."""
    optional = [number for number, visit in enumerate(sheet.entry.visits) if visit.optional]
    for without in accumulate(reversed(optional), lambda gone, n: {*gone, n}, initial=set[int]()):
        kept = [visit for n, visit in enumerate(sheet.entry.visits) if n not in without]
        if kept:
            gone = tuple(f"{sheet.entry.visits[n].name} (no time)" for n in sorted(without))
            yield replace(sheet, entry=_with(sheet.entry, tuple(kept), gone))


def _with(entry: Entry, visits: tuple[Visit, ...], gone: tuple[str, ...]) -> Entry:
    return entry._replace(visits=visits, left_out=(*entry.left_out, *gone))


def _range_told(sheet: Sheet) -> str:
    spans = [span for fewer in _with_fewer_stops(sheet) if (span := _span(fewer))]
    if spans:
        told = " or ".join(f"{shortest} to {longest}" for shortest, longest in _joined(spans))
        return (
            f"{sheet.entry.name} can last {told} minutes; with fewer stops it can last less: "
            "--avoid some, or mark some as optional"
        )
    *_, fewest = _with_fewer_stops(sheet)
    return (
        f"{sheet.entry.name} has too many stops: even with the shortest holds it lasts "
        f"{math.ceil(_shortest(fewest).lasts / MINUTE)} minutes, and a session may last "
        f"{sheet.rules.longest_session_min}; take some stops out"
    )


def _span(sheet: Sheet) -> tuple[int, int] | None:
    """The fewest and the most whole minutes that these stops can fill; None for none."""
    most = min(_longest(sheet).lasts, sheet.rules.longest_session)
    shortest, longest = math.ceil(_shortest(sheet).lasts / MINUTE), math.floor(most / MINUTE)
    return (shortest, longest) if shortest <= longest else None


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for shortest, longest in sorted(spans):
        if joined and shortest <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(longest, joined[-1][1]))
        else:
            joined.append((shortest, longest))
    return joined


def _notes(sheet: Sheet, shortened: Ms = NO_TIME) -> tuple[str, ...]:
    notes = []
    if sheet.entry.left_out:
        notes.append(f"Left out: {', '.join(sheet.entry.left_out)}.")
    if shortened >= seconds(1):
        notes.append(
            f"Each hold is {shortened // 1000} s shorter than this depth would have it, "
            f"to keep the session within {sheet.rules.longest_session_min} minutes."
        )
    return tuple(notes)
