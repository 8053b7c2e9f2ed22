"""Breathing patterns: in, hold, out, rest."""

from dataclasses import dataclass
from typing import NamedTuple

from coach.units import Ms, seconds

SHORTEST_BREATH_S, LONGEST_BREATH_S = 2.0, 12.0
"""Seconds a listener can draw or let out one breath without straining."""


class Phase(NamedTuple):
    """One part of a breath."""

    kind: str
    """``in``, ``hold`` or ``out``; the rest after the out-breath is a ``hold`` too."""
    lasts: Ms


@dataclass(frozen=True, slots=True)
class Breath:
    """One breath: how long it is drawn, held, let out, and rested after."""

    drawn: Ms
    held: Ms
    let_out: Ms
    rested: Ms

    @property
    def lasts(self) -> Ms:
        """The length of one whole breath."""
        return Ms(self.drawn + self.held + self.let_out + self.rested)

    @property
    def holds(self) -> bool:
        """Whether the breath is held anywhere, drawn or let out."""
        return bool(self.held or self.rested)

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The parts that last at all, in order."""
        parts = (
            Phase("in", self.drawn),
            Phase("hold", self.held),
            Phase("out", self.let_out),
            Phase("hold", self.rested),
        )
        return tuple(phase for phase in parts if phase.lasts)

    def __str__(self) -> str:
        numbers = [self.drawn, self.held, self.let_out, self.rested]
        if not self.rested:
            numbers.pop()
            if not self.held:
                numbers.pop(1)
        return "-".join(f"{number / 1000:g}" for number in numbers)


def parse_breath(text: str) -> Breath:
    """Read ``4-6`` (in, out), ``4-7-8`` (in, hold, out) or ``4-4-4-4`` (in, hold, out, rest).

    >>> str(parse_breath("4-7-8"))
    '4-7-8'

    Raises:
        ValueError: It is not such a pattern, or a breath nobody should try.
    """
    try:
        numbers = [float(part) for part in text.split("-")]
        drawn, held, let_out, rested = _in_hold_out_rest(numbers)
    except ValueError:
        raise ValueError(
            f"{text!r} is no breathing pattern; write seconds as in-out (4-6), "
            "in-hold-out (4-7-8) or in-hold-out-rest (4-4-4-4)"
        ) from None
    if not all(SHORTEST_BREATH_S <= number <= LONGEST_BREATH_S for number in (drawn, let_out)):
        raise ValueError(
            f"{text!r}: in and out take {SHORTEST_BREATH_S:g} to {LONGEST_BREATH_S:g} seconds "
            "each, such as 4-6"
        )
    if not all(0 <= number <= LONGEST_BREATH_S for number in (held, rested)):
        raise ValueError(f"{text!r}: hold and rest take 0 to {LONGEST_BREATH_S:g} seconds each")
    return Breath(seconds(drawn), seconds(held), seconds(let_out), seconds(rested))


def _in_hold_out_rest(numbers: list[float]) -> tuple[float, float, float, float]:
    match numbers:
        case [drawn, let_out]:
            return drawn, 0.0, let_out, 0.0
        case [drawn, held, let_out]:
            return drawn, held, let_out, 0.0
        case [drawn, held, let_out, rested]:
            return drawn, held, let_out, rested
    raise ValueError


CALM = parse_breath("4-6")
"""Six breaths a minute, the out-breath longer: where the calming effect was largest
(Laborde 2021, Sustainability 13:7775), a little rounder in numbers."""
