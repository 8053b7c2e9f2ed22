"""The board: what is being written, and what has been."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Protocol

import click

from coach.units import Ms

if TYPE_CHECKING:
    from pathlib import Path

    from coach.cli.drawing import Bars
    from coach.content import ScreenWords

Told = Callable[[Ms], None]
"""Told how much is done."""


class Board(Protocol):
    """Where it is shown what is being written, and what has been."""

    def begin(self, path: "Path", lasts: Ms) -> Told:
        """Show that a file is begun, by the thread that writes it."""

    def tell(self, line: str) -> None:
        """Print a line of the answer."""


@contextmanager
def open_board(words: "ScreenWords") -> Iterator[Board]:
    """A bar for each thread that writes a file; where stderr is no terminal, a line a file."""
    with ExitStack() as stack:
        yield _Terminal(stack) if sys.stderr.isatty() else _Lines(words)


class _Lines:
    """A line a file, for pipes and logs."""

    def __init__(self, words: "ScreenWords") -> None:
        self._words = words

    def begin(self, path: "Path", _lasts: Ms) -> Told:
        from coach.content import fill  # whoever only asks for help does without

        click.echo(fill(self._words.export.writing, {"path": f"{path}"}), err=True)
        return lambda _done: None

    def tell(self, line: str) -> None:
        click.echo(line)


class _Terminal:
    """Bars, from when there is something to draw: where all is up to date, nothing is loaded."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._lock = threading.Lock()
        self._bars: Bars | None = None

    def begin(self, path: "Path", lasts: Ms) -> Told:
        with self._lock:
            if self._bars is None:
                from coach.cli.drawing import open_bars

                self._bars = self._stack.enter_context(open_bars())
        return self._bars.begin(path, lasts)

    def tell(self, line: str) -> None:
        if self._bars is None:
            click.echo(line)
        else:
            self._bars.tell(line)
