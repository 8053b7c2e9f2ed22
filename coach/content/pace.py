"""Pace: how long each part of a stop takes, and how long a sentence takes to say."""

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta, Struct

from coach.choices import RATE_WPM, DepthName, PaceName, Place
from coach.units import Ms, seconds


@dataclass(frozen=True, slots=True)
class Depth:
    """How long one side of a spot is held and worked."""

    hold: Ms
    """Still pressure; where the time is given, so many stops that holds are nearest to it."""
    work: Ms
    """Circles or rolls."""


DEPTHS: dict[DepthName, Depth] = {
    "quick": Depth(seconds(30), seconds(20)),
    "standard": Depth(seconds(60), seconds(30)),
    "deep": Depth(seconds(90), seconds(45)),
}
"""Holds of 30 to 90 s are where studies saw tender points become less so, 90 s doing more than 30
(J. Clinical Physiotherapy Research 4(2), 2019, e8; PMC6358529; Hou 2002, Arch Phys Med Rehabil
83:1406-14); rolling of 30 to 120 s gave the best range (Behm 2020, JSCR 34:3301-08). The division
into phases is this project's own."""

SHORTEST_HOLD = seconds(30)
"""The least of those studies."""
LONGEST_HOLD, LONGEST_WORK = seconds(120), seconds(60)
"""As far as a side may be drawn out when a session is to fill more time."""
SHORTEST_WORK, LEAST_WORK = seconds(20), seconds(12)
"""Of circles or rolls as a rule, and where a session could not be done in its time otherwise: once
round each ring, or twice up and down."""
FEWEST_TURNS = seconds(9)
"""Once round each ring at the quickest pace: where a session could not be done otherwise at all."""
QUIET_IN_HOLD = seconds(15)
"""After words in a hold, at least so long without any: attention stays with the breath."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause: the shortest in which nobody is hurried, the usual one, the longest."""

    least: Ms
    usual: Ms
    most: Ms

    def at(self, ease: float) -> Ms:
        """The pause from the shortest, at 0, by the usual, at 1, to the longest, at 2."""
        if ease <= 1:
            return Ms(round(self.least + ease * (self.usual - self.least)))
        return Ms(round(self.usual + (ease - 1) * (self.most - self.usual)))


def _pause(least: float, usual: float, most: float) -> Pause:
    return Pause(seconds(least), seconds(usual), seconds(most))


SET_UPS: dict[Place, Pause] = {
    "chair": _pause(5, 6, 12),
    "wall": _pause(5, 7, 12),
    "floor": _pause(10, 13, 20),
}
"""After the position is told, to take it. Sitting or standing, a hand or a ball is in its place
within about five seconds; on the floor a body has to go down and a ball under it, which takes one
who is slow to move about twice as long. This project's own, as are all pauses here."""
SAME_MOVE = 0.6
"""The share of it for the other side: the listener is there already, and has done it once."""
CHANGE = _pause(6, 8, 12)
"""Before a stop with another tool or in another place: to get up, fetch it, and be there."""
CHANGEOVER = _pause(1, 2.5, 5)
"""Before any other section."""
AFTER_SAFETY = _pause(1.5, 4, 6)
"""After the safety words: a slower voice takes all of it if it needs that for so many words."""
TEST, FLOOR_TEST = _pause(2.5, 3.5, 6), _pause(3.5, 5.5, 9)
"""After the test's words: a slow movement there and back takes about three seconds, and to get down
to the floor or to turn over there first another four."""
SEARCH = _pause(5, 6, 15)
"""To find the sore place, at about two and a half centimetres a second."""
EASE, LOOSEN, RETEST = _pause(1, 3, 6), _pause(2, 3.5, 8), _pause(2, 3.5, 6)
"""After the work: to take the pressure off, to move about, and to test again."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """How briskly a session goes, in ways that can be heard."""

    breather: Ms
    """Between two sentences that belong together."""
    stroke: Ms
    """One roll in one direction: 3 to 4 s (Debski 2019, Sezik 2024)."""
    turn: Ms
    """About one circle."""
    pauses: float
    """The share of the pauses in which nothing has to be moved."""


TEMPOS: dict[PaceName, Tempo] = {
    "brisk": Tempo(seconds(0.2), seconds(3.0), seconds(3.0), pauses=0.8),
    "even": Tempo(seconds(0.35), seconds(3.5), seconds(3.75), pauses=1.0),
    "slow": Tempo(seconds(0.45), seconds(4.0), seconds(4.5), pauses=1.25),
}


class Reading(Struct, frozen=True, forbid_unknown_fields=True):
    """How long a voice takes to say what is written, in milliseconds at `RATE_WPM`.

    Those that stand here are fitted to this project's own English sentences, spoken by Kokoro's
    heart and by eSpeak NG.
    """

    start_ms: Annotated[float, Meta(ge=0)] = 60
    """For every sentence."""
    letter_ms: Annotated[float, Meta(gt=0)] = 72
    """For each letter, space or mark."""
    comma_ms: Annotated[float, Meta(ge=0)] = 200
    """For each comma, beside that."""


ENGLISH = Reading()


def reading_ms(text: str, rate_wpm: int, reading: Reading = ENGLISH) -> Ms:
    """How long a voice at this rate takes to say a sentence, within about a fifth of a second.

    A script's rests take up the difference.

    >>> 2000 < reading_ms("Put the ball between the wall and your shoulder.", 145) < 4000
    True
    """
    commas = text.count(",") * reading.comma_ms
    at_usual = reading.start_ms + reading.letter_ms * len(text) + commas
    return Ms(round(at_usual * RATE_WPM / rate_wpm))
