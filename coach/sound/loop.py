"""The loop: a recording that goes on for ever without a seam, over noise that nobody hears."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np

from coach.errors import BedError
from coach.sound.clip import Samples, UnreadableRecording
from coach.sound.loudness import mean_lufs, power
from coach.sound.recording import Recording
from coach.sound.shaping import ramp, resample, stereo
from coach.units import RATE_HZ, db_to_gain

FLOOR_DBFS = -70.0
"""The RMS of the noise that is always there: inaudible, but never digital silence, after which
Bluetooth headphones swallow the first words."""

LOUDEST = 0.2
"""What a peak of the bed is held at: below the voice, whatever the file."""

SHORTEST_S = 4
"""A shorter sound would be heard to repeat."""

LOOKED_AT = 12
"""About so many seconds from all over a recording tell how loud it is."""


@lru_cache(maxsize=1)
def _hush() -> Samples:
    # Noise enough for what nobody hears, and without the time that loading numpy.random takes.
    scattered = np.sin(np.arange(1, 2 * RATE_HZ + 1).reshape(RATE_HZ, 2) * 12.9898) * 43758.5453
    noise = np.sqrt(12) * (scattered - np.floor(scattered) - 0.5)
    hush: Samples = (noise * db_to_gain(FLOOR_DBFS)).astype(np.float32)
    return hush


def noise_floor(start: int, frames: int) -> Samples:
    """The noise far below hearing that is always there, from a frame of the session's time on."""
    return _joined(lambda _second: _hush(), start, frames)


class Loop:
    """A recording read a second at a time, its last second faded into its first.

    Args:
        path: Where it is.
        gain: What its samples are multiplied by.

    Raises:
        BedError: It is no sound file, or too short.
    """

    def __init__(self, path: Path, gain: float) -> None:
        try:
            self._recording = Recording(path)
        except UnreadableRecording as error:
            raise BedError(f"this cannot be a bed: {error}; wav, flac, ogg and mp3 can") from error
        if self._recording.frames < SHORTEST_S * self._recording.rate_hz:
            raise BedError(f"{path} is too short for a bed; it needs {SHORTEST_S} seconds or more")
        self._seconds = self._recording.frames // self._recording.rate_hz - 1
        self._gain = np.float32(gain)
        self._second: Callable[[int], Samples] = lru_cache(maxsize=64)(self._looped)

    def cut(self, start: int, frames: int) -> Samples:
        """Two channels of so many frames, from a frame of the session's time."""
        return _joined(lambda second: self._second(second % self._seconds), start, frames)

    def _looped(self, number: int) -> Samples:
        second = self._read(number)
        if number == 0:
            rising = np.sqrt(ramp(RATE_HZ))[:, None]
            second = second * rising + self._read(self._seconds) * rising[::-1]
        held: Samples = np.clip(second * self._gain, -LOUDEST, LOUDEST)
        return held

    def _read(self, number: int) -> Samples:
        """One second at the house rate, cut with margins so that resampling leaves no seam.

        Raises:
            BedError: The file is damaged there.
        """
        rate_hz = self._recording.rate_hz
        margin = rate_hz // 20 if rate_hz != RATE_HZ else 0
        before = min(margin, number * rate_hz)
        try:
            raw = self._recording.cut(number * rate_hz - before, before + rate_hz + margin)
        except UnreadableRecording as error:
            raise BedError(f"the bed cannot be read on: {error}") from error
        whole = np.clip(np.nan_to_num(stereo(resample(raw).samples)), -1, 1)
        first = before * RATE_HZ // rate_hz
        second = whole[first : first + RATE_HZ]
        return np.pad(second, ((0, RATE_HZ - len(second)), (0, 0)))

    def lufs(self) -> float:
        """The loudness of the recording, without the gain, by samples from all over it."""
        every = max(1, self._seconds // LOOKED_AT)
        return mean_lufs(
            power(np.concatenate([self._read(n) for n in range(0, self._seconds, every)]))
        )


def _joined(second: Callable[[int], Samples], start: int, frames: int) -> Samples:
    """Frames cut out of a sequence of seconds."""
    first, last = start // RATE_HZ, (start + frames - 1) // RATE_HZ
    whole = np.concatenate([second(number) for number in range(first, last + 1)])
    offset = start - first * RATE_HZ
    return whole[offset : offset + frames]
