"""How the tests wait: with an end to it, and long enough for a machine that does much else."""

import threading
import time
from collections.abc import Callable

PATIENCE_S = 60.0
"""After so many seconds what has not come is taken as never coming."""


class Deadline:
    """An end to a loop that turns until something has come."""

    def __init__(self, seconds: float = PATIENCE_S) -> None:
        self._seconds = seconds
        self._until = time.monotonic() + seconds

    def check(self, missed: str = "what was waited for did not come") -> None:
        """Fail with what was missed, once the time is over."""
        assert time.monotonic() < self._until, f"{missed} within {self._seconds:g} s"


def wait_until(true: Callable[[], object], *, seconds: float = PATIENCE_S) -> None:
    """Wait until this is true."""
    deadline = Deadline(seconds)
    while not true():
        deadline.check()
        time.sleep(0.01)


def join(*threads: threading.Thread, seconds: float = PATIENCE_S) -> None:
    """Wait for the end of threads, and see that they have ended."""
    deadline = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    assert [thread.name for thread in threads if thread.is_alive()] == []
