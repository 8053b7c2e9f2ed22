"""Reach: how long a session is by itself, and between which lengths it can be asked for."""

from dataclasses import replace
from typing import NamedTuple

from coach.script.dose import LEAST_DOSE, TERSEST_DOSE, dose_at
from coach.script.fitting import briskly, lasting, own_length, with_fewer_stops
from coach.script.sheet import Sheet
from coach.units import Ms


class Reach(NamedTuple):
    """The lengths that a session can have."""

    least: Ms
    """Its most important stop alone, in the fewest words."""
    own: Ms
    """Where nothing is asked for."""
    most: Ms
    """All its stops, for as long as the limits allow."""


def reach(sheet: Sheet) -> Reach:
    """The lengths that a session can have, whatever length the sheet wishes."""
    free = replace(sheet, wishes=replace(sheet.wishes, lasts=None, whole=False))
    *_, one = with_fewer_stops(free)
    most = min(lasting(free, dose_at(1.0, LEAST_DOSE)), free.rules.longest_session)
    least = lasting(briskly(one), TERSEST_DOSE)
    return Reach(least, min(max(own_length(free), least), most), most)
