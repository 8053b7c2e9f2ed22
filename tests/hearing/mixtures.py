"""Mixtures for the ears: synthetic speakers, hands and floors, in rooms and noise."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from coach.hearing.ears import Hearing
from coach.hearing.recogniser import HEARD_RATE_HZ, Meaning
from coach.sound.clip import Samples
from coach.sound.shaping import resample
from coach.voices.voice import open_voice

BLOCK = 640
"""Frames that a microphone gives at once."""

Who = tuple[str, int]
"""A voice and its words a minute."""


def speakers(*voices: str, rates: tuple[int, ...]) -> list[Who]:
    return [(voice, rate) for voice in voices for rate in rates]


@cache
def said(who: Who, phrase: str) -> Samples:
    voice, rate = who
    return resample(open_voice(voice, rate).speak(phrase), HEARD_RATE_HZ).samples


def pink(rng: Generator, frames: int) -> Samples:
    """Noise whose octaves are of like power; its RMS is 1."""
    hz = np.maximum(np.fft.rfftfreq(frames, 1 / HEARD_RATE_HZ), 20)
    noise = np.fft.irfft(np.fft.rfft(rng.standard_normal(frames)) / np.sqrt(hz), frames)
    return np.asarray(noise / noise.std(), dtype=np.float32)


def room(rng: Generator, rt60_s: float) -> Samples:
    """What a room makes of a click a metre away: the click, and a tail 6 dB below it in all."""
    time = np.arange(round(rt60_s * HEARD_RATE_HZ)) / HEARD_RATE_HZ
    tail = rng.standard_normal(len(time)) * 10 ** (-3 * time / rt60_s) * (time > 0.003)
    tail *= 0.5 / np.sqrt(np.square(tail).sum())
    tail[0] = 1
    return tail.astype(np.float32)


def in_room(sound: Samples, response: Samples) -> Samples:
    """As long as the sound; what rings on after it is lost."""
    size = 1 << (len(sound) + len(response)).bit_length()
    both = np.fft.rfft(sound, size) * np.fft.rfft(response, size)
    return np.fft.irfft(both, size)[: len(sound)].astype(np.float32)


def level(sound: Samples) -> float:
    """The RMS of what is within 20 dB of its loudest fiftieth of a second."""
    power = np.square(sound[: len(sound) // 320 * 320]).reshape(-1, 320).mean(axis=1)
    return float(np.sqrt(power[power > power.max() / 100].mean()))


@dataclass(frozen=True, slots=True)
class Scene:
    """What a microphone hears."""

    sound: Samples
    ends_s: float
    """When the last of what is meant ends."""


def scene(
    rng: Generator, sound: Samples, *, rt60_s: float, snr_db: float, peak: float | None = None
) -> Scene:
    """A sound in a room with a second of noise around it; at the level of talk, or of a peak."""
    lead, after = np.zeros(19_200, np.float32), np.zeros(16_000, np.float32)
    wet = in_room(np.concatenate([lead, sound, after]), room(rng, rt60_s))
    wet *= 0.05 / level(wet) if peak is None else peak / np.abs(wet).max()
    noise = 0.05 if peak is None else level(wet)
    wet += pink(rng, len(wet)) * np.float32(noise * 10 ** (-snr_db / 20))
    return Scene(wet, (len(lead) + len(sound)) / HEARD_RATE_HZ)


def clap(rng: Generator) -> Samples:
    """Noise about 1 to 4 kHz that dies within hundredths of a second."""
    time = np.arange(HEARD_RATE_HZ // 12) / HEARD_RATE_HZ
    hz = np.fft.rfftfreq(len(time), 1 / HEARD_RATE_HZ)
    weight = 0.15 + np.exp(-(((hz - rng.uniform(1000, 3000)) / rng.uniform(700, 1800)) ** 2))
    noise = np.fft.irfft(np.fft.rfft(rng.standard_normal(len(time))) * weight, len(time))
    return full(noise * np.exp(-time / rng.uniform(0.005, 0.015)))


def knock(rng: Generator) -> Samples:
    """A few damped tones of 80 to 400 Hz, begun with a click."""
    time = np.arange(HEARD_RATE_HZ // 4) / HEARD_RATE_HZ
    tones = [
        rng.uniform(0.4, 1)
        * np.sin(2 * np.pi * rng.uniform(80, 400) * time + rng.uniform(0, 6))
        * np.exp(-time / rng.uniform(0.012, 0.04))
        for _ in range(3)
    ]
    click = rng.standard_normal(len(time)) * np.exp(-time / 0.001)
    return full(full(np.sum(tones, axis=0)) + rng.uniform(0.15, 0.5) * click * (time < 0.004))


def full(sound: NDArray[np.float64]) -> Samples:
    """With a peak of 1."""
    return np.asarray(sound / np.abs(sound).max(), dtype=np.float32)


def placed(lasts_s: float, *strokes: tuple[float, Samples, float]) -> Samples:
    """Sounds at their seconds, each with a gain."""
    sound = np.zeros(round(lasts_s * HEARD_RATE_HZ), np.float32)
    for at_s, stroke, gain in strokes:
        rest = sound[round(at_s * HEARD_RATE_HZ) :]
        rest[: len(stroke)] += np.float32(gain) * stroke[: len(rest)]
    return sound


def double(rng: Generator, of: str) -> tuple[Samples, float]:
    """Two claps or knocks up to 6 dB apart in level; and the seconds between them."""
    stroke = clap if of == "clap" else knock
    apart = rng.uniform(0.17, 0.44)
    second = 10 ** (rng.uniform(-6, 6) / 20)
    return placed(apart + 0.3, (0, stroke(rng), 1), (apart, stroke(rng), second)), apart


def heard(hearing: Hearing, sound: Samples) -> list[tuple[Meaning, float]]:
    """What is meant, and the second by which it is known."""
    return [
        (meaning, (at + BLOCK) / HEARD_RATE_HZ)
        for at in range(0, len(sound), BLOCK)
        for meaning in hearing.hear(sound[at : at + BLOCK])
    ]
