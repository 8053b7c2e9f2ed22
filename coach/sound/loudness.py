"""Loudness: how loud a sound is to the ear, as ITU-R BS.1770 and EBU R 128 measure it."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import overload

import numpy as np
from numpy.typing import NDArray

from coach.sound.clip import Clip, Samples
from coach.sound.shaping import PEAK_FRAMES, holding, limited, peaks
from coach.units import RATE_HZ, Ms, db_to_gain, db_to_power, ms_to_frames

Power = NDArray[np.float64]
"""The weighted power of each step of a sound: mean squares, both channels together."""

POWER_STEP = Ms(100)
"""Four steps are the block of 400 ms that the standard gates, blocks overlapping by three."""
STEPS_OF_A_BLOCK = 4

LUFS_OF_FULL_POWER = -0.691
"""The loudness of a weighted power of 1: by it, a sine of 997 Hz is as loud as its level says."""
FAINTEST_LUFS = -70.0
"""What is below it counts as silence."""
GATE_LU = 10.0
"""A block that is so much below the mean of all blocks is left out of the measure."""

CREST_DB = 11.0
"""How far the peaks of speech may stand above its loudness: what broadcast speech has, and no more
than there is room for when a whole session is played at -16 LUFS."""
CLOSE_DB = 0.1
"""So near to what is wanted is near enough."""
MOST_HELD_DB = 6.0
"""Speech is not turned up further into the ceiling than by this, though it stay softer."""
SPEECH_STRETCH = Ms(20)
"""About a sound of speech."""


def power(samples: Samples, step: Ms = POWER_STEP, *, rate_hz: int = RATE_HZ) -> Power:
    """The power of a sound, step by step; silence fills up the last step.

    Args:
        samples: One channel counts as the same on both sides, as it is played.
        step: The length of a step.
        rate_hz: The rate of the samples.
    """
    frames = ms_to_frames(step, rate_hz)
    sides = samples[None] if samples.ndim == 1 else samples.T
    whole = np.pad(sides, ((0, 0), (0, -sides.shape[1] % frames)))
    spectra = np.fft.rfft(whole.reshape(len(sides), -1, frames))
    squares = np.square(np.abs(spectra)).sum(axis=0) * (2 / len(sides))
    return np.asarray(2 * (squares @ _weights(frames, rate_hz)) / frames**2, dtype=np.float64)


def lufs(power: Power) -> Power:
    """Each power as loudness."""
    return LUFS_OF_FULL_POWER + 10 * np.log10(np.maximum(power, 1e-12))


@overload
def lufs_to_power(loudness: float) -> float: ...
@overload
def lufs_to_power(loudness: Power) -> Power: ...
def lufs_to_power(loudness: float | Power) -> float | Power:
    """The power of what is so loud; the way back from `lufs`."""
    return db_to_power(loudness - LUFS_OF_FULL_POWER)


def mean_lufs(power: Power) -> float:
    """The loudness of all steps together, without gating; of no step, that of silence."""
    return float(lufs(power.mean(keepdims=True))[0]) if len(power) else float(lufs(power.sum()))


def integrated_lufs(power: Power) -> float:
    """The loudness of a whole programme, by its power in `POWER_STEP`s, quiet parts left out."""
    blocks = np.convolve(power, np.full(STEPS_OF_A_BLOCK, 1 / STEPS_OF_A_BLOCK), "valid")
    heard = blocks[lufs(blocks) > FAINTEST_LUFS]
    return mean_lufs(heard[lufs(heard) > mean_lufs(heard) - GATE_LU])


def level(clip: Clip, wanted_lufs: float) -> Clip:
    """A clip with its sounding part as loud as is wanted; silence stays silent.

    The sounding part is every `SPEECH_STRETCH` within 20 dB of the loudest one, so that the pauses
    inside a sentence do not make it louder than a single word. Peaks are held at `CREST_DB` above
    it, and what that takes from the loudness is given back.
    """
    if not clip.peak:
        return clip
    ceiling = db_to_gain(wanted_lufs + CREST_DB)
    gain = db_to_gain(_levelling_db(clip, wanted_lufs, ceiling))
    return replace(clip, samples=limited(clip.samples * np.float32(gain), ceiling))


def _levelling_db(clip: Clip, wanted_lufs: float, ceiling: float) -> float:
    """The gain at which a clip is as loud as is wanted once its peaks are held."""
    heights = peaks(clip.samples)
    stretches = power(clip.samples, SPEECH_STRETCH, rate_hz=clip.rate_hz)
    frames = ms_to_frames(SPEECH_STRETCH, clip.rate_hz)
    middles = (np.arange(len(stretches)) + 0.5) * frames / PEAK_FRAMES

    def lacks(gain_db: float) -> float:
        gain = db_to_gain(gain_db)
        held = np.interp(middles, np.arange(len(heights)) + 0.5, holding(heights * gain, ceiling))
        return wanted_lufs - _sounding(stretches * np.square(held * gain))

    unheld_db = wanted_lufs - _sounding(stretches)
    return _settled(lacks, unheld_db, unheld_db + MOST_HELD_DB)


def _settled(lacks: Callable[[float], float], low_db: float, high_db: float) -> float:
    """The gain in this range at which next to nothing lacks; where much always does, the highest.

    More gain takes from what lacks, so half of the range is left out at every look.
    """
    gain_db = low_db
    while abs(lacking := lacks(gain_db)) > CLOSE_DB and high_db - low_db > CLOSE_DB:
        low_db, high_db = (gain_db, high_db) if lacking > 0 else (low_db, gain_db)
        gain_db = (low_db + high_db) / 2
    return gain_db


def _sounding(stretches: Power) -> float:
    return mean_lufs(stretches[stretches > stretches.max() / 100])


@cache
def _weights(frames: int, rate_hz: int) -> Power:
    """The standard's weighting of the power of each frequency of a spectrum.

    The head adds to high pitches, and the ear misses the lowest ones.
    """
    delay = np.exp(-2j * np.pi * np.fft.rfftfreq(frames))
    high, lowest = _shelf(1681.974450955533 / rate_hz), _high_pass(38.13547087602444 / rate_hz)
    weights = [_response(*filtered, delay) for filtered in (high, lowest)]
    return np.asarray(np.square(np.abs(weights[0] * weights[1])))


Coefficients = tuple[float, float, float]


def _response(
    above: Coefficients, below: Coefficients, delay: NDArray[np.complex128]
) -> NDArray[np.complex128]:
    return np.polynomial.polynomial.polyval(delay, above) / np.polynomial.polynomial.polyval(
        delay, below
    )


def _shelf(corner: float) -> tuple[Coefficients, Coefficients]:
    """4 dB more above the corner, which is a share of the rate.

    The constants are the standard's for 48 kHz, made to fit any rate, as libebur128 has them.
    """
    turn, quality = np.tan(np.pi * corner), 0.7071752369554196
    high = db_to_gain(3.999843853973347)
    band = high**0.4996667741545416
    scale = 1 + turn / quality + turn**2
    above = (
        (high + band * turn / quality + turn**2) / scale,
        2 * (turn**2 - high) / scale,
        (high - band * turn / quality + turn**2) / scale,
    )
    return above, _poles(turn, quality)


def _high_pass(corner: float) -> tuple[Coefficients, Coefficients]:
    turn = np.tan(np.pi * corner)
    return (1.0, -2.0, 1.0), _poles(turn, 0.5003270373238773)


def _poles(turn: float, quality: float) -> Coefficients:
    scale = 1 + turn / quality + turn**2
    return 1.0, 2 * (turn**2 - 1) / scale, (1 - turn / quality + turn**2) / scale
