"""Answers: what the coach says to what a listener asks for while it plays."""

from collections.abc import Iterator

from msgspec.structs import asdict

from coach.choices import LONGEST_COUNTDOWN_S, LONGEST_MINUTES, MOST_SORE
from coach.content.phrasebook import Phrasebook
from coach.content.wording import fill
from coach.units import MINUTE, Ms, seconds

SHORTEST_TOLD_S = 3
"""In a shorter countdown there is no time to tell it."""
TO_THE_SECOND = 20
"""So long a countdown is told to the second; a longer one to five."""
LONG_COUNTDOWN = seconds(98)
"""From here on one is told in minutes."""


def begins_told(book: Phrasebook, wait: Ms) -> str:
    """How a countdown of this length is told: to the second, to five, or in minutes."""
    words = book.answers
    if wait >= LONG_COUNTDOWN:
        return fill(words.begins_minutes, {"minutes": book.minutes(round(wait / MINUTE))})
    told = round(wait / 1000)
    rounded = told if told <= TO_THE_SECOND else 5 * round(told / 5)
    return fill(words.begins, {"seconds": book.seconds(rounded)})


def left_told(book: Phrasebook, left: Ms) -> str:
    """How the time that is left is told."""
    if left < MINUTE // 2:
        return book.answers.moment_left
    minutes = max(1, round(left / MINUTE))
    return fill(book.answers.minutes_left, {"minutes": book.minutes(minutes)})


def times_told(book: Phrasebook, most: Ms, least: Ms) -> Iterator[str]:
    """How the time that is left is told, in turn, while it goes from the most to the least."""
    every = (*range(most, least, -MINUTE // 2), least)
    yield from dict.fromkeys(left_told(book, Ms(left)) for left in every)


def may_be_told(book: Phrasebook, *, lesson: bool = False) -> Iterator[str]:
    """All else that may be answered at any time, what is asked for most first.

    Args:
        book: Whose words.
        lesson: Whether nothing is pressed in the session.
    """
    words = book.answers
    pressing = (words.easier, words.longest, words.over, words.skipped)
    yield from (words.no_pressing,) if lesson else pressing


def all_answers(book: Phrasebook) -> Iterator[str]:
    """Every answer there can be, but for the title that `resumed` tells."""
    words = book.answers
    minutes = range(1, LONGEST_MINUTES + 1)
    waits = range(SHORTEST_TOLD_S, LONGEST_COUNTDOWN_S + 1)
    yield from (line for line in asdict(words).values() if "{" not in line)
    yield from (left_told(book, Ms(one * MINUTE)) for one in minutes)
    yield from dict.fromkeys(begins_told(book, seconds(one)) for one in waits)
    yield from (fill(words.sore, {"number": f"{one}"}) for one in range(MOST_SORE + 1))
