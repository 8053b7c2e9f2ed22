"""Controls: what a listener can ask for while a session plays, whatever they ask it with."""

from collections.abc import Callable
from enum import Enum, auto
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar


class Control(Enum):
    """What a listener can ask for."""

    PAUSE = auto()
    GO_ON = auto()
    """Go on with what is paused; begin at once while it still counts down."""
    TOGGLE = auto()
    """Pause what plays, go on with what is paused."""
    NEXT = auto()
    BACK = auto()
    """Begin the section again, or the one before where this one has only just begun."""
    REPEAT = auto()
    """Begin the section again."""
    LONGER = auto()
    """A little longer on this spot, and on its other side the same."""
    EASIER = auto()
    """Shorter holds and gentler words from here on."""
    SKIP = auto()
    """Leave this spot out, on both sides."""
    TIME_LEFT = auto()
    """Say how long the session still lasts."""
    LOUDER = auto()
    """The voice, not the other sounds."""
    SOFTER = auto()
    END = auto()


Ask = Callable[[Control], object]
"""Asks for something, from any thread; never waits."""

Wait = Callable[[float], Control | None]
"""Waits at most so many seconds for what the listener asks for."""


_T = TypeVar("_T")


class Inbox(Generic[_T]):
    """What was told and not yet heeded, in order: put in by any thread, taken out by one."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[_T] = SimpleQueue()

    def put(self, told: _T) -> None:
        """Tell something; never waits."""
        self._waiting.put(told)

    def forget(self) -> None:
        """Heed nothing of what was told so far."""
        while not self._waiting.empty():
            self.wait(0.0)

    def wait(self, seconds: float) -> _T | None:
        """The next that was told, as soon as there is one within so many seconds."""
        try:
            return self._waiting.get(timeout=seconds)
        except Empty:
            return None
