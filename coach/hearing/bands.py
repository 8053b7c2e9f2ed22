"""Bands: how strong a sound is in a few bands, every hundredth of a second."""

import numpy as np
from numpy.typing import NDArray

from coach.sound import Samples

HOP_S = 0.01
"""What one row of powers stands for."""

EDGES_HZ = (200, 500, 1000, 2000, 4000, 7000)
"""Each band reaches from one to the next: what a voice and a small loudspeaker share."""

COUNT = len(EDGES_HZ) - 1

Powers = NDArray[np.float64]
"""Shape (hops, `COUNT`); full scale is 1, nothing is 0."""


QUIETEST = 1e-9
"""The power below which differences mean nothing."""


def alike(one: Powers, other: Powers) -> float:
    """How much two sounds rise and fall together, from -1 to 1; 0 where one is even.

    Both have as many hops.
    """
    logs = [np.log(powers + QUIETEST) for powers in (one, other)]
    first, second = (log - log.mean(axis=0) for log in logs)
    scale = np.sqrt(np.square(first).sum() * np.square(second).sum())
    return float((first * second).sum() / (scale + QUIETEST))


class Bands:
    """Takes sound as it comes, and gives a row of powers for each whole hop."""

    def __init__(self, rate_hz: int) -> None:
        self._hop = round(rate_hz * HOP_S)
        self._rest = np.zeros(0, dtype=np.float32)
        self._window = np.hanning(self._hop)
        bins = np.asarray(EDGES_HZ) * HOP_S  # a hop of any rate has a bin every 100 Hz
        self._bins = bins.astype(int)

    def feed(self, samples: Samples) -> Powers:
        """The powers of all hops that these samples, of one channel, complete."""
        sound = np.concatenate([self._rest, samples])
        whole = len(sound) // self._hop * self._hop
        self._rest = sound[whole:]
        hops = sound[:whole].reshape(-1, self._hop) * self._window
        spectrum = np.abs(np.fft.rfft(hops, axis=1) / self._window.sum()) ** 2
        powers: Powers = np.add.reduceat(spectrum[:, : self._bins[-1]], self._bins[:-1], axis=1)
        return 2 * powers
