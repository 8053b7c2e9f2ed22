"""A voice, and a player for who hears half a minute of a session and then leaves."""

from coach.units import RATE_HZ
from coach.voices.voice import VoiceName
from tests.quick import QuickPlayer, open_voice

LEAVES_AFTER_S = 35
"""Long enough for the session to be kept in the log, and its place for another time."""


class Leaving(QuickPlayer):
    """Plays as fast as the sound can be mixed, until somebody presses Ctrl-C."""

    @property
    def playing(self) -> bool:
        """See `Player.playing`."""
        if self.heard > LEAVES_AFTER_S * RATE_HZ:
            raise KeyboardInterrupt
        return super().playing


def open_player() -> Leaving:
    """It is always there."""
    return Leaving()


def list_voices() -> list[VoiceName]:
    """One who speaks every language."""
    return [VoiceName("en-us", "en-us", "a tone"), VoiceName("de", "de", "the same tone")]


__all__ = ["list_voices", "open_player", "open_voice"]
