"""Hang-up: a terminal that closes does not end the session that it was begun in."""

import os
import signal
import sys
from types import FrameType

if sys.platform == "win32":
    TERMINAL_GONE = EOFError, OSError
else:
    import termios

    TERMINAL_GONE = EOFError, OSError, termios.error
"""What is raised by a terminal that has gone."""

GONE = "the terminal has gone: the session goes on"


def outlive_the_terminal() -> None:
    """Let the session go on when the terminal closes: whoever lies on the floor closed nothing."""
    hangup = getattr(signal, "SIGHUP", None)  # Windows has none
    if hangup and signal.getsignal(hangup) is not signal.SIG_IGN:
        signal.signal(hangup, _hung_up)


def go_on_unseen() -> None:
    """Put nothing in place of the terminal that has gone: nothing is typed there, nor shown."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _hung_up(_number: int, _frame: FrameType | None) -> None:
    go_on_unseen()
