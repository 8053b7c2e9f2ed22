"""Shapes: what moves, as dots in a square."""

from functools import lru_cache
from math import cos, pi, sin

import numpy as np
from numpy.typing import NDArray

from coach.screen.cells import Dots, Look
from coach.screen.motion import Disc, Motion, Rings, RollTrack

SMALLEST_BREATH = 0.25
"""Of the largest circle: a breath that is all let out is still to be seen."""

Shape = tuple[tuple[Look, Dots], ...]
"""Dots of each look."""


def draw_motion(motion: Motion, side: int) -> Shape:
    """What moves, in a square with a side of so many dots."""
    point, largest = _point(side), side / 2 - 0.5
    match motion:
        case Disc(level):
            radius = largest * (SMALLEST_BREATH + (1 - SMALLEST_BREATH) * level)
            return (Look.FAINT, _ring(side, largest)), (Look.ACCENT, _filled(side, radius))
        case Rings(ring, rings, turned):
            reach = (largest - point) / rings
            radius = reach * (ring + 1)
            x, y = radius * sin(2 * pi * turned), -radius * cos(2 * pi * turned)
            drawn = [
                (Look.BRIGHT if number == ring else Look.FAINT, _ring(side, reach * (number + 1)))
                for number in range(rings)
            ]
            knot, mover = _filled(side, 1.0), _filled(side, point, x, y)
            return (*drawn, (Look.PLAIN, knot), (Look.ACCENT, mover))
        case RollTrack(height):
            mover = _filled(side, point, 0.0, (largest - point - 2) * (1 - 2 * height))
            return (Look.FAINT, _capsule(side, point + 2)), (Look.ACCENT, mover)


def _point(side: int) -> float:
    """The radius of the point that moves."""
    return max(1.5, side / 14)


@lru_cache(maxsize=16)
def _from_middle(side: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far right of the middle each column lies, and how far below it each row."""
    places = np.arange(side, dtype=np.float64) - (side - 1) / 2
    return places[None, :], places[:, None]


@lru_cache(maxsize=16)
def _ring(side: int, radius: float) -> Dots:
    """A line of one dot's width round the middle."""
    return np.abs(np.hypot(*_from_middle(side)) - radius) < 0.5


@lru_cache(maxsize=4)
def _capsule(side: int, radius: float) -> Dots:
    """A line round all that a point can reach, up and down."""
    right, below = _from_middle(side)
    beyond = np.maximum(0, np.abs(below) - (side / 2 - 0.5 - radius))
    return np.abs(np.hypot(right, beyond) - radius) < 0.5


def _filled(side: int, radius: float, x: float = 0.0, y: float = 0.0) -> Dots:
    """A filled circle, so far right of the middle and below it."""
    right, below = _from_middle(side)
    return np.hypot(right - x, below - y) <= radius
