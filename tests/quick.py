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
    return FakeVoice(word_ms=60)


class QuickPlayer(NullPlayer):
    """Plays as fast as the sound can be mixed, and rests while there is none."""

    def __init__(self) -> None:
        self._heard_before = 0
        super().__init__(lambda: 0.0, self._wait)

    def _wait(self, _seconds: float) -> None:
        time.sleep(0.0 if self._heard != self._heard_before else 0.005)
        self._heard_before = self._heard


def open_player() -> QuickPlayer:
    """It is always there."""
    return QuickPlayer()


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
