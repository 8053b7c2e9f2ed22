"""The bed: the sound that lies under a whole session, looped without a seam."""

import hashlib
import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from coach.choices import NO_BED, BedName
from coach.disk import shipped
from coach.errors import BedError, did_you_mean
from coach.sound.clip import Samples
from coach.units import db_to_gain

if TYPE_CHECKING:
    from coach.sound.loop import Loop

BED_LUFS = -33.0
"""How loud every bed lies under a session: some 20 LU below the voice, too faint to count in the
loudness of the session, and its peaks still above the -30 dBFS under which podcast apps take a hold
for silence and skip it."""

SHIPPED_LUFS: dict[BedName, float] = {"pad": -18.8, "rain": -15.3, "brown": -18.4}
"""The beds that ship and the loudness of their files, known so that it need not be measured at
every start."""

SILENT_LUFS = -110.0
"""A recording below it holds nothing but rounding."""


class Bed:
    """A recording of any length that lies under a session. Several threads may cut from it.

    Args:
        path: Where it is.
        has_lufs: How loud it is, if that is known; else it is measured.

    Raises:
        BedError: It is measured, and cannot be read or is silent.
    """

    def __init__(self, path: Path, *, has_lufs: float | None = None) -> None:
        self._path = path
        has = self._lufs() if has_lufs is None else has_lufs
        self._gain = db_to_gain(BED_LUFS - has)

    @cached_property
    def key(self) -> str:
        """What makes it sound as it does: the recording and its gain. Same key, same sound.

        Raises:
            BedError: The file cannot be read any more.
        """
        try:
            with self._path.open("rb") as file:
                return f"{hashlib.file_digest(file, 'sha256').hexdigest()}:{self._gain:.6g}"
        except OSError as error:
            raise BedError(f"the bed cannot be read: {error}") from error

    def cut(self, start: int, frames: int) -> Samples:
        """Two channels of so many frames, from a frame of the session's time.

        Raises:
            BedError: The file is damaged there.
        """
        return self._loop.cut(start, frames)

    @cached_property
    def _loop(self) -> "Loop":
        return _looped(self._path, self._gain)

    def _lufs(self) -> float:
        has = _looped(self._path).lufs()
        if has < SILENT_LUFS:
            raise BedError(
                f"{self._path} is silent; a bed needs a sound, {NO_BED!r} stands for no bed"
            )
        return has


def _looped(path: Path, gain: float = 1.0) -> "Loop":
    from coach.sound.loop import Loop  # it takes numpy, which a bed that is only named does without

    return Loop(path, gain)


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
    return Bed(path)
