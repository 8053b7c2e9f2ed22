"""Pace: how long each part of a stop takes, and how long a sentence takes to say."""

from dataclasses import dataclass

from coach.choices import DepthName, PaceName
from coach.units import Ms, seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """The times of one visit to one side of a spot, in milliseconds."""

    test: Ms
    """The movement before, its words included."""
    setup: Ms
    """After the position is told, to take it at a wall or on a chair."""
    setup_floor: Ms
    """The same on the floor, where a body has to go down and a ball under it."""
    search: Ms
    """Finding the tender place, its words included."""
    hold: Ms
    """Still pressure."""
    work: Ms
    """Circles or rolls."""
    after: Ms
    """Easing off, shaking out and testing again: the pauses of the three together."""


def _depth(**lasts_s: float) -> Depth:
    return Depth(**{part: seconds(lasts) for part, lasts in lasts_s.items()})


DEPTHS: dict[DepthName, Depth] = {
    "quick": _depth(test=6, setup=8, setup_floor=15, search=10, hold=30, work=20, after=10),
    "standard": _depth(test=8, setup=10, setup_floor=18, search=20, hold=60, work=30, after=15),
    "deep": _depth(test=10, setup=12, setup_floor=20, search=25, hold=90, work=45, after=20),
}
"""Holds of 30 to 90 s are where studies saw tender points become less so, 90 s doing more than 30
(J. Clinical Physiotherapy Research 4(2), 2019, e8; PMC6358529); rolling of 30 to 120 s gave the
best range (Behm 2020, JSCR 34:3301-08). The division into phases is this project's own."""

QUIET_IN_HOLD = seconds(15)
"""After words in a hold, at least so long without any: attention stays with the breath."""
LONGEST_DEPTH = _depth(test=10, setup=12, setup_floor=20, search=40, hold=120, work=60, after=45)
"""As far as a visit may be drawn out when a session is to fill more time."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """How briskly a session goes, in ways that can be heard."""

    breather: Ms
    """Between two sentences that belong together."""
    stroke: Ms
    """One roll in one direction: 3 to 4 s (Debski 2019, Sezik 2024)."""
    turn: Ms
    """About one circle."""
    hold: float
    """The share of the depth's hold; never below that of ``quick``."""
    after: float
    """The share of the pauses after the work."""


TEMPOS: dict[PaceName, Tempo] = {
    "brisk": Tempo(seconds(0.35), seconds(3.0), seconds(3.0), hold=0.75, after=0.8),
    "even": Tempo(seconds(0.5), seconds(3.5), seconds(3.75), hold=1.0, after=1.0),
    "slow": Tempo(seconds(0.8), seconds(4.0), seconds(4.5), hold=1.0, after=1.4),
}


def reading_ms(text: str, rate_wpm: int) -> Ms:
    """How long a voice at this rate takes to say a sentence, within about a fifth of a second.

    Fitted to eSpeak NG speaking this project's own sentences; a script's rests take up the
    difference.

    >>> 2000 < reading_ms("Put the ball between the wall and your shoulder.", 145) < 4000
    True
    """
    at_145 = 220 + 55 * len(text) + 270 * text.count(",")
    return Ms(round(at_145 * 145 / rate_wpm))
