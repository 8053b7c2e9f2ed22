"""The dose: how long each side of a spot is held and worked, within all limits."""

import math
from dataclasses import dataclass, replace
from typing import get_args

from coach.choices import Side, Talk
from coach.content import (
    FEWEST_TURNS,
    LEAST_WORK,
    LONGEST_HOLD,
    LONGEST_WORK,
    SHORTEST_HOLD,
    SHORTEST_WORK,
    Breath,
    Visit,
    longest_hold,
)
from coach.script.sheet import Sheet
from coach.units import Ms

SORE_FACTOR = 2.0
"""So many times as long the sore side is held and worked, where the limits allow it."""


@dataclass(frozen=True, slots=True)
class Dose:
    """What each side of each spot is to get, before its limits."""

    hold: Ms
    work: Ms
    ease: float = 1.0
    """How long the pauses are; see `Pause.at`."""
    sore: float = SORE_FACTOR
    """So many times as much the sore side gets, if there is one."""
    talk: Talk | None = None
    """How much is said at most, where time is shortest; None for as much as is wished."""


@dataclass(frozen=True, slots=True)
class Given:
    """What one side of one spot gets."""

    hold: Ms
    work: Ms


def dose_at(share: float, least: Dose) -> Dose:
    """The dose so far from the least, at 0, to the longest, at 1."""
    return replace(
        least,
        hold=_between(least.hold, LONGEST_HOLD, share),
        work=_between(least.work, LONGEST_WORK, share),
        ease=ease_at(share),
    )


def ease_at(share: float) -> float:
    """Pauses are the usual ones from an early share on, and longer in the last two fifths."""
    return min(1.0, 5 * share) + max(0.0, 2.5 * share - 1.5)


LEAST_DOSE = Dose(SHORTEST_HOLD, SHORTEST_WORK, ease=0.0)
"""With less than that stops are left out."""
SMALLEST_DOSE = Dose(SHORTEST_HOLD, LEAST_WORK, ease=0.0, sore=1.0)
"""Where one stop alone would last too long otherwise."""
TERSEST_DOSE = replace(SMALLEST_DOSE, work=FEWEST_TURNS, talk="bell")
"""Where even that would, in few words."""


def fewest(wished: Talk, most: Talk | None) -> Talk:
    """How much is said: as much as is wished, or at most."""
    amounts = get_args(Talk)
    return max(wished, most or wished, key=amounts.index)


def given(visit: Visit, side: Side, dose: Dose, sheet: Sheet) -> Given:
    """What a side gets of a dose, in whole breaths, and of its stop's own times and factors.

    No more than its spot, the rules and the other stops at the same spot leave.
    """
    stop, breath = visit.stop, sheet.wishes.breath
    own, sore = stop.factor(side), dose.sore if side == sheet.wishes.sore else 1.0
    factor = own * sore
    room = _room(visit, sheet)
    least_work = min(LEAST_WORK, Ms(round((stop.worked or LEAST_WORK) * factor)))
    most = min(longest_hold(visit.spot, sheet.rules), Ms(room - least_work))
    plain = whole_breaths(Ms(round((stop.held or dose.hold) * own)), breath, LONGEST_HOLD)
    hold = whole_breaths(Ms(round(plain * sore)), breath, most)
    work = min(Ms(round((stop.worked or dose.work) * factor)), Ms(room - hold))
    return Given(hold, work)


def whole_breaths(hold: Ms, breath: Breath, most: Ms) -> Ms:
    """As many whole breaths as fit a hold: no less than `SHORTEST_HOLD`, no more than the most.

    Where no number of breaths lies between both, it lasts as long as the most.
    """
    fewest = math.ceil(SHORTEST_HOLD / breath.lasts)
    breaths = min(max(fewest, hold // breath.lasts), most // breath.lasts)
    lasts = Ms(breaths * breath.lasts)
    return lasts if lasts >= SHORTEST_HOLD else min(most, SHORTEST_HOLD)


def _room(visit: Visit, sheet: Sheet) -> Ms:
    """The work that the rules leave one side of a stop, where others visit the same spot."""
    same = sum(other.name == visit.name for other in sheet.entry.visits)
    return Ms(sheet.rules.longest_side // max(1, same))


def _between(least: Ms, most: Ms, share: float) -> Ms:
    return Ms(round(least + share * max(0, most - least)))
