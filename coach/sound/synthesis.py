"""Synthesis: how the tones that pace a session sound.

All lie on D, so that they agree with each other and with the beds. Every gain is a raised cosine
and every pitch an integrated phase in float64, so nothing clicks. Every clip begins and ends at
zero.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from coach.sound.clip import Clip, Samples
from coach.sound.shaping import ramp
from coach.sound.tones import Chime, Orbit, Strike, Stroke, Swell, Tone
from coach.units import RATE_HZ, Ms, db_to_gain, ms_to_frames

D3, A3, D4, A4, D5 = 146.83, 220.0, 293.66, 440.0, 587.33
"""Pitches in Hz."""

STRIKE_DBFS, SWELL_DBFS, ORBIT_DBFS, STROKE_DBFS = -16.5, -16.0, -14.0, -24.0
"""Peaks, at which all tones are equally loud: about -28 LUFS, below the voice and above the bed."""
CHIME_DBFS = -18.0
"""Heard over a swell, and startles nobody."""

Signal = NDArray[np.float64]


@lru_cache(maxsize=24)
def tone_clip(tone: Tone) -> Clip:
    """The sound of a tone: two channels, exactly as long as the tone lasts."""
    match tone:
        case Strike():
            samples = _both(_strike(tone), STRIKE_DBFS)
        case Swell():
            samples = _both(_swell(tone), SWELL_DBFS)
        case Orbit():
            samples = _orbit(tone)
        case Stroke():
            samples = _both(_stroke(tone), STROKE_DBFS)
        case Chime():
            samples = _both(_chime(tone), CHIME_DBFS)
    samples.flags.writeable = False  # it is shared by everyone who asks again
    return Clip(samples)


def _strike(tone: Strike) -> Signal:
    time = _time(tone.lasts)
    partials = ((1.0, 1.0, 1.6), (2.0, 0.45, 1.0), (2.76, 0.25, 0.6), (5.4, 0.08, 0.25))
    rings = tone.lasts / 5000
    ringing = sum(
        share * np.sin(2 * np.pi * D5 * ratio * time) * np.exp(-time / (decay * rings))
        for ratio, share, decay in partials
    )
    return _edged(np.asarray(ringing), into=Ms(4), out=Ms(tone.lasts // 4))


def _swell(tone: Swell) -> Signal:
    rising = tone.kind == "in"
    place = np.linspace(0.0, 1.0, ms_to_frames(tone.lasts))
    low, high, band = (D3, A3, (300, 1800)) if rising else (A3, D3, (150, 800))
    hum = np.sin(_phase(low * (high / low) ** place))
    air = _noise(len(place), band, seed=1 if rising else 2)
    peak = 0.8 if rising else 0.15
    swelling = np.where(place < peak, place / peak, (1 - place) / (1 - peak))
    return (0.5 * hum + air) * (0.5 - 0.5 * np.cos(np.pi * swelling))


def _orbit(tone: Orbit) -> Samples:
    time = _time(tone.lasts)
    angle = 2 * np.pi * time / (tone.lasts / 1000) * (1 if tone.clockwise else -1)
    outward = tone.ring / max(tone.rings - 1, 1)
    pitch = A4 * (D4 / A4) ** outward
    near = 0.5 + 0.5 * np.cos(angle)
    hum = np.sin(2 * np.pi * pitch * time) + 0.5 * near * np.sin(4 * np.pi * pitch * time)
    tick = np.sin(2 * np.pi * 2 * pitch * time) * np.exp(-time / 0.03)
    heard = _edged(0.35 * hum * (0.45 + 0.55 * near) + tick, into=Ms(3), out=Ms(80))
    aside = np.sin(angle) * (0.5 + 0.45 * outward)
    pan = np.pi / 4 * (1 + aside)
    return _scaled(np.stack([heard * np.cos(pan), heard * np.sin(pan)], axis=1), ORBIT_DBFS)


def _stroke(tone: Stroke) -> Signal:
    place = np.linspace(0.0, 1.0, ms_to_frames(tone.lasts))
    height = place if tone.up else 1 - place
    pitch = D3 * (D4 / D3) ** height
    hum = np.sin(_phase(pitch)) + 0.3 * np.sin(_phase(2 * pitch))
    air = 0.4 * _noise(len(place), (200, 1200), seed=3)
    return _edged(hum + air, into=Ms(120), out=Ms(350))


def _chime(tone: Chime) -> Signal:
    time, later = _time(tone.lasts), tone.lasts / 3000
    first, second = (D4, A4) if tone.rising else (A4, D4)
    ringing = _note(first, time) + np.where(time < later, 0.0, _note(second, time - later))
    return _edged(ringing, into=Ms(4), out=Ms(tone.lasts // 3))


def _note(pitch: float, time: Signal) -> Signal:
    """A note struck at moment 0, with a little of its octave."""
    struck = np.minimum(np.maximum(time, 0.0) / 0.01, 1.0) * np.exp(-np.maximum(time, 0.0) / 0.15)
    hum = np.sin(2 * np.pi * pitch * time) + 0.2 * np.sin(4 * np.pi * pitch * time)
    return np.asarray(hum * struck)


def _time(lasts: Ms) -> Signal:
    """The moment of each frame, in seconds."""
    return np.arange(ms_to_frames(lasts), dtype=np.float64) / RATE_HZ


def _phase(pitch_hz: Signal) -> Signal:
    return np.asarray(2 * np.pi * np.cumsum(pitch_hz) / RATE_HZ)


def _noise(frames: int, band_hz: tuple[int, int], *, seed: int) -> Signal:
    """Noise of one band with soft skirts, of peak about 1; the same for the same seed."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(frames))
    octaves = np.log2(np.maximum(np.fft.rfftfreq(frames, 1 / RATE_HZ), 1.0))
    low, high = np.log2(band_hz)
    skirts = np.clip(1 - np.maximum(low - octaves, octaves - high), 0.0, 1.0)
    shaped = np.fft.irfft(spectrum * skirts, frames)
    return np.asarray(shaped / (4 * shaped.std() + 1e-12))


def _edged(signal: Signal, *, into: Ms, out: Ms) -> Signal:
    first, last = (min(ms_to_frames(ms), len(signal)) for ms in (into, out))
    edged = signal.copy()
    edged[:first] *= ramp(first)
    edged[len(edged) - last :] *= ramp(last)[::-1]
    return edged


def _both(signal: Signal, peak_dbfs: float) -> Samples:
    return _scaled(np.repeat(signal[:, None], 2, axis=1), peak_dbfs)


def _scaled(signal: Signal, peak_dbfs: float) -> Samples:
    peak = np.abs(signal).max(initial=1e-12)
    return np.ascontiguousarray(signal * (db_to_gain(peak_dbfs) / peak), dtype=np.float32)
