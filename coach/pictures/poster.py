"""The poster: a whole routine on one page, to be printed; and pictures as files."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from coach.choices import Theme
from coach.disk import appearing
from coach.errors import ExportError, PathTaken, told_as
from coach.pictures.bodymap import FRAME_EDGE, FRAME_INNER, UNITS, draw_spot
from coach.pictures.canvas import Canvas, Pixel, fit
from coach.pictures.cover import all_worked, plain_picture, spot_picture
from coach.pictures.palette import PALETTES, Palette
from coach.script import Script, Worked
from coach.units import show_ms

SHORT, LONG = 1654, 2140
"""Its sides in pixels, at 200 to the inch: A4 and Letter both hold it, upright or lying."""
PAGE_MARGIN, PAGE_HEAD = 80, 250
"""Pixels around it, and above its cells."""
LARGEST_CELL = 740
"""Pixels of a cell, at most."""

IMAGE_FORMATS = {".png": Canvas.png, ".jpg": Canvas.jpeg, ".jpeg": Canvas.jpeg}
"""How a picture is stored, by the file's suffix."""


def draw_routine(script: Script, theme: Theme = "dark") -> Canvas:
    """What a session works: its one spot large, or a page with a cell for each, in order.

    A lesson, which works nothing, has the picture of its cover.
    """
    worked = all_worked(script.sections)
    if not worked:
        return plain_picture(script, script.lasts, theme)
    stops = [tuple(sides) for _spot, sides in groupby(worked, key=lambda one: one.spot)]
    if len(stops) == 1:
        return spot_picture(stops[0], PALETTES[theme])
    return _page(script, stops, PALETTES[theme])


def check_picture(path: Path, *, force: bool) -> None:
    """See that a picture may be written to a file of this name.

    Raises:
        ExportError: Its suffix is none of `IMAGE_FORMATS`, its folder is missing, or it is there
            already.
    """
    if path.suffix.lower() not in IMAGE_FORMATS:
        raise ExportError(f"{path} should end in one of {', '.join(IMAGE_FORMATS)}")
    with told_as(ExportError, f"{path} cannot be written"):
        if not path.parent.is_dir():
            raise ExportError(f"{path} cannot be written: there is no folder {path.parent}")
        if path.exists() and not force:
            raise PathTaken(path)


def write_picture(canvas: Canvas, path: Path) -> None:
    """Write a picture to a file, which appears only when it is complete.

    Raises:
        ExportError: It cannot be written.
    """
    stored = IMAGE_FORMATS[path.suffix.lower()](canvas)
    with told_as(ExportError, f"{path} cannot be written"), appearing(path) as part:
        part.write_bytes(stored)


class _Grid(NamedTuple):
    """How the cells stand on a page."""

    wide: int
    """Pixels of the page."""
    columns: int
    side: float
    """Pixels of a cell."""


def _page(script: Script, stops: Sequence[tuple[Worked, ...]], colours: Palette) -> Canvas:
    wide, columns, side = _grid(len(stops))
    rows, unit = -(-len(stops) // columns), side / UNITS
    canvas = Canvas(wide, round(PAGE_HEAD + rows * side + PAGE_MARGIN), colours.ground)
    _write_head(canvas, script, colours)
    pitch = (wide - 2 * PAGE_MARGIN - FRAME_INNER * unit) / max(columns - 1, 1)
    for number, stop in enumerate(stops):
        row, column = divmod(number, columns)
        corner = PAGE_MARGIN + column * pitch, PAGE_HEAD + row * side
        _draw_cell(canvas, corner, unit, stop, number=number + 1, colours=colours)
    return canvas


def _grid(stops: int) -> _Grid:
    """The page, upright or lying, and the columns on it that make the largest cells."""
    grids = []
    for wide, high in ((SHORT, LONG), (LONG, SHORT)):
        for columns in range(1, stops + 1):
            rows = -(-stops // columns)
            free = (wide - 2 * PAGE_MARGIN) / columns, (high - PAGE_HEAD - PAGE_MARGIN) / rows
            grids.append(_Grid(wide, columns, min(*free, LARGEST_CELL)))
    return max(grids, key=lambda grid: grid.side)


def _write_head(canvas: Canvas, script: Script, colours: Palette) -> None:
    wide = canvas.width - 2 * PAGE_MARGIN
    title = fit(script.title, wide, 120, 92)
    canvas.write(title, (PAGE_MARGIN, PAGE_MARGIN - 10), colours.ink)
    told = " · ".join(filter(None, [show_ms(script.lasts), script.purpose]))
    canvas.write(fit(told, wide, 60, 42), (PAGE_MARGIN, PAGE_MARGIN + title.height), colours.quiet)


def _draw_cell(
    canvas: Canvas,
    corner: Pixel,
    unit: float,
    worked: Sequence[Worked],
    *,
    number: int,
    colours: Palette,
) -> None:
    """A stop with its number, its name and the side if it is one, and the way."""
    left, top = corner
    draw_spot(canvas, (left - FRAME_EDGE * unit, top), unit, worked, colours)
    _draw_number(canvas, (left + 38 * unit, top + 82 * unit), unit, number, colours)
    side = worked[0].side_name if len(worked) == 1 else ""
    name = fit(
        " · ".join(filter(None, [worked[0].name, side])), FRAME_INNER * unit, 76 * unit, 58 * unit
    )
    canvas.write(name, (left, top + 512 * unit), colours.ink)
    way = fit(worked[0].way_name, FRAME_INNER * unit, 60 * unit, 42 * unit)
    canvas.write(way, (left, top + 588 * unit), colours.quiet)


def _draw_number(canvas: Canvas, middle: Pixel, unit: float, number: int, colours: Palette) -> None:
    canvas.disc(middle, 40 * unit, colours.ink)
    digits = fit(f"{number}", 76 * unit, 60 * unit, 46 * unit, bold=True)
    corner = middle[0] - 38 * unit, middle[1] - 0.54 * digits.size
    canvas.write(digits, corner, colours.ground, "middle")
