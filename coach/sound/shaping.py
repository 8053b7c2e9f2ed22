"""Shaping: the arithmetic on clips and samples.

No function writes into a clip it was given.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from coach.sound.clip import Clip, Pcm, Samples
from coach.units import RATE_HZ, Ms, db_to_gain, ms_to_frames

AUDIBLE = db_to_gain(-45)
"""The amplitude below which the edges of speech count as silence, against its own peak."""

TRIM_EDGE = Ms(5)
"""How much of the quiet edge stays when speech is trimmed, so that no consonant is clipped."""

PEAK_FRAMES = 44
"""A millisecond at the house rate, two at half of it: so finely peaks are looked at."""
REACH = 15
"""So many of them before and after a peak `limited` turns down and up again: a period or two of the
lowest voice, so that its wave keeps its shape, and no more of what is around the peak."""


def silence(lasts: Ms) -> Clip:
    """A silent clip of one channel at the house rate."""
    return Clip(np.zeros(ms_to_frames(lasts), dtype=np.float32))


def joined(clips: Sequence[Clip], between: Ms) -> Clip:
    """One or more mono clips at the house rate, one after the other with silence between them."""
    if len(clips) == 1:
        return clips[0]
    gap = silence(between).samples
    first, *others = (clip.samples for clip in clips)
    return Clip(np.concatenate([first, *(part for one in others for part in (gap, one))]))


def trim(clip: Clip) -> Clip:
    """A mono clip without the silence before its first sound and after its last.

    Returns:
        The trimmed clip; an empty one if nothing in it is audible.
    """
    before, after = quiet_edges(clip)
    if before == len(clip.samples):
        return replace(clip, samples=clip.samples[:0])
    edge = ms_to_frames(TRIM_EDGE, clip.rate_hz)
    end = len(clip.samples) - max(0, after - edge)
    return replace(clip, samples=clip.samples[max(0, before - edge) : end])


def quiet_edges(clip: Clip) -> tuple[int, int]:
    """How many frames of a mono clip come before its first sound, and after its last.

    Where nothing is audible all of it comes before.
    """
    loud = np.flatnonzero(np.abs(clip.samples) > max(clip.peak * AUDIBLE, 1e-4))
    if not len(loud):
        return len(clip.samples), 0
    return int(loud[0]), len(clip.samples) - 1 - int(loud[-1])


def limited(samples: Samples, ceiling: float) -> Samples:
    """Sound whose peaks stay below a ceiling, or the same sound if they do.

    Around a peak that would pass it the gain goes down and comes back within `REACH`, along a
    raised cosine, so that nothing is bent and nothing pumps.
    """
    heights = peaks(samples)
    if heights.max(initial=0.0) <= ceiling:
        return samples
    gain = holding(heights, ceiling)
    middles = (np.arange(len(gain)) + 0.5) * PEAK_FRAMES
    each = np.interp(np.arange(len(samples)), middles, gain).astype(np.float32)
    held: Samples = samples * (each if samples.ndim == 1 else each[:, None])
    return held


def peaks(samples: Samples) -> Samples:
    """The peak of every `PEAK_FRAMES` of a sound; of the fewer ones at its end too."""
    heights = np.abs(samples) if samples.ndim == 1 else np.abs(samples).max(axis=1)
    whole = np.pad(heights, (0, -len(heights) % PEAK_FRAMES))
    highest: Samples = whole.reshape(-1, PEAK_FRAMES).max(axis=1)
    return highest


def holding(heights: Samples, ceiling: float) -> NDArray[np.float64]:
    """A gain for each of these peaks that holds them below a ceiling, and changes slowly."""
    needed = np.minimum(1.0, ceiling / np.maximum(heights.astype(np.float64), 1e-9))
    around = np.pad(needed, 2 * REACH + 1, constant_values=1.0)
    lowest = np.lib.stride_tricks.sliding_window_view(around, 2 * REACH + 3).min(axis=1)
    window = np.hanning(2 * REACH + 1)
    return np.convolve(lowest, window / window.sum(), "valid")


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


def to_pcm(samples: Samples) -> Pcm:
    """Float samples as 16 bits; what is louder than full scale is held there."""
    return (np.clip(samples, -1.0, 1.0) * np.float32(32767)).round().astype("<i2")


def from_pcm(pcm: Pcm) -> Samples:
    """The way back from `to_pcm`."""
    return pcm.astype(np.float32) / np.float32(32767)


def from_bytes(pcm: bytes) -> Samples:
    """The way back from the bytes of `to_pcm`."""
    return from_pcm(np.frombuffer(pcm, dtype="<i2"))
