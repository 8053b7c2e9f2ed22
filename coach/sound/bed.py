"""The bed: the sound that lies under a whole session, looped without a seam."""

import hashlib
import os
from collections.abc import Callable
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from coach.choices import NO_BED, BedName
from coach.disk import shipped
from coach.errors import BedError, did_you_mean
from coach.sound.clip import Samples, ramp, resample, stereo
from coach.sound.loudness import mean_lufs, power
from coach.sound.recording import Recording, UnreadableRecording
from coach.units import RATE_HZ, db_to_gain

BED_LUFS = -33.0
"""How loud every bed lies under a session: some 20 LU below the voice, too faint to count in the
loudness of the session, and its peaks still above the -30 dBFS under which podcast apps take a hold
for silence and skip it."""

SHIPPED_LUFS: dict[BedName, float] = {"pad": -18.8, "rain": -15.3, "brown": -18.4}
"""The beds that ship and the loudness of their files, known so that it need not be measured at
every start."""

FLOOR_DBFS = -70.0
"""The RMS of the noise that is always there: inaudible, but never digital silence, after which
Bluetooth headphones swallow the first words."""

SILENT_LUFS = -110.0
"""A recording below it holds nothing but rounding."""

LOUDEST = 0.2
"""What a peak of the bed is held at: below the voice, whatever the file."""

SHORTEST_BED_S = 4
"""A shorter sound would be heard to repeat."""


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


class Bed:
    """A recording of any length, read a second at a time, its last second faded into its first."""

    def __init__(self, path: Path, *, has_lufs: float | None = None) -> None:
        self._path = path
        self._recording = Recording(path)
        self._seconds = self._recording.frames // self._recording.rate_hz - 1
        if self._seconds < SHORTEST_BED_S - 1:
            raise BedError(
                f"{path} is too short for a bed; it needs {SHORTEST_BED_S} seconds or more"
            )
        has = self._lufs(path) if has_lufs is None else has_lufs
        self._gain = np.float32(db_to_gain(BED_LUFS - has))
        self._second: Callable[[int], Samples] = lru_cache(maxsize=64)(self._looped)

    @cached_property
    def key(self) -> str:
        """What makes it sound as it does: the recording and its gain. Same key, same sound.

        Raises:
            BedError: The file cannot be read any more.
        """
        try:
            with self._path.open("rb") as file:
                return f"{hashlib.file_digest(file, 'sha256').hexdigest()}:{self._gain}"
        except OSError as error:
            raise BedError(f"the bed cannot be read: {error}") from error

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

    def _lufs(self, path: Path) -> float:
        """The loudness of the recording, by samples from all over it."""
        every = max(1, self._seconds // 12)
        samples = np.concatenate([self._read(n) for n in range(0, self._seconds, every)])
        has = mean_lufs(power(samples))
        if has < SILENT_LUFS:
            raise BedError(f"{path} is silent; a bed needs a sound, {NO_BED!r} stands for no bed")
        return has


def open_bed(wanted: str) -> Bed | None:
    """The bed of this name, or of this file; None for ``none``.

    Raises:
        BedError: There is no such bed, or the file cannot be read.
    """
    if wanted == NO_BED:
        return None
    if wanted in SHIPPED_LUFS:
        return Bed(shipped("audio") / f"{wanted}.ogg", has_lufs=SHIPPED_LUFS[wanted])
    path = Path(os.path.expanduser(wanted))
    if not os.path.isfile(path):
        names = [NO_BED, *SHIPPED_LUFS]
        raise BedError(
            f"there is no bed {wanted!r}, neither by name ({', '.join(names)}) nor as a file"
            f"{did_you_mean(wanted, names)}"
        )
    try:
        return Bed(path)
    except UnreadableRecording as error:
        raise BedError(f"this cannot be a bed: {error}; wav, flac, ogg and mp3 can") from error


def _joined(second: Callable[[int], Samples], start: int, frames: int) -> Samples:
    """Frames cut out of a sequence of seconds."""
    first, last = start // RATE_HZ, (start + frames - 1) // RATE_HZ
    whole = np.concatenate([second(number) for number in range(first, last + 1)])
    offset = start - first * RATE_HZ
    return whole[offset : offset + frames]
