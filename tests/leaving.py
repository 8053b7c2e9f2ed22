"""A voice, and a player for who hears a while of a session and then leaves."""

import threading

from coach.units import RATE_HZ
from coach.voices.voice import VoiceName
from tests.patience import PATIENCE_S
from tests.quick import QuickPlayer, open_voice

LEAVES_AFTER_S = 45
"""So long that the session is kept in the log, and its place for another time."""


class Leaving(QuickPlayer):
    """Plays as fast as the sound can be mixed, until somebody presses Ctrl-C."""

    def __init__(self) -> None:
        self._looked_at, self._pressed = threading.Event(), threading.Event()
        super().__init__()

    @property
    def playing(self) -> bool:
        """See `Player.playing`."""
        self._looked_at.set()
        if self._all_heard:
            self._pressed.set()
            raise KeyboardInterrupt
        return super().playing

    def close(self) -> None:
        """See `Player.close`."""
        self._looked_at.set()
        self._pressed.set()
        super().close()

    @property
    def _all_heard(self) -> bool:
        return self.heard > LEAVES_AFTER_S * RATE_HZ

    def _wait(self, seconds: float) -> None:
        super()._wait(seconds)
        self._looked_at.wait(PATIENCE_S)  # on a busy machine it would be far ahead by then
        if self._all_heard:
            self._pressed.wait(PATIENCE_S)


def open_player() -> Leaving:
    """It is always there."""
    return Leaving()


def list_voices() -> list[VoiceName]:
    """One who speaks every language."""
    return [VoiceName("en-us", "en-us", "a tone"), VoiceName("de", "de", "the same tone")]


__all__ = ["list_voices", "open_player", "open_voice"]
