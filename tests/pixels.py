"""Pictures as arrays."""

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from coach.pictures.canvas import FINER, Canvas
from coach.pictures.palette import Colour

Pixels = NDArray[np.int16]
Mask = NDArray[np.bool_]


def image(stored: bytes | Path) -> Image.Image:
    """A stored picture, with nothing of its file left open."""
    return Image.open(io.BytesIO(stored if isinstance(stored, bytes) else stored.read_bytes()))


def pixels(stored: bytes | Canvas) -> Pixels:
    """Rows, columns, and red, green and blue from 0 to 255."""
    finished = stored._image.reduce(FINER) if isinstance(stored, Canvas) else image(stored)
    return np.asarray(finished.convert("RGB"), dtype=np.int16)


def near(picture: Pixels, colour: Colour, *, within: int = 40) -> Mask:
    """Which pixels have about this colour."""
    apart = np.abs(picture - np.asarray(colour, dtype=np.int16))
    return np.asarray((apart < within).all(axis=2))


def bounds(mask: Mask) -> tuple[int, int, int, int]:
    """The first and last column, and the first and last row, that have any."""
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    return int(columns[0]), int(columns[-1]), int(rows[0]), int(rows[-1])


def middle(mask: Mask) -> tuple[float, float]:
    """The middle of all that is masked, from the left and from the top."""
    rows, columns = np.nonzero(mask)
    return float(columns.mean()), float(rows.mean())
