"""Controls: what a listener can ask for while a session plays, whatever they ask it with."""

from enum import Enum, auto


class Control(Enum):
    """What a listener can ask for."""

    PAUSE = auto()
    GO_ON = auto()
    TOGGLE = auto()
    """Pause what plays, go on with what is paused."""
    NEXT = auto()
    PREVIOUS = auto()
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
