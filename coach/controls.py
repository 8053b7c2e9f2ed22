"""Controls: what a listener can ask for while a session plays, whatever they ask it with."""

from enum import Enum, auto


class Control(Enum):
    """What a listener can ask for."""

    PAUSE = auto()
    """Pause, and go on."""
    NEXT = auto()
    PREVIOUS = auto()
    REPEAT = auto()
    """Begin the section again."""
    END = auto()
