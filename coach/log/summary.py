"""The plot: how long sessions were, and how sore it was, over days, weeks or months."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import fmean

from coach.content import ScreenWords, fill
from coach.log.log import Logged

MOST_STRETCHES = 31
"""More rows than this are too many to take in: then weeks stand for days, or months for weeks."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A day, a week or a month of the log."""

    begins: date
    label: str
    """Its beginning, as it is shown."""
    minutes: float
    """How much was heard."""
    before: float | None
    """How sore it was, from 0 to 10: the mean of the sessions that tell both; None if none does."""
    after: float | None
    """The same after the sessions."""
    is_week: bool = False


def stretches(sessions: Sequence[Logged]) -> list[Stretch]:
    """All stretches from the first session to the last, also those in which there was none.

    They are days, or weeks where there would be more than `MOST_STRETCHES` of these, or months. A
    session belongs to the day on which it began, at its own place.
    """
    days = [kept.began.date() for kept in sessions]
    if not days:
        return []
    span = [min(days) + timedelta(n) for n in range((max(days) - min(days)).days + 1)]
    begin, label, is_week = _step(span)
    heard: dict[date, list[Logged]] = defaultdict(list)
    for day, kept in zip(days, sessions, strict=True):
        heard[begin(day)].append(kept)
    starts = dict.fromkeys(begin(day) for day in span)
    drawn = (_stretch(start, format(start, label), heard[start]) for start in starts)
    return [replace(one, is_week=is_week) for one in drawn]


def label_told(one: Stretch, words: ScreenWords) -> str:
    """What a stretch is called: by its first day, its week or its month."""
    return fill(words.log.week, {"date": one.label}) if one.is_week else one.label


def _step(span: Sequence[date]) -> tuple[Callable[[date], date], str, bool]:
    """What gives the beginning of the stretch of a day, its form, and whether it is a week."""
    if len(span) <= MOST_STRETCHES:
        return lambda day: day, "%Y-%m-%d", False
    if len(span) <= 7 * MOST_STRETCHES:
        return lambda day: day - timedelta(day.weekday()), "%Y-%m-%d", True
    return lambda day: day.replace(day=1), "%Y-%m", False


def _stretch(begins: date, label: str, sessions: Iterable[Logged]) -> Stretch:
    heard = list(sessions)
    minutes = sum(kept.heard for kept in heard) / 60_000
    told = [(k.before, k.after) for k in heard if k.before is not None and k.after is not None]
    if not told:
        return Stretch(begins, label, minutes, None, None)
    before, after = (fmean(side) for side in zip(*told, strict=True))
    return Stretch(begins, label, minutes, before, after)
