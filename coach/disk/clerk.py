"""The clerk: writes down in a thread of its own, so that a slow disk keeps nobody waiting."""

import threading
from collections.abc import Callable


class Clerk:
    """Does the latest of what it is given; what has been overtaken by then is never done."""

    def __init__(self, name: str, *, every_s: float = 0.0) -> None:
        """Begin to wait.

        Args:
            name: Of the thread.
            every_s: How often something is done at most.
        """
        self._every_s = every_s
        self._latest: Callable[[], None] | None = None
        self._given = threading.Event()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def give(self, act: Callable[[], None]) -> None:
        """Have something done that raises nothing; never waits."""
        self._latest = act
        self._given.set()

    def close(self, *, within_s: float) -> bool:
        """Wait at most so long until the latest is done; whether it is. Twice is harmless."""
        self._closed.set()
        self._given.set()
        self._thread.join(within_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        done: Callable[[], None] | None = None
        while not (self._closed.is_set() and done is self._latest):
            self._given.wait()
            self._given.clear()
            latest = self._latest
            if latest is not None and latest is not done:
                latest()
            done = latest
            self._closed.wait(self._every_s)
