"""The null player: keeps time without a sound card."""

import threading
import time
from collections.abc import Callable

from coach.players.stream import AWAY, Stream
from coach.units import RATE_HZ

PERIOD_FRAMES = RATE_HZ // 20

STOPPED_S = 1.0
"""Later than this, a program was not slow but stopped."""


class NullPlayer(Stream):
    """Pulls towards deadlines from one fixed start, so that lateness never adds up.

    After a long halt, as when a laptop slept, it begins to count anew: nothing is hurried.
    """

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], object]) -> None:
        super().__init__()
        self._clock = clock
        self._sleep = sleep
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="coach-null", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """See `Player.close`."""
        if not self._closed.is_set():
            try:
                self.stop(fade=AWAY)
            finally:
                self._closed.set()
                self._thread.join()

    def _run(self) -> None:
        began, pulled = self._clock(), 0
        while not self._closed.is_set():
            self.pull(PERIOD_FRAMES)
            pulled += PERIOD_FRAMES
            early = began + pulled / RATE_HZ - self._clock()
            self._sleep(max(0.0, early))
            if early < -STOPPED_S:
                began, pulled = self._clock(), 0


def open_player() -> NullPlayer:
    """It is always there."""
    return NullPlayer(time.monotonic, time.sleep)
