"""Double knocks: two sharp, short sounds with quiet around them; of hands, or on the floor."""

from dataclasses import dataclass

import numpy as np

from coach.hearing.bands import HOP_S, Powers
from coach.sound import Samples
from coach.units import db_to_power

STEPS_A_HOP = 2
STEP_S = HOP_S / STEPS_A_HOP
"""Shorter than any clap."""


def _steps(seconds: float) -> int:
    return round(seconds / STEP_S)


JUMPS = db_to_power(14)
"""How much louder a knock is than the moment before, in power."""

MOMENT = _steps(0.05)
"""That moment, which ends `KNOCK_RISES` before the knock is loudest."""

KNOCK_RISES = _steps(0.03)

DIES = db_to_power(-9)
"""The share of it that may be left when it has died; speech and music go on."""

DEAD = _steps(0.08)
"""Steps until then."""

LEAST_KNOCK = db_to_power(-50)
"""The least power of a knock that is meant, against full scale."""

KNOCK_ABOVE_ECHO = db_to_power(15)
"""How much louder than what may be the coach."""

APART = _steps(0.14), _steps(0.45)
"""Between the two: slower ones are steps."""

QUIET_BEFORE = _steps(0.8)
"""The quiet before the first: neither applause nor talk."""

QUIET_AFTER = _steps(0.28), _steps(0.42)
"""The quiet after the second, a little longer than between the two, within these: applause goes on
in time, and a ball that bounces comes sooner each time."""

HUSHED = db_to_power(-9)
"""What is quiet, against a knock."""

AS_LOUD = db_to_power(11)
"""How many times as loud the one may be as the other."""

STEPS_KEPT = QUIET_BEFORE + APART[1] + QUIET_AFTER[1] + MOMENT + 2 * DEAD


@dataclass(frozen=True, slots=True)
class Knock:
    """One sharp sound."""

    step: int
    """Counted from the first that was heard."""
    power: float


class Knocks:
    """Takes the microphone's sound, and tells of double knocks."""

    def __init__(self) -> None:
        self._powers = np.zeros(STEPS_KEPT)
        self._count = STEPS_KEPT
        """Steps so far; the last one of `_powers` is this one's."""
        self._one: Knock | None = None
        self._two: Knock | None = None

    def feed(self, samples: Samples, expected: Powers) -> bool:
        """Whether a double knock is sure now, its quiet afterwards included.

        Args:
            samples: One channel, as many hops as are expected.
            expected: How much of these may be the coach.
        """
        if not len(expected):
            return False
        powers = np.square(samples.reshape(len(expected) * STEPS_A_HOP, -1), dtype=np.float64)
        echo = np.repeat(expected.sum(axis=1), STEPS_A_HOP)
        found = [self._take(*step) for step in zip(powers.mean(axis=1), echo, strict=True)]
        return any(found)

    def _take(self, power: float, echo: float) -> bool:
        """Take a step; whether it makes a double knock sure."""
        self._powers[:-1] = self._powers[1:]
        self._powers[-1] = power if power > KNOCK_ABOVE_ECHO * echo else 0.0
        self._count += 1
        if knock := self._knock():
            self._one, self._two = self._two, knock
        return self._is_double()

    def _knock(self) -> Knock | None:
        """The knock that has just died, if there is one."""
        at = len(self._powers) - 1 - DEAD
        power = float(self._powers[at])
        if power < LEAST_KNOCK or power < self._powers[at - KNOCK_RISES :].max():
            return None
        before = self._powers[at - KNOCK_RISES - MOMENT : at - KNOCK_RISES].mean()
        left = self._powers[-KNOCK_RISES:].mean()
        if power < JUMPS * before or left > DIES * power:
            return None
        return Knock(self._count - 1 - DEAD, power)

    def _is_double(self) -> bool:
        one, two = self._one, self._two
        if one is None or two is None:
            return False
        apart = two.step - one.step
        after = min(max(QUIET_AFTER[0], round(1.15 * apart) + 4), QUIET_AFTER[1])
        if self._count - 1 - two.step != after or not APART[0] <= apart <= APART[1]:
            return False
        if max(one.power, two.power) > AS_LOUD * min(one.power, two.power):
            return False
        return self._quiet_around(one, two)

    def _quiet_around(self, one: Knock, two: Knock) -> bool:
        end = len(self._powers)
        first, second = (end - self._count + knock.step for knock in (one, two))
        quiets = (
            (first - QUIET_BEFORE, first - KNOCK_RISES, min(one.power, two.power)),
            (first + DEAD, second - KNOCK_RISES, max(one.power, two.power)),
            (second + DEAD, end, two.power),
        )
        return all(
            float(self._powers[start:stop].max(initial=0.0)) < HUSHED * power
            for start, stop, power in quiets
        )
