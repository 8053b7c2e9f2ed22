"""Limits: what a routine says of holds and work, held against the rules."""

from collections.abc import Iterator, Mapping, Sequence

from coach.choices import Side
from coach.content.pace import LEAST_WORK, SHORTEST_HOLD
from coach.content.routine import Stop
from coach.content.safety import Rules
from coach.content.spot import Spot
from coach.disk import Problem
from coach.units import Ms, seconds


def longest_hold(spot: Spot, rules: Rules) -> Ms:
    """Still pressure on a spot, at most."""
    return min(spot.longest_hold, rules.longest_hold)


def stop_limit_problems(
    stops: Sequence[Stop], spots: Mapping[str, Spot], rules: Rules
) -> Iterator[Problem]:
    """Every hold, factor and sum of both that is more than the rules allow.

    Args:
        stops: Of one routine.
        spots: The facts of those that are known.
        rules: What they have to keep to.
    """
    for number, stop in enumerate(stops):
        if stop.spot in spots:
            for key, problem in _hold_problems(stop, spots[stop.spot], rules):
                yield ("stops", number, key), problem
    for name, spot in spots.items():
        same = [number for number, stop in enumerate(stops) if stop.spot == name]
        for side in spot.in_turn:
            lasts = sum(_least(stops[number], side) for number in same)
            if lasts > rules.longest_side:
                yield ("stops", same[-1]), _too_much(name, side, Ms(round(lasts)), len(same), rules)


def _hold_problems(stop: Stop, spot: Spot, rules: Rules) -> Iterator[tuple[str, str]]:
    most = longest_hold(spot, rules)
    hold = stop.held or SHORTEST_HOLD
    if hold > most:
        yield "hold", f"{_s(hold)} is more than {stop.spot} may be held, which is {_s(most)}"
        return
    for side in spot.in_turn:
        factor = stop.factor(side)
        if hold * factor > most:
            allowed = most / hold
            yield (
                side,
                f"{factor:g} times a hold of {_s(hold)} is {_s(Ms(round(hold * factor)))}, and "
                f"{stop.spot} may be held for {_s(most)}; at most {allowed:.3g} is allowed here",
            )


def _least(stop: Stop, side: Side) -> float:
    """The least of hold and work that this stop gives to a side."""
    return ((stop.held or SHORTEST_HOLD) + (stop.worked or LEAST_WORK)) * stop.factor(side)


def _too_much(name: str, side: Side, lasts: Ms, times: int, rules: Rules) -> str:
    where = name if side == "middle" else f"the {side} side of {name}"
    visits = "" if times == 1 else f" by {times} stops together"
    return (
        f"{where} is worked for {_s(lasts)}{visits}, and one side of a muscle may be worked for "
        f"{_s(rules.longest_side)}; shorten hold or work, or take a stop out"
    )


def _s(lasts: Ms) -> str:
    return f"{lasts / seconds(1):g} s"
