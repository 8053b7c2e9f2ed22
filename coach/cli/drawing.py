"""Tables and bars, as rich draws them."""

import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn
from rich.table import Table

from coach.units import Ms

if TYPE_CHECKING:
    from pathlib import Path

Bar = Callable[[Ms], None]
"""Told how much is done."""


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]], *below: str) -> None:
    """Print a table, and lines below it, as wide as the terminal is."""
    table = Table(*headings, box=box.SIMPLE_HEAD)
    for row in rows:
        table.add_row(*row)
    console = Console(markup=False, emoji=False, highlight=False)
    console.print(table)
    for line in below:
        console.print(line)


@contextmanager
def open_bars() -> "Iterator[Callable[[Path, Ms], Bar]]":
    """A bar for each thread that writes a file; where stderr is no terminal, a line a file."""
    if not sys.stderr.isatty():
        yield _line
        return
    columns = TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn()
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, redirect_stdout=sys.stdout.isatty()
    ) as progress:
        yield _Bars(progress).begin


def _line(path: "Path", _lasts: Ms) -> Bar:
    click.echo(f"Writing {path}", err=True)
    return lambda _done: None


class _Bars:
    """The bars of one run, each used again for the next file of its thread."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bars: dict[int, TaskID] = {}

    def begin(self, path: "Path", lasts: Ms) -> Bar:
        """The bar of the thread that asks, at its beginning."""
        thread = threading.get_ident()
        if thread not in self._bars:
            self._bars[thread] = self._progress.add_task("")
        bar = self._bars[thread]
        self._progress.reset(bar, total=lasts, description=path.name)
        return lambda done: self._progress.update(bar, completed=done)
