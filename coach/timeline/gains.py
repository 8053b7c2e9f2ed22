"""Gains: how loud the voice and the tones are played, so that every session is equally loud."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from coach.script import Script
from coach.sound import BED_LUFS, POWER_STEP, Power, integrated_lufs, lufs_to_power
from coach.timeline.timeline import Placed, PlacedSection, place, planned
from coach.units import Ms, db_to_power

SESSION_LUFS = -16.0
"""Integrated, of a whole session, where podcast apps expect stereo; Apple allows 1 dB around it
(hanna-eng.com, apu.software)."""

GAIN_STEP_DB = 0.25
"""Gains come in such steps, so that a session in which a word has changed keeps them."""

LOUDEST_VOICE_DB, LOUDEST_TONES_DB = 6.5, 12.0
"""Where there are few words, tones make up for them rather than one loud voice. Above these there
is no room left below full scale."""

SPOKEN_LUFS = -21.0
"""The loudness of a phrase from its first sound to its last, the pauses in it counted."""

BENEATH_DB = -10.0
"""How much softer than in a hold the breath is beneath circles and rolls: as loud as it can be
without drowning a circle where that is softest, behind the head."""

PROFILES_LUFS = {
    "bell": (-21.0, -24.0, -27.0, -29.9, -32.7, -35.5, -38.2, -41.1, -46.9, -61.5),
    "in": (-59.3, -44.5, -36.5, -31.5, -28.2, -25.9, -24.5, -23.7, -25.3, -36.2),
    "out": (-31.7, -23.9, -23.6, -24.8, -26.4, -28.5, -32.2, -37.1, -45.0, -59.9),
    "circle": (-24.0, -26.8, -28.8, -31.1, -33.0, -32.9, -30.9, -28.7, -26.7, -26.6),
    "up": (-29.6, -28.3, -28.2, -28.2, -28.1, -28.1, -28.1, -28.1, -28.0, -31.5),
    "down": (-28.7, -27.7, -27.8, -27.8, -27.8, -27.8, -27.9, -27.9, -27.9, -31.5),
}
"""The loudness of each tenth of a tone, by its kind, as `coach.sound.synthesis` makes it. Measured
once, so that a session can begin before any of them has been made."""


@dataclass(frozen=True, slots=True)
class Gains:
    """What is added to the levels at which voices speak and tones are made."""

    voice_db: float = 0.0
    tones_db: float = 0.0


EVEN = Gains()
"""Nothing."""


def gains(script: Script) -> Gains:
    """The gains that bring a session to `SESSION_LUFS`, whatever its share of words and holds.

    They are found from the script alone, before anything is spoken, so what is played is as loud as
    what is exported.
    """
    spoken, toned = _powers(script)
    bed = float(lufs_to_power(BED_LUFS))
    low, high = 0, round(LOUDEST_TONES_DB / GAIN_STEP_DB)
    while low < high:
        middle = (low + high) // 2
        tried = _gains(middle * GAIN_STEP_DB)
        whole = spoken * db_to_power(tried.voice_db) + toned * db_to_power(tried.tones_db) + bed
        if integrated_lufs(whole) < SESSION_LUFS - GAIN_STEP_DB / 2:
            low = middle + 1
        else:
            high = middle
    return _gains(low * GAIN_STEP_DB)


def _gains(tones_db: float) -> Gains:
    return Gains(min(tones_db, LOUDEST_VOICE_DB), tones_db)


def _powers(script: Script) -> tuple[Power, Power]:
    """The power of speech and of tones in each step of a session, as it is planned."""
    spoken, toned = (np.zeros(script.lasts // POWER_STEP + 1) for _ in range(2))
    for section in _planned(script):
        for placed in section.placed:
            _add(spoken if placed.text else toned, placed)
        for placed in section.beneath:
            _add(toned, placed, by_db=BENEATH_DB)
    return spoken, toned


def _planned(script: Script) -> Iterator[PlacedSection]:
    start = Ms(0)
    for section in script.sections:
        yield place(section, start, planned(section))
        start = Ms(start + section.lasts)


def _add(powers: Power, placed: Placed, *, by_db: float = 0.0) -> None:
    if placed.sound is not None:
        first, after = round(placed.start / POWER_STEP), round(placed.end / POWER_STEP)
        powers[first:after] += _power(placed.kind, after - first) * db_to_power(by_db)


def _power(kind: str, steps: int) -> Power:
    profile = PROFILES_LUFS.get(kind, (SPOKEN_LUFS,))
    tenths = (np.arange(steps) * len(profile)) // max(steps, 1)
    return lufs_to_power(np.array(profile)[tenths])
