"""The canvas: cells of a terminal, to write on, and to paint on with two dots a cell."""

import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BLOCKS, ASCII = " ▀▄█", " '.#"
"""What shows no dot, the upper, the lower and both dots of a cell."""

Dots = NDArray[np.bool_]
"""Rows and columns, each dot half of a cell and about as wide as high."""


class Look(IntEnum):
    """How a cell stands out; of two dots in one cell, the stronger look wins."""

    BLANK = 0
    FAINT = 1
    PLAIN = 2
    BRIGHT = 3
    ACCENT = 4


class CellRun(NamedTuple):
    """Cells of one row that belong together."""

    column: int
    text: str
    look: Look


Rows = tuple[tuple[CellRun, ...], ...]
"""The rows of a whole screen, from the top; every cell is in one run."""


class Grid:
    """A blank screen to draw on; what lies outside is left out."""

    def __init__(self, width: int, height: int, blocks: str = BLOCKS) -> None:
        self.width = width
        self.height = height
        self.blocks = blocks
        self._painted = np.zeros((2 * height, width), dtype=np.uint8)
        self._written: list[tuple[int, int, str, Look]] = []

    def write(self, row: int, column: int, text: str, look: Look = Look.PLAIN) -> None:
        """Write from this cell on; what does not fit in the row is cut."""
        if 0 <= row < self.height:
            self._written.append((row, column, text, look))

    def paint(self, row: int, column: int, dots: Dots, look: Look = Look.PLAIN) -> None:
        """Paint dots, the first of them the upper half of this cell."""
        there = self._painted[2 * row :, column:][: dots.shape[0], : dots.shape[1]]
        seen = dots[: there.shape[0], : there.shape[1]]
        np.maximum(there, np.where(seen, look, 0).astype(np.uint8), out=there)

    def picture(self) -> Rows:
        """All that was drawn."""
        upper, lower = self._painted[::2], self._painted[1::2]
        looks = np.maximum(upper, lower)
        cells = np.array(list(self.blocks), dtype="<U8")[(upper > 0) + 2 * (lower > 0)]
        for row, column, text, look in self._written:
            written = cells_of(text)[: max(0, self.width - column)]
            cells[row, column : column + len(written)] = written
            looks[row, column : column + len(written)] = look
        return tuple(tuple(_runs(*row)) for row in zip(cells, looks, strict=True))


def _runs(cells: NDArray[np.str_], looks: NDArray[np.uint8]) -> Iterator[CellRun]:
    """Neighbouring cells of one look, together."""
    edges = [0, *(np.flatnonzero(np.diff(looks)) + 1).tolist(), len(looks)]
    for start, end in pairwise(edges):
        yield CellRun(start, "".join(cells[start:end].tolist()), Look(looks[start]))


def cells_of(text: str) -> list[str]:
    """A text in the cells that a terminal gives it: wide characters take a second, empty one.

    >>> cells_of("né")
    ['n', 'é']
    >>> cells_of("気")
    ['気', '']
    """
    cells: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        if unicodedata.combining(character) and cells:
            cells[-1] += character
        elif unicodedata.category(character)[0] != "C":
            wide = unicodedata.east_asian_width(character) in "WF"
            cells += [character, ""] if wide else [character]
    return cells
