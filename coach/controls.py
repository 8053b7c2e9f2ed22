"""Controls: what a listener can ask for while a session plays, whatever they ask it with."""

from collections.abc import Callable
from enum import Enum, auto
from queue import Empty, SimpleQueue


class Control(Enum):
    """What a listener can ask for."""

    PAUSE = auto()
    GO_ON = auto()
    """Go on with what is paused; begin at once while it still counts down."""
    TOGGLE = auto()
    """Pause what plays, go on with what is paused."""
    NEXT = auto()
    PREVIOUS = auto()
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


class Asked:
    """What was asked for and not yet done, in order: put in by any thread, taken out by one."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[Control] = SimpleQueue()

    def put(self, control: Control) -> None:
        """Ask for something; never waits."""
        self._waiting.put(control)

    def wait(self, seconds: float) -> Control | None:
        """The next that was asked for, as soon as there is one within so many seconds."""
        try:
            return self._waiting.get(timeout=seconds)
        except Empty:
            return None
