"""What a desktop is told of a session."""

from dataclasses import dataclass

from coach.script import Section
from coach.stage import Now
from coach.units import Ms


@dataclass(frozen=True, slots=True)
class Playing:
    """A section as a track, the session as its album."""

    album: str
    section: Section
    number: int
    """From 0."""
    lasts: Ms
    paused: bool
    last: bool
    """Whether none comes after it."""


def playing(now: Now, album: str) -> Playing:
    """What is playing now."""
    section = now.section
    last = now.number + 1 == now.sections
    return Playing(album, section.section, now.number, section.lasts, now.paused, last)
