"""Motion: what moves in a session at this moment, and how far it has come."""

from dataclasses import dataclass
from math import cos, pi

from coach.sound import Orbit, Stroke, Swell
from coach.stage import Now
from coach.timeline import Placed

BREATHING = ("breathe", "hold")


@dataclass(frozen=True, slots=True)
class Disc:
    """Breath, as a circle that grows and shrinks."""

    level: float
    """From 0, all let out, to 1, all drawn."""


@dataclass(frozen=True, slots=True)
class Rings:
    """Circles round the middle of a knot, and the point that goes round in one of them."""

    ring: int
    """0 is the innermost."""
    rings: int
    turned: float
    """From 0, at the top, clockwise to 1."""


@dataclass(frozen=True, slots=True)
class RollTrack:
    """The length of a muscle, and the point that rolls along it."""

    height: float
    """From 0, its lower end, to 1."""


Motion = Disc | Rings | RollTrack


def motion(now: Now) -> Motion:
    """What is heard or, in quiet and speech, what is heard next, waiting where it begins.

    Nothing waits behind a bell: with it something is over.
    """
    cue = now.cue
    if cue is None:
        return Disc(0.0)
    ahead = (one for one in now.section.placed if one.start >= cue.start and _is_tone(one))
    return _motion(cue, next(ahead, None), now)


def _is_tone(placed: Placed) -> bool:
    return placed.kind not in ("say", "rest")


def _motion(cue: Placed, next_tone: Placed | None, now: Now) -> Motion:
    share = _share(next_tone, now) if next_tone else 0.0
    match next_tone and next_tone.sound:
        case Swell(kind=kind):
            drawn = 0.5 - 0.5 * cos(pi * share)
            return Disc(drawn if kind == "in" else 1 - drawn)
        case Orbit() as orbit if cue.cue not in BREATHING:
            return Rings(orbit.ring, orbit.rings, share if orbit.clockwise else (1 - share) % 1)
        case Stroke(up=up) if cue.cue not in BREATHING:
            return RollTrack(share if up else 1 - share)
    return Disc(0.0)


def _share(placed: Placed, now: Now) -> float:
    """How much of it has been heard."""
    return min(1.0, max(0.0, (now.position - placed.start) / max(placed.lasts, 1)))
