"""Answers: what the coach says to what a listener asks for while it plays."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import asdict

from coach.choices import LONGEST_COUNTDOWN_S, LONGEST_MINUTES, MOST_SORE
from coach.content.wording import Line, fill
from coach.units import MINUTE, Ms, seconds

SHORTEST_TOLD_S = 3
"""In a shorter countdown there is no time to tell it."""
TO_THE_SECOND = 20
"""So long a countdown is told to the second; a longer one to five."""
LONG_COUNTDOWN = seconds(98)
"""From here on one is told in minutes."""


class AnswerWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What the coach answers to what a listener asks for while it plays."""

    minutes_left: Line
    minute_left: Line
    moment_left: Line
    """When less than half a minute is left."""
    longest: Line
    """This spot, or the session, may not last longer."""
    over: Line
    """There is no hold or work to lengthen here, or not any more."""
    no_pressing: Line
    """There is none in all of it: it is a lesson."""
    easier: Line
    skipped: Line
    resumed: Line
    """At the place where a session was left."""
    begins: Line
    """At the start of a countdown."""
    begins_minutes: Line
    """The same where it is a long one."""
    soon: Line
    """Ten seconds before its end."""
    how_sore: Line
    """After the session; how it is answered is told too."""
    sore: Line
    """Says back what was understood."""


def begins_told(words: AnswerWords, wait: Ms) -> str:
    """How a countdown of this length is told: to the second, to five, or in minutes.

    >>> from types import SimpleNamespace
    >>> words = SimpleNamespace(begins="In {seconds} s.", begins_minutes="In {minutes} min.")
    >>> [begins_told(words, Ms(ms)) for ms in (12_000, 88_000, 150_000)]
    ['In 12 s.', 'In 90 s.', 'In 2 min.']
    """
    if wait >= LONG_COUNTDOWN:
        return fill(words.begins_minutes, {"minutes": f"{round(wait / MINUTE)}"})
    told = round(wait / 1000)
    rounded = told if told <= TO_THE_SECOND else 5 * round(told / 5)
    return fill(words.begins, {"seconds": f"{rounded}"})


def left_told(words: AnswerWords, left: Ms) -> str:
    """How the time that is left is told."""
    if left < MINUTE // 2:
        return words.moment_left
    minutes = round(left / MINUTE)
    return (
        words.minute_left if minutes <= 1 else fill(words.minutes_left, {"minutes": f"{minutes}"})
    )


def times_told(words: AnswerWords, most: Ms, least: Ms) -> Iterator[str]:
    """How the time that is left is told, in turn, while it goes from the most to the least."""
    every = (*range(most, least, -MINUTE // 2), least)
    yield from dict.fromkeys(left_told(words, Ms(left)) for left in every)


def may_be_told(words: AnswerWords, *, lesson: bool = False) -> Iterator[str]:
    """All else that may be answered at any time, what is asked for most first.

    Args:
        words: The phrasebook's.
        lesson: Whether nothing is pressed in the session.
    """
    pressing = (words.easier, words.longest, words.over, words.skipped)
    yield from (words.no_pressing,) if lesson else pressing


def all_answers(words: AnswerWords) -> Iterator[str]:
    """Every answer there can be, but for the title that `resumed` tells."""
    minutes = range(2, LONGEST_MINUTES + 1)
    waits = range(SHORTEST_TOLD_S, LONGEST_COUNTDOWN_S + 1)
    yield from (line for line in asdict(words).values() if "{" not in line)
    yield from (fill(words.minutes_left, {"minutes": f"{one}"}) for one in minutes)
    yield from dict.fromkeys(begins_told(words, seconds(one)) for one in waits)
    yield from (fill(words.sore, {"number": f"{one}"}) for one in range(MOST_SORE + 1))
