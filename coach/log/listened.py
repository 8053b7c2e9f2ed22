"""What was heard of a session, found out by looking where it stands again and again."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from coach.log.log import WorkedSide
from coach.stage import Now
from coach.timeline import PlacedSection
from coach.units import Ms, seconds

HEARD_SLACK = seconds(1)
"""Players tell what was heard in steps: so much more than the time that went by is no jump yet."""


class Listened:
    """How much of a session was heard, and what was worked.

    What is jumped over is not heard; what is heard twice counts twice.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.lasts = Ms(0)
        """All that was heard."""
        self._clock = clock
        self._looked: tuple[Now, float] | None = None
        self._sides: dict[WorkedSide, _Side] = defaultdict(_Side)

    def look(self, now: Now) -> None:
        """Take in where the session stands."""
        time = self._clock()
        if self._looked is not None:
            before, looked = self._looked
            went = now.position - before.position
            if 0 < went <= seconds(time - looked) + HEARD_SLACK:
                self.lasts = Ms(self.lasts + went)
                self._hear(before.section, before.position, now.position)
                if now.number != before.number:
                    self._hear(now.section, before.position, now.position)
        self._looked = now, time

    @property
    def worked(self) -> tuple[WorkedSide, ...]:
        """The spots, on each side, of which the hold or the larger part was heard."""
        return tuple(side for side, of_it in self._sides.items() if of_it.worked)

    def _hear(self, section: PlacedSection, start: Ms, end: Ms) -> None:
        """Count what of this stretch lies in a section."""
        worked = section.section.worked
        if worked is None:
            return
        side = self._sides[WorkedSide(worked.spot, worked.side)]
        hold = [one for one in section.placed if one.cue == "hold"]
        side.lasts, side.hold = section.lasts, Ms(sum(one.lasts for one in hold))
        side.heard += max(0, min(end, section.end) - max(start, section.start))
        if hold:
            side.held += max(0, min(end, hold[-1].end) - max(start, hold[0].start))


@dataclass(slots=True)
class _Side:
    """One side of a spot: what was heard of its section and of the hold in it, in ms."""

    lasts: int = 0
    hold: int = 0
    heard: int = 0
    held: int = 0

    @property
    def worked(self) -> bool:
        """Whether the hold or the larger part was heard."""
        return 2 * self.heard > self.lasts or 0 < self.hold <= self.held + HEARD_SLACK
