"""The sorer side: which one the log tells of, so that it can be given more time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from coach.choices import BodySide
from coach.content import Entry
from coach.log.log import Logged

SORER_WITHIN = timedelta(weeks=6)
"""What is older tells little of today. This project's own choice."""
FEWEST_TOLD = 3
"""Of fewer sessions, most could be chance."""
MOST_TOLD = 5
"""Only the newest count: a side that is better is no longer told of after three sessions."""


@dataclass(frozen=True, slots=True)
class SorerSide:
    """The side that was the sorer one in most of the sessions that tell it."""

    side: BodySide
    times: int
    """In how many of the sessions it was this side."""
    sessions: int


def sorer_side(entry: Entry, sessions: Sequence[Logged], today: date) -> SorerSide | None:
    """The side that was sorer in more than half of the sessions that tell; None if neither was.

    Args:
        entry: Only sessions that worked one of its spots, if it has two sides, are counted.
        sessions: What was heard, the newest last.
        today: The day at the listener's place.
    """
    told = [kept.sorer for kept in sessions if kept.sorer and _counts(kept, entry, today)]
    newest = told[-MOST_TOLD:]
    sides: tuple[BodySide, ...] = get_args(BodySide)
    for side in sides if len(newest) >= FEWEST_TOLD else ():
        if 2 * newest.count(side) > len(newest):
            return SorerSide(side, newest.count(side), len(newest))
    return None


def _counts(kept: Logged, entry: Entry, today: date) -> bool:
    """Whether a session is of late, and worked a spot of this entry that has two sides."""
    spots = {visit.name for visit in entry.visits if "middle" not in visit.spot.in_turn}
    lately = today - kept.began.date() <= SORER_WITHIN
    return lately and any(one.spot in spots for one in kept.worked)
