"""The suggestion: what to work on today, by what was not worked lately."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from statistics import fmean

from coach.content import BARE, Entry, Phrasebook, ScreenWords, fill
from coach.log.log import Logged


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A routine, and why this one."""

    entry: Entry
    days: int | None = None
    """Since any of it was worked; None where the log knows of none."""
    is_first: bool = False
    """Whether the log knows of no spot at all, so that it is chosen by what it needs."""

    def reason(self, words: ScreenWords, book: Phrasebook) -> str:
        """Why this one; goes on after the title and a colon."""
        told = words.suggest
        if self.is_first:
            taken = dict.fromkeys(
                "hands" if one.tool in BARE else one.tool for one in self.entry.visits
            )
            things = book.listed([book.tools[tool].a for tool in taken])
            return fill(told.teaches if self.entry.teaches else told.least, {"things": things})
        if self.days is None:
            return told.unlogged
        if self.days == 1:
            return told.yesterday
        return book.language.counted(told.rested, self.days, {"number": f"{self.days}"})


def suggestions(
    entries: Iterable[Entry], sessions: Sequence[Logged], today: date
) -> list[Suggestion]:
    """The routines that can be done today, the best first; the same all day.

    A muscle is worked at most once a day (evidence for more there is none; trials had three to
    five sessions a week), so a routine with a spot that was worked today is not among them. First
    comes the one of which everything was left alone for longest. Where the log knows of no spot,
    first comes what teaches, then what needs least: hands, and one place to be in.

    Args:
        entries: The routines to choose from, as they would be played.
        sessions: What was heard.
        today: The day at the listener's place.
    """
    ages = _ages(sessions, today)
    if not ages:
        return [Suggestion(entry, is_first=True) for entry in sorted(entries, key=_needs)]
    never = 1 + max((today - kept.began.date()).days for kept in sessions)

    def rank(entry: Entry) -> tuple[float, float, float]:
        of_entry = [ages.get(visit.name, never) for visit in entry.visits]
        chance = Random(f"{today} {entry.name}").random()
        return -min(of_entry), -fmean(of_entry), chance

    rested = [entry for entry in entries if all(ages.get(v.name) != 0 for v in entry.visits)]
    return [Suggestion(entry, _days(entry, ages)) for entry in sorted(rested, key=rank)]


def _ages(sessions: Sequence[Logged], today: date) -> dict[str, int]:
    """For every spot that was worked, the days since it last was; travel can make today earlier."""
    ages: dict[str, int] = {}
    for kept in sessions:
        days = max(0, (today - kept.began.date()).days)
        for one in kept.worked:
            ages[one.spot] = min(days, ages.get(one.spot, days))
    return ages


def _days(entry: Entry, ages: dict[str, int]) -> int | None:
    return min((ages[visit.name] for visit in entry.visits if visit.name in ages), default=None)


def _needs(entry: Entry) -> tuple[bool, int, int, int, str]:
    """What teaches first; then tools, places, and of those that need as little the most spots."""
    tools = {visit.tool for visit in entry.visits} - BARE
    places = {visit.way.place for visit in entry.visits}
    return not entry.teaches, len(tools), len(places), -len(entry.visits), entry.name
