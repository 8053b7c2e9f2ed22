"""Taken: whether the terminal is drawn on as a whole, so that nothing may be written between."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_taken = threading.Event()


@contextmanager
def taking() -> Iterator[None]:
    """The terminal is taken until the end of the block."""
    _taken.set()
    try:
        yield
    finally:
        _taken.clear()


def is_taken() -> bool:
    """Whether it is; may be asked from any thread."""
    return _taken.is_set()
