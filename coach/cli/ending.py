"""Ending: a signal to end, noted when it comes and obeyed where nothing is half done."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


@contextmanager
def noting_signals() -> Iterator[Callable[[], None]]:
    """Within it, a signal to end raises nothing by itself.

    An exception that comes from nowhere can be lost, or leave a lock behind, while several threads
    work. A second signal raises all the same.

    Yields:
        A function to be called again and again, which raises KeyboardInterrupt once there was one.
    """
    noted: list[int] = []

    def look() -> None:
        if noted:
            raise KeyboardInterrupt

    def note(number: int, _frame: FrameType | None) -> None:
        look()
        noted.append(number)

    numbers = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
    heeded = [one for one in numbers if signal.getsignal(one) is not signal.SIG_IGN]
    before = {number: signal.signal(number, note) for number in heeded}
    try:
        yield look
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
