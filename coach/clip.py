"""Clips: sound as samples and their rate, and the arithmetic on them.

No function writes into a clip it was given. Silence is a legal clip everywhere.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coach.units import RATE_HZ, Ms, frames_to_ms, ms_to_frames

Samples = NDArray[np.float32]
"""Shape (frames,) for one channel or (frames, 2) for two; full scale is [-1, 1]."""

AUDIBLE = 10 ** (-45 / 20)
"""The amplitude below which the edges of speech count as silence, against its own peak."""

EDGE = Ms(5)
"""How much of the quiet edge stays when speech is trimmed, so that no consonant is clipped."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A stretch of sound."""

    samples: Samples
    """One or two channels of float32, full scale [-1, 1]."""
    rate_hz: int = RATE_HZ

    @property
    def lasts(self) -> Ms:
        """The length to the nearest millisecond."""
        return frames_to_ms(len(self.samples), self.rate_hz)

    @property
    def peak(self) -> float:
        """The largest amplitude; 0 for an empty clip."""
        return float(np.abs(self.samples).max(initial=0.0))


def silence(lasts: Ms) -> Clip:
    """A silent clip of one channel at the house rate."""
    return Clip(np.zeros(ms_to_frames(lasts), dtype=np.float32))


def trim(clip: Clip) -> Clip:
    """A mono clip without the silence before its first sound and after its last.

    Returns:
        The trimmed clip; an empty one if nothing in it is audible.
    """
    loud = np.flatnonzero(np.abs(clip.samples) > max(clip.peak * AUDIBLE, 1e-4))
    if not len(loud):
        return replace(clip, samples=clip.samples[:0])
    edge = ms_to_frames(EDGE, clip.rate_hz)
    return replace(clip, samples=clip.samples[max(0, loud[0] - edge) : loud[-1] + 1 + edge])


def level(clip: Clip, rms_dbfs: float, *, ceiling_dbfs: float = -2.0) -> Clip:
    """The clip with its sounding part at a level, its peaks bent softly to stay below a ceiling.

    The sounding part is every 20 ms stretch within 20 dB of the loudest one, so that the pauses
    inside a sentence do not make it louder than a single word.
    """
    span = ms_to_frames(Ms(20), clip.rate_hz)
    whole = len(clip.samples) // span * span
    power = np.square(clip.samples[:whole], dtype=np.float64).reshape(-1, span).mean(axis=1)
    if not power.max(initial=0.0) > 0:
        return clip
    rms = np.sqrt(power[power > power.max() / 100].mean())
    gained = clip.samples * np.float32(10 ** (rms_dbfs / 20) / rms)
    return replace(clip, samples=_softened(gained, 10 ** (ceiling_dbfs / 20)))


def _softened(samples: Samples, ceiling: float) -> Samples:
    """What is above 0.6 of the ceiling bends towards it, and never passes it."""
    knee = 0.6 * ceiling
    over = np.abs(samples) - knee
    bent = np.sign(samples) * (knee + (ceiling - knee) * np.tanh(over / (ceiling - knee)))
    return np.where(over > 0, bent, samples).astype(np.float32)


def ramp(frames: int) -> Samples:
    """A raised cosine from 0 to 1 over so many frames."""
    return (0.5 - 0.5 * np.cos(np.pi * (np.arange(frames) + 0.5) / max(frames, 1))).astype("f4")


def resample(clip: Clip, rate_hz: int = RATE_HZ) -> Clip:
    """The same sound at another rate."""
    if clip.rate_hz == rate_hz:
        return clip
    import soxr

    samples = soxr.resample(clip.samples, clip.rate_hz, rate_hz).astype(np.float32)
    return Clip(samples, rate_hz)


def stereo(samples: Samples) -> Samples:
    """Two channels from one (the same on both sides) or two."""
    return samples if samples.ndim == 2 else np.repeat(samples[:, None], 2, axis=1)


def to_pcm(samples: Samples) -> NDArray[np.int16]:
    """Float samples as 16 bits; what is louder than full scale is held there."""
    return (np.clip(samples, -1.0, 1.0) * np.float32(32767)).round().astype("<i2")


def from_pcm(pcm: NDArray[np.int16]) -> Samples:
    """The way back from `to_pcm`."""
    return pcm.astype(np.float32) / np.float32(32767)
