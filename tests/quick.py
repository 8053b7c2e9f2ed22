"""A voice, a player and ears for a whole session within a second or two."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from coach.content.controls import Inbox
from coach.players.null import NullPlayer
from coach.players.player import Player
from tests.doubles import FakeVoice


def open_voice(_name: str, _rate_wpm: int) -> FakeVoice:
    """See `coach.voices.voice`."""
    return FakeVoice()


def open_player() -> NullPlayer:
    """Plays as fast as the sound can be mixed."""
    return NullPlayer(lambda: 0.0, lambda _seconds: time.sleep(0))


class Seven(Inbox[int]):
    """Somebody who says seven when the coach is silent for the first time, if they speak."""

    def __init__(self, *, speaks: bool) -> None:
        super().__init__()
        self._speaks = speaks

    def forget(self) -> None:
        """See `Inbox.forget`."""
        super().forget()
        if self._speaks:
            self.put(7)
        self._speaks = False


class QuickEars:
    """Hears a number, and nothing else."""

    trouble = ""
    understands = True

    def __init__(self, *, speaks: bool) -> None:
        self.numbers = Seven(speaks=speaks)

    def listen_to(self, player: Player) -> None:
        """See `Ears.listen_to`."""

    def listen_for_numbers(self) -> None:
        """See `Ears.listen_for_numbers`."""


@contextmanager
def open_ears(*_args: object, knocks: bool, **_how: object) -> Iterator[QuickEars]:
    """Somebody who claps does not speak."""
    yield QuickEars(speaks=not knocks)
