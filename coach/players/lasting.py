"""A player that outlives its device: when that goes, it is opened again as soon as it is there."""

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from coach.errors import PlayerError
from coach.players.player import Player
from coach.sound import Samples
from coach.traces import quiet_logger

_logger = quiet_logger(__name__)

AGAIN_S = 1.0
"""Between two attempts to open the device."""

Open = Callable[[], Player]
_T = TypeVar("_T")


class LastingPlayer:
    """Plays on a player, and on another one of the kind when that has lost its device.

    Between the two it plays nothing, tells its `trouble`, and keeps what was heard. Whoever plays
    begins again where the sound was cut.
    """

    def __init__(self, open_player: Open, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.trouble = ""
        """What is wrong with the device; empty for nothing."""
        self._open = open_player
        self._player = open_player()
        self._clock = clock
        self._tried = 0.0
        self._heard = 0

    def play(self, blocks: Iterator[Samples]) -> None:
        """See `Player.play`; without a device nothing is heard."""
        self._do(lambda: self._player.play(blocks), otherwise=None)
        self._heard = 0

    def stop(self) -> int:
        """See `Player.stop`."""
        self._do(self._player.stop, otherwise=0)
        return self.heard

    @property
    def heard(self) -> int:
        """See `Player.heard`."""
        return self._heard if self.trouble else self._player.heard

    @property
    def playing(self) -> bool:
        """See `Player.playing`; without a device all is still to be heard."""
        return self._do(lambda: self._player.playing, otherwise=True)

    def mended(self) -> bool:
        """Whether a device that was lost is open again; tries that once a second."""
        if not self.trouble or self._clock() - self._tried < AGAIN_S:
            return False
        self._tried = self._clock()
        try:
            self._player = self._open()
        except PlayerError:
            _logger.warning("the device is not there yet", exc_info=True)
            return False
        self.trouble = ""
        return True

    def close(self) -> None:
        """See `Player.close`."""
        self._player.close()

    def _do(self, act: Callable[[], _T], *, otherwise: _T) -> _T:
        if self.trouble:
            return otherwise
        try:
            return act()
        except PlayerError as error:
            _logger.warning("the device has gone", exc_info=True)
            self._heard, self.trouble = self._player.heard, error.message
            self._player.close()
            return otherwise
