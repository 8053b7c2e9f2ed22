"""The bed: the sound that lies under a whole session, looped without a seam."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np

from coach.clip import Samples, ramp, resample, stereo
from coach.errors import BedError, did_you_mean
from coach.recording import Recording, UnreadableRecording
from coach.shipped import shipped
from coach.units import RATE_HZ

NONE = "none"
LEVELS_DBFS = {"pad": -34.0, "rain": -43.0, "brown": -38.0}
"""The beds that ship and the RMS they play at: about equally loud to the ear, far below the voice
(-17), their peaks above the -30 dBFS under which podcast apps take a hold for silence and skip
it."""

FILE_DBFS = -38.0
"""The RMS at which a listener's own file plays."""

FLOOR_DBFS = -70.0
"""The RMS of the noise that is always there: inaudible, but never digital silence, after which
Bluetooth headphones swallow the first words."""

SHORTEST_S = 4
"""A shorter sound would be heard to repeat."""


@lru_cache(maxsize=1)
def _hush() -> Samples:
    noise = np.random.default_rng(7).standard_normal((RATE_HZ, 2))
    return (noise * 10 ** (FLOOR_DBFS / 20)).astype(np.float32)


def floor(start: int, frames: int) -> Samples:
    """The noise far below hearing that is always there, from a frame of the session's time on."""
    return _joined(lambda _second: _hush(), start, frames)


class Bed:
    """A recording of any length, read a second at a time, its last second faded into its first."""

    def __init__(self, path: Path, rms_dbfs: float) -> None:
        self._recording = Recording(path)
        self._seconds = self._recording.frames // self._recording.rate_hz - 1
        if self._seconds < SHORTEST_S - 1:
            raise BedError(f"{path} is too short for a bed; it needs {SHORTEST_S} seconds or more")
        self._gain = self._gain_to(rms_dbfs, path)
        self._second: Callable[[int], Samples] = lru_cache(maxsize=64)(self._looped)

    def cut(self, start: int, frames: int) -> Samples:
        """Two channels of so many frames, from a frame of the session's time."""
        return _joined(lambda second: self._second(second % self._seconds), start, frames)

    def _looped(self, number: int) -> Samples:
        second = self._read(number)
        if number == 0:
            rising = np.sqrt(ramp(RATE_HZ))[:, None]
            second = second * rising + self._read(self._seconds) * rising[::-1]
        return second * self._gain

    def _read(self, number: int) -> Samples:
        """One second at the house rate, cut with margins so that resampling leaves no seam."""
        rate_hz = self._recording.rate_hz
        margin = rate_hz // 20 if rate_hz != RATE_HZ else 0
        before = min(margin, number * rate_hz)
        raw = self._recording.cut(number * rate_hz - before, before + rate_hz + margin)
        whole = stereo(resample(raw).samples)
        first = before * RATE_HZ // rate_hz
        second = whole[first : first + RATE_HZ]
        return np.pad(second, ((0, RATE_HZ - len(second)), (0, 0)))

    def _gain_to(self, rms_dbfs: float, path: Path) -> np.float32:
        """The gain that brings the first minute at most to this level."""
        power = [np.square(self._read(n)).mean() for n in range(0, min(self._seconds, 60), 6)]
        rms = float(np.sqrt(np.mean(power)))
        if rms < 1e-6:
            raise BedError(f"{path} is silent; a bed needs a sound, or use --bed none")
        return np.float32(10 ** (rms_dbfs / 20) / rms)


def open_bed(wanted: str) -> Bed | None:
    """The bed of this name, or of this file; None for ``none``.

    Raises:
        BedError: There is no such bed, or the file cannot be read.
    """
    if wanted == NONE:
        return None
    try:
        if wanted in LEVELS_DBFS:
            return Bed(shipped("audio") / f"{wanted}.ogg", LEVELS_DBFS[wanted])
        if not Path(wanted).expanduser().exists():
            names = [NONE, *LEVELS_DBFS]
            raise BedError(
                f"there is no bed {wanted!r}, neither by name ({', '.join(names)}) nor as a file"
                f"{did_you_mean(wanted, names)}"
            )
        return Bed(Path(wanted).expanduser(), FILE_DBFS)
    except UnreadableRecording as error:
        raise BedError(f"this cannot be a bed: {error}; wav, flac, ogg and mp3 can") from error


def _joined(second: Callable[[int], Samples], start: int, frames: int) -> Samples:
    """Frames cut out of a sequence of seconds."""
    first, last = start // RATE_HZ, (start + frames - 1) // RATE_HZ
    whole = np.concatenate([second(number) for number in range(first, last + 1)])
    offset = start - first * RATE_HZ
    return whole[offset : offset + frames]
