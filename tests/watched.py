"""A player for who has to see each section: it never goes on far unseen."""

import time

from coach.units import RATE_HZ
from tests.quick import QuickPlayer

UNSEEN_FRAMES = 2 * RATE_HZ

PATIENCE_S = 2.0
"""Less than a player may be silent before it counts as gone."""


class WatchedPlayer(QuickPlayer):
    """Plays as fast as somebody looks where it is."""

    def __init__(self) -> None:
        self._seen = 0
        super().__init__()

    @property
    def heard(self) -> int:
        """See `Player.heard`."""
        self._seen = self._heard
        return self._heard

    def pull(self, frames: int) -> bytes:
        """See `Stream.pull`."""
        until = time.monotonic() + PATIENCE_S
        while self._heard - self._seen > UNSEEN_FRAMES and time.monotonic() < until:
            time.sleep(0.001)
        return super().pull(frames)


def open_player() -> WatchedPlayer:
    """It is always there."""
    return WatchedPlayer()
