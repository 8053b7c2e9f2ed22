"""Routines: what to work on, in order, and for how long."""

from typing import Annotated

from msgspec import Meta, Struct

from coach.choices import LONGEST_MINUTES, PaceName, Place, Side, Talk, Tool
from coach.disk import ONE_LINE
from coach.units import Ms, seconds

LEAST_MINUTES = 3
"""As short as a routine can be asked to last."""
LEAST_HOLD_S = 30
"""The shortest hold: where studies saw tender points become less so (PMC6358529)."""
MOST_FACTOR = 4
"""So many times as long one side may be worked at most; the limits of a hold allow no more."""

Factor = Annotated[float, Meta(ge=1 / MOST_FACTOR, le=MOST_FACTOR)]


class Stop(Struct, frozen=True, forbid_unknown_fields=True):
    """A spot as a routine visits it, on all its sides."""

    spot: str
    """A spot's name, which is its file's name."""
    tool: Tool | None = None
    """By default the first tool of the first way that suits."""
    place: Place | None = None
    rank: Annotated[int, Meta(ge=1, le=40)] | None = None
    """How important it is, 1 the most; by default its place among the stops. Where time is short,
    the least important are left out."""
    hold: Annotated[float, Meta(ge=LEAST_HOLD_S, le=120)] | None = None
    """Seconds of still pressure; None for as long as the session's length makes it."""
    work: Annotated[float, Meta(ge=10, le=150)] | None = None
    """Seconds of circles or rolls; the same."""
    left: Factor = 1.0
    """So many times as long the left side is held and worked."""
    right: Factor = 1.0

    def factor(self, side: Side) -> float:
        """So many times as long this side is held and worked."""
        return {"left": self.left, "right": self.right, "middle": 1.0}[side]

    @property
    def held(self) -> Ms | None:
        """The hold that it says, if it says one."""
        return None if self.hold is None else seconds(self.hold)

    @property
    def worked(self) -> Ms | None:
        """The circles or rolls that it says, if it says so."""
        return None if self.work is None else seconds(self.work)


class Routine(Struct, frozen=True, forbid_unknown_fields=True):
    """Stops in order."""

    stops: Annotated[tuple[Stop, ...], Meta(min_length=1, max_length=40)]
    minutes: Annotated[float, Meta(ge=LEAST_MINUTES, le=LONGEST_MINUTES)] | None = None
    """How long it lasts; None for as long as its stops take."""
    pace: PaceName = "even"
    """``brisk`` before exercise, ``slow`` after it and before sleep."""
    bed: Annotated[str, Meta(min_length=1, pattern=ONE_LINE)] | None = None
    """What lies under it where the listener chooses none."""
    talk: Talk | None = None
    """How much is said where the listener does not choose."""
    teaches: bool = False
    """Whether it explains every step the first time."""
    title: Annotated[str, Meta(min_length=1, max_length=60, pattern=ONE_LINE)] | None = None
    """For a routine that has no file of words in the language."""
    purpose: Annotated[str, Meta(max_length=120, pattern=ONE_LINE)] | None = None
    """The same; begins with "for"."""
