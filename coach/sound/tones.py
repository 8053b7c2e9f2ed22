"""Tones: the sounds that pace a session, in numbers; `coach.sound.synthesis` makes them heard."""

from dataclasses import dataclass
from typing import Literal

from coach.units import Ms

CHIME_LASTS = Ms(450)


@dataclass(frozen=True, slots=True)
class Strike:
    """A bell is struck and rings out."""

    lasts: Ms


@dataclass(frozen=True, slots=True)
class Swell:
    """Breath in rises in pitch and brightness, breath out falls and is darker."""

    kind: Literal["in", "out"]
    lasts: Ms


@dataclass(frozen=True, slots=True)
class Orbit:
    """Once round the head: in front bright and near, behind dull; a tick in front begins it."""

    ring: int
    """0 is the innermost: highest and narrowest."""
    rings: int
    clockwise: bool
    """Seen from above: front, right, behind, left."""
    lasts: Ms


@dataclass(frozen=True, slots=True)
class Stroke:
    """One roll along the muscle: the pitch is the place on it."""

    up: bool
    lasts: Ms


@dataclass(frozen=True, slots=True)
class Chime:
    """Two soft notes that answer what was asked for: up for yes and on, down for no and halt."""

    rising: bool
    lasts: Ms = CHIME_LASTS


Tone = Strike | Swell | Orbit | Stroke | Chime
