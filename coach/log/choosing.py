"""Choosing: which of the sessions in the log are meant."""

from collections.abc import Collection, Sequence
from datetime import date

from coach.errors import RequestError
from coach.log.log import Logged


def choose_sessions(
    sessions: Sequence[Logged],
    numbers: Collection[int] = (),
    *,
    last: int | None = None,
    since: date | None = None,
) -> list[Logged]:
    """Those that are asked for, in the order in which they are kept.

    Args:
        sessions: All there are.
        numbers: Only these; none for any.
        last: At most so many, the newest.
        since: Only those that began on this day or later.

    Raises:
        RequestError: There is none of some number.
    """
    if gone := set(numbers).difference(kept.number for kept in sessions):
        raise RequestError(f"there is no session {min(gone)}; `coach log` shows them all")
    found = [
        kept
        for kept in sessions
        if (not numbers or kept.number in numbers) and (since is None or kept.began.date() >= since)
    ]
    return found[-last:] if last else found
