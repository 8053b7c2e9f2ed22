"""Big letters: text as dots, as large as there is room for.

Their shapes lie in ``letters.txt``: in each band the letters, then their rows, eight dots high, the
last below the line. Accents are put on here. No font of a library is as narrow and bold as a room
needs: eighty columns have to hold sixteen letters of it.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np

from coach.screen.cells import Dots

ROWS = 8
PITCH = ROWS + 1
"""Dots from line to line."""
SPACE = 3
LARGEST_SCALE = 6
"""Times the size in the file; larger says no more."""

MARKS = {
    "\u0300": ("#..", ".#."),
    "\u0301": ("..#", ".#."),
    "\u0302": (".#.", "#.#"),
    "\u0303": (".#.#", "#.#."),
    "\u0308": ("#.#", "..."),
    "\u030a": (".#.", "#.#"),
    "\u030c": ("#.#", ".#."),
}
"""Accents that go on top of a letter, by their combining character."""

Letter = tuple[str, ...]


@lru_cache(maxsize=32)
def lettering(text: str, width: int, height: int) -> Dots | None:
    """A text in the largest letters with which its words, in lines, fit so many dots.

    Returns:
        None if even the smallest are too large, or there is a letter whose shape is not known.
    """
    words = [_word(word) for word in unicodedata.normalize("NFD", text).split()]
    known = [word for word in words if word is not None]
    if not words or len(known) < len(words):
        return None
    for scale in range(LARGEST_SCALE, 0, -1):
        lines = _lines(known, width // scale)
        if lines and len(lines) * PITCH - 1 <= height // scale:
            return _set(lines, scale)
    return None


def _lines(words: list[Letter], width: int) -> list[Letter]:
    """Words in as few lines of at most this width as can be; none if a word alone is wider."""
    lines: list[Letter] = []
    for word in words:
        if len(word[0]) > width:
            return []
        longer = _beside(lines[-1], word, SPACE) if lines else word
        if lines and len(longer[0]) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _set(lines: list[Letter], scale: int) -> Dots:
    widest = max(len(line[0]) for line in lines)
    rows = [row.ljust(widest, ".") for line in lines for row in (*line, "")][:-1]
    dots = np.array([[mark == "#" for mark in row] for row in rows])
    return dots.repeat(scale, axis=0).repeat(scale, axis=1)


def _word(decomposed: str) -> Letter | None:
    """The letters of a word side by side, its accents on them."""
    word: Letter | None = None
    for letter, marks in _clusters(decomposed):
        shape = _shapes().get(letter)
        if shape is None or not set(marks) <= set(MARKS):
            return None
        for mark in marks:
            shape = _marked(shape, mark)
        word = _beside(word, shape, 1) if word else shape
    return word


def _clusters(decomposed: str) -> Iterator[tuple[str, str]]:
    """Each letter with the combining characters after it."""
    start = 0
    for end in range(1, len(decomposed) + 1):
        if end == len(decomposed) or not unicodedata.combining(decomposed[end]):
            yield decomposed[start], decomposed[start + 1 : end]
            start = end


def _beside(left: Letter, right: Letter, gap: int) -> Letter:
    return tuple(a + "." * gap + b for a, b in zip(left, right, strict=True))


def _marked(letter: Letter, mark: str) -> Letter:
    """With an accent in the two rows above it; a capital gets lower to make room."""
    low = letter[2:]
    if "#" in letter[0] + letter[1] and len(letter[0]) > 1:
        low = tuple(letter[row] for row in (0, 2, 3, 4, 6, 7))
    width = len(letter[0])
    return (*(row.center(width, ".")[:width] for row in MARKS[mark]), *low)


@lru_cache(maxsize=1)
def _shapes() -> dict[str, Letter]:
    bands = Path(__file__).with_name("letters.txt").read_text(encoding="utf-8").split("\n\n")
    shapes: dict[str, Letter] = {}
    for band in bands:
        names, *rows = (line.split() for line in band.strip().split("\n"))
        shapes |= dict(zip(names, zip(*rows, strict=True), strict=True))
    return shapes
