"""What people would think of how speech sounds, as a model predicts it: Microsoft's DNSMOS.

It was trained on telephone calls, some of them noisy, and tells little of voices that are made: it
stands beside what people say, of which there is nothing yet.
"""

import importlib.util
import sys
from types import SimpleNamespace

import numpy as np

from coach.sound import Clip, resample

RATE_HZ = 16_000
LEVEL = 10 ** (-26 / 20)
"""RMS, as speech has it in the recommendation that it follows, ITU-T P.808."""
SHORTEST_S = 1.0
"""Less is repeated until it is nine seconds long, which tells nothing."""


def is_here() -> bool:
    """Whether its package is installed."""
    return all(importlib.util.find_spec(one) for one in ("speechmos", "librosa"))


def opinion(clip: Clip) -> float | None:
    """From 1, bad, to 5, excellent; None of what is too short.

    Args:
        clip: Speech of one channel, at the house rate.
    """
    sys.modules.setdefault("requests", SimpleNamespace(session=None))  # type: ignore[arg-type]
    from speechmos import dnsmos

    sound = resample(clip, RATE_HZ).samples
    if len(sound) < SHORTEST_S * RATE_HZ:
        return None
    levelled = np.clip(sound * (LEVEL / float(np.sqrt((sound**2).mean()))), -1, 1)
    return float(dnsmos.run(levelled.astype(np.float32), RATE_HZ, return_df=False)["p808_mos"])
