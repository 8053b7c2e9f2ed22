"""The canvas: shapes and words with clean edges, drawn larger than they will be seen."""

import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, pairwise
from typing import Literal

from PIL import Image, ImageDraw, ImageFont
from ttf_opensans import OPENSANS_REGULAR

from coach.pictures.palette import Colour

FINER = 3
"""A picture is drawn so many times as large, which is what makes its edges clean."""
QUALITY, DPI = 88, 200
"""Of a JPEG, in percent; and pixels an inch where it is printed."""
LEADING = 1.18
"""From line to line, in sizes of the letters."""
SMALLEST_LETTERS = 0.35
"""Of the size that is wished for: what is too long even so ends in an ellipsis."""
FITTING_STEPS = 40
"""From the size that is wished for to the smallest."""
MEASURED, SPARE = 200, 1.01
"""The size at which letters are measured; and what is allowed for their widths being whole pixels,
and so not quite in proportion, at another."""
BOLD = 0.014
"""What bold letters have more on each side, in sizes of the letters."""

Pixel = tuple[float, float]
"""Pixels from the left and from the top."""
Align = Literal["left", "middle"]


@dataclass(frozen=True, slots=True)
class Lettering:
    """Words, broken into lines that fit a width."""

    lines: tuple[str, ...]
    size: float
    """Of the letters, in pixels."""
    width: float
    """What they have to fit, in pixels."""
    bold: bool = False

    @property
    def height(self) -> float:
        """Of all lines."""
        return self.size * LEADING * len(self.lines)

    @property
    def long(self) -> float:
        """The longest of them."""
        return max(_length(line, self.size) for line in self.lines)

    def fits(self, height: float) -> bool:
        """Whether the lines stay within their width and this height."""
        return self.long <= self.width and self.height <= height


class Canvas:
    """A picture in the making. All lengths and places are pixels of the finished picture."""

    def __init__(self, width: int, height: int, ground: Colour) -> None:
        self.width, self.height = width, height
        self._image = Image.new("RGB", (width * FINER, height * FINER), ground)
        self._draw = ImageDraw.Draw(self._image)

    def polygon(self, points: Iterable[Pixel], colour: Colour) -> None:
        """Fill a closed curve."""
        self._draw.polygon([_fine(point) for point in points], fill=colour)

    def disc(self, middle: Pixel, radius: float, colour: Colour) -> None:
        """Fill a circle."""
        self._draw.circle(_fine(middle), radius * FINER, fill=colour)

    def ring(
        self, middle: Pixel, radius: float, width: float, colour: Colour, *, opacity: float = 1
    ) -> None:
        """Draw a circle that ends at its radius; what lies under it shows through."""
        ImageDraw.Draw(self._image, "RGBA").circle(
            _fine(middle),
            radius * FINER,
            outline=(*colour, round(255 * opacity)),
            width=max(1, round(width * FINER)),
        )

    def stroke(
        self, points: Sequence[Pixel], width: float, colour: Colour, *, ends: float = 1
    ) -> None:
        """Draw a line with round ends, which have this share of its width."""
        halves = [width / 2 * share for share in _tapering(points, ends)]
        one = [_beside(points, number, half) for number, half in enumerate(halves)]
        other = [_beside(points, number, -half) for number, half in enumerate(halves)]
        self.polygon([*one, *reversed(other)], colour)
        self.disc(points[0], halves[0], colour)
        self.disc(points[-1], halves[-1], colour)

    def box(self, corner: Pixel, across: Pixel, radius: float, colour: Colour) -> None:
        """Fill a box with round corners."""
        self._draw.rounded_rectangle((*_fine(corner), *_fine(across)), radius * FINER, fill=colour)

    def stamp(self, other: "Canvas", corner: Pixel, *, disc: bool = False) -> None:
        """Put another canvas on this one: the whole of it, or the disc that fits into it."""
        left, top = _fine(corner)
        mask = _disc_mask(other._image.width) if disc else None
        self._image.paste(other._image, (round(left), round(top)), mask)

    def write(self, words: Lettering, corner: Pixel, colour: Colour, align: Align = "left") -> None:
        """Write into a box of the words' width, from its upper left corner."""
        left, top = corner
        if align == "middle":
            left += words.width / 2
        for number, line in enumerate(words.lines):
            baseline = top + words.size * (0.9 + LEADING * number)
            self._draw.text(
                _fine((left, baseline)),
                line,
                colour,
                _font(round(words.size * FINER)),
                anchor="ls" if align == "left" else "ms",
                stroke_width=round(words.size * FINER * BOLD) if words.bold else 0,
            )

    def jpeg(self) -> bytes:
        """The finished picture, small."""
        return self._stored("JPEG", quality=QUALITY, optimize=True)

    def png(self) -> bytes:
        """The finished picture, without any loss, and with its size on paper."""
        return self._stored("PNG", dpi=(DPI, DPI))

    def _stored(self, form: str, **wishes: object) -> bytes:
        stored = io.BytesIO()
        self._image.reduce(FINER).save(stored, form, **wishes)
        return stored.getvalue()


def fit(
    text: str, width: float, height: float, size: float, *, lines: int = 1, bold: bool = False
) -> Lettering:
    """Break a text into lines that fit into a box: as large as that allows, up to a size."""
    for step in range(FITTING_STEPS + 1):
        smaller = size * SMALLEST_LETTERS ** (step / FITTING_STEPS)
        fitted = _broken(text, width, smaller, bold=bold)
        if len(fitted.lines) <= lines and fitted.fits(height):
            return _evened(text, fitted)
    kept = [_cut(line, width, smaller) for line in fitted.lines[:lines]]
    if len(fitted.lines) > lines:
        kept[-1] = _cut(f"{kept[-1].removesuffix('…')}…", width, smaller)
    return Lettering(tuple(kept), smaller, width, bold)


def _evened(text: str, fitted: Lettering) -> Lettering:
    """So many lines of a length as even as can be."""
    for share in range(50, 100, 5):
        even = _broken(text, fitted.width * share / 100, fitted.size, bold=fitted.bold)
        if len(even.lines) == len(fitted.lines) and even.fits(fitted.height):
            return replace(even, width=fitted.width)
    return fitted


def _broken(text: str, width: float, size: float, *, bold: bool) -> Lettering:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _length(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return Lettering(tuple(lines), size, width, bold)


def _cut(line: str, width: float, size: float) -> str:
    """The line, or what fits of it and an ellipsis."""
    while len(line) > 1 and _length(line, size) > width:
        line = f"{line.removesuffix('…')[:-1].rstrip()}…"
    return line


def _length(text: str, size: float) -> float:
    """Of a line of text, its bold edges included."""
    return (SPARE * _font(MEASURED).getlength(text) / MEASURED + 2 * BOLD) * size


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    """Open Sans, which has the letters of every language that is written from left to right."""
    return ImageFont.truetype(OPENSANS_REGULAR.path, size)


@cache
def _disc_mask(side: int) -> Image.Image:
    mask = Image.new("L", (side, side))
    ImageDraw.Draw(mask).circle((side / 2, side / 2), side / 2, fill=255)
    return mask


def _fine(point: Pixel) -> Pixel:
    return point[0] * FINER, point[1] * FINER


def _tapering(points: Sequence[Pixel], ends: float) -> list[float]:
    """The width at each point: full in the middle, and this share of it at the ends."""
    run = list(accumulate((math.dist(*pair) for pair in pairwise(points)), initial=0.0))
    return [min(1.0, ends + 3 * min(at, run[-1] - at) / run[-1]) for at in run]


def _beside(points: Sequence[Pixel], number: int, apart: float) -> Pixel:
    """A point so far to the side of a line's point."""
    before, after = points[max(number - 1, 0)], points[min(number + 1, len(points) - 1)]
    along = math.dist(before, after)
    across, down = (after[0] - before[0]) / along, (after[1] - before[1]) / along
    return points[number][0] - down * apart, points[number][1] + across * apart
