"""Now: where a session stands, for whoever shows it, notes it or goes on from it."""

from dataclasses import dataclass

from coach.script import Section
from coach.timeline import Placed, PlacedSection
from coach.units import NO_TIME, Ms


@dataclass(frozen=True, slots=True)
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

    @property
    def left(self) -> Ms:
        """How long it will still go on."""
        return Ms(max(0, self.lasts - self.position))
