"""Clips: sound as samples, and their rate. Silence is a legal clip everywhere."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from coach.units import RATE_HZ, Ms, frames_to_ms

if TYPE_CHECKING:  # what only tells of sounds does without the time that loading it takes
    import numpy as np
    from numpy.typing import NDArray

Samples: TypeAlias = "NDArray[np.float32]"
"""Shape (frames,) for one channel or (frames, 2) for two; full scale is [-1, 1]."""

Pcm: TypeAlias = "NDArray[np.int16]"
"""The same in 16 bits."""


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
        return float(abs(self.samples).max(initial=0.0))


class UnreadableRecording(Exception):
    """The file is not there, or is no sound file; the text says why."""
