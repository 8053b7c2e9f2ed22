"""Now: where a session stands, for whoever shows it, notes it or goes on from it."""

from collections.abc import Callable
from dataclasses import dataclass

from coach.script import Revision, Section
from coach.timeline import Placed, PlacedSection
from coach.units import NO_TIME, Ms


@dataclass(frozen=True, slots=True)
class ResumePoint:
    """A place in a session."""

    number: int = 0
    """Of the section, from 0."""
    into: Ms = NO_TIME
    """From the section's start."""
    revisions: tuple[Revision, ...] = ()
    """What was asked for on the way, and changed the rest of it."""


START = ResumePoint()


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """Where a session stands."""

    section: PlacedSection
    coming: Section | None
    """The section after it; None in the last one."""
    number: int
    """Of the section, from 0."""
    sections: int
    position: Ms
    lasts: Ms
    cue: Placed | None
    paused: bool
    waits: Ms = NO_TIME
    """How long until it goes on, while it counts down or answers."""
    counts_down: bool = False
    """Whether it has yet to begin."""
    answer: str = ""
    """What the coach answers at this moment."""
    trouble: str = ""
    """What is wrong with the sound device, for which it waits; empty for nothing."""
    revisions: tuple[Revision, ...] = ()
    """What was asked for on the way, and changed the rest of it."""
    heard_opening: bool = False
    """Whether the opening was heard to its end."""

    @property
    def left(self) -> Ms:
        """How long it will still go on."""
        return Ms(max(0, self.lasts - self.position))

    @property
    def resume_point(self) -> ResumePoint:
        """From where to go on another time."""
        into = Ms(self.position - self.section.start)
        return ResumePoint(self.number, into, self.revisions)


Watch = Callable[[Now], object]
"""Told again and again where a session stands, by the thread that plays it; it must not wait."""
