"""Claims: what one program makes at a time, so that others wait for it and need not make it too."""

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from coach.errors import forgiving
from coach.traces import quiet_logger

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


_logger = quiet_logger(__name__)

CLAIM_LOOK_S = 0.02
"""How often who waits looks whether a claim is free."""

CLAIM_PATIENCE_S = 30.0
"""Who has waited for so long goes on without: a program that was stopped holds up no other."""


@contextlib.contextmanager
def claimed(path: Path) -> Iterator[None]:
    """Hold this file while the block runs; whoever wants it too, thread or program, waits.

    The system lets it go when its program dies. Where it cannot be held, nobody waits.
    """
    file = _claim(path)
    if file is None:
        yield
        return
    with file:
        try:
            yield
        finally:
            # Windows keeps what is open; it is stale later.
            with forgiving(_logger, "what was claimed cannot be removed", OSError):
                path.unlink()


def _claim(path: Path) -> IO[bytes] | None:
    """The file, once it is one's own; None where it cannot be, or not soon enough."""
    until = time.monotonic() + CLAIM_PATIENCE_S
    try:
        while time.monotonic() < until:
            if file := _taken(path):
                return file
            time.sleep(CLAIM_LOOK_S)
        _logger.warning("%s is held for long, and is done without", path)
    except OSError:
        _logger.warning("%s cannot be claimed", path, exc_info=True)
    return None


def _taken(path: Path) -> IO[bytes] | None:
    """The file, if nobody holds it."""
    with contextlib.ExitStack() as held:
        file = held.enter_context(path.open("ab"))
        try:
            _take(file)
        except (BlockingIOError, PermissionError):
            return None
        try:
            there = path.stat()
        except FileNotFoundError:
            return None
        except OSError:
            path.unlink()  # it is one's own, but cannot be seen to be
            raise
        # Who held it before has removed it, and another may have made a new one meanwhile.
        if os.path.samestat(os.fstat(file.fileno()), there):
            held.pop_all()
            return file
    return None
