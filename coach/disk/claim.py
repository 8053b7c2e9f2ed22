"""Claims: what one program makes at a time, so that others wait for it and need not make it too."""

import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

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
    try:
        file = path.open("ab")
    except OSError:
        _logger.warning("%s cannot be claimed", path, exc_info=True)
        yield
        return
    with file:
        held = _held(file)
        try:
            yield
        finally:
            if held:
                with contextlib.suppress(OSError):  # Windows keeps what is open; it is stale later
                    path.unlink()


def _held(file: IO[bytes]) -> bool:
    """Wait until it is one's own; False where it cannot be, or not soon enough."""
    until = time.monotonic() + CLAIM_PATIENCE_S
    while time.monotonic() < until:
        try:
            _take(file)
            return True
        except (BlockingIOError, PermissionError):
            time.sleep(CLAIM_LOOK_S)
        except OSError:
            break
    _logger.warning("a claim cannot be had, and is done without")
    return False
