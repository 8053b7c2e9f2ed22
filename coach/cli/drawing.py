"""Tables and bars on the terminal, and plain lines for whatever else reads them."""

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

import click
from rich import box
from rich.bar import Bar
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from coach.units import Ms

if TYPE_CHECKING:
    from pathlib import Path

UNSEEN_WIDTH = 300
"""Columns where there is no terminal: room for each row in one line."""
BAR_WIDTH = 30
"""Columns."""

CELLS_APART = 3
"""Columns between two cells of a table."""
LEAST_SENTENCE = 45
"""Columns that a sentence needs beside other cells."""
LEAST_WORDS = 20
"""Columns that it has even where they are not there."""


class Span(NamedTuple):
    """What is drawn as a bar from one number to another."""

    begin: float
    end: float
    of: float
    """The number at which the column ends."""


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str | Span]]) -> None:
    """Print rows under headings."""
    console = _open_console()
    table = Table(*headings, box=box.SIMPLE_HEAD)
    for row in rows:
        table.add_row(*(_drawn(cell, console) for cell in row))
    console.print(table)


def print_listing(
    headings: Sequence[str], rows: Sequence[Sequence[str]], brief: Callable[[Sequence[str]], str]
) -> None:
    """Print rows whose last cell is a sentence.

    Where the terminal is too narrow for a table, the sentence stands below the rest of its row.

    Args:
        headings: One a column.
        rows: As many cells each.
        brief: The cells between the first and the last as one phrase.
    """
    console = _open_console()
    widths = [max(map(len, cells)) for cells in zip(headings, *rows, strict=True)]
    if sum(widths[:-1]) + CELLS_APART * len(widths) + LEAST_SENTENCE <= console.width:
        print_table(headings, rows)
        return
    first = widths[0] + 2
    for name, *cells, sentence in rows:
        text = Text("\n".join([brief(cells), sentence]))
        lines = text.wrap(console, max(console.width - first, LEAST_WORDS))
        for label, line in zip_longest([name], lines, fillvalue=""):
            console.print(f"{label:<{first}}{line}".rstrip(), soft_wrap=True)


def print_line(text: str) -> None:
    """Print a text, broken between its words where the terminal ends."""
    _open_console().print(text)


def _open_console() -> Console:
    seen = sys.stdout.isatty() or "COLUMNS" in os.environ
    width = None if seen else UNSEEN_WIDTH
    return Console(markup=False, emoji=False, highlight=False, width=width)


def _drawn(cell: str | Span, console: Console) -> str | Bar:
    if isinstance(cell, str):
        return cell
    if not console.options.ascii_only:
        return Bar(cell.of, cell.begin, cell.end, width=BAR_WIDTH)
    begin, end = (round(BAR_WIDTH * at / cell.of) for at in (cell.begin, cell.end))
    return " " * begin + "#" * (end - begin)


@contextmanager
def open_bars() -> Iterator["Bars"]:
    """A bar on stderr for each thread that writes a file."""
    columns = TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Bars(progress)


@contextmanager
def open_fetch_bar(described: str, size: int) -> Iterator[Callable[[int], object]]:
    """A bar for so many bytes, told how many there are; nothing is drawn without a terminal."""
    seen = sys.stdout.isatty() and sys.stderr.isatty()
    columns = TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn()
    with Progress(
        *(*columns, TimeRemainingColumn()),
        console=Console(stderr=True),
        transient=True,
        disable=not seen,
    ) as progress:
        bar = progress.add_task(described, total=size)
        yield lambda done: progress.update(bar, completed=done)


@contextmanager
def open_count_bar(described: str, count: int) -> Iterator[Callable[[int], object]]:
    """A bar for so many things, told how many are done; nothing is drawn without a terminal."""
    columns = TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn()
    with Progress(
        *(*columns, TimeRemainingColumn()),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as progress:
        bar = progress.add_task(described, total=count)
        yield lambda done: progress.update(bar, completed=done)


class Bars:
    """The bars of one run, each used again for the next file of its thread."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bars: dict[int, TaskID] = {}

    def begin(self, path: "Path", lasts: Ms) -> Callable[[Ms], None]:
        """See `coach.cli.board.Board`."""
        thread = threading.get_ident()
        if thread not in self._bars:
            self._bars[thread] = self._progress.add_task("")
        bar = self._bars[thread]
        self._progress.reset(bar, total=lasts, description=path.name)
        return lambda done: self._progress.update(bar, completed=done)

    def tell(self, line: str) -> None:
        """Above the bars, where that is the same terminal."""
        if sys.stdout.isatty():
            console = self._progress.console
            console.print(line, markup=False, emoji=False, highlight=False, soft_wrap=True)
        else:
            click.echo(line)
