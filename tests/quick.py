"""A voice and a player for a whole session within a second or two."""

import time

from coach.players.null import NullPlayer
from tests.doubles import FakeVoice


def open_voice(_name: str, _rate_wpm: int) -> FakeVoice:
    """See `coach.voices`."""
    return FakeVoice()


def open_player() -> NullPlayer:
    """Plays as fast as the sound can be mixed."""
    return NullPlayer(lambda: 0.0, lambda _seconds: time.sleep(0))
