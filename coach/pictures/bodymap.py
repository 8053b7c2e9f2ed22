"""The body map: a figure on a canvas, with the muscles to work on."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from coach.choices import View
from coach.content import OTHER
from coach.pictures.canvas import Canvas, Pixel
from coach.pictures.figure import Point, across, half, lines, outline, places
from coach.pictures.palette import Palette
from coach.pictures.tools import draw_tool
from coach.script import Worked

UNITS = 720
"""The side of the frame in which a spot is drawn: its places and lengths are in units of it."""
FRAME_EDGE, FRAME_INNER = 44, 634
"""From the left of the frame to what is drawn, and how wide that is."""
LINE = 0.0034
"""How thick the lines on the body are, in heights of the figure."""
PARTS = 3.2
"""How much of the body a close-up shows, in widths of the part that is worked."""
NEAREST, FARTHEST = 0.17, 0.3
"""At least and at most so much, in heights of the figure."""


class Stand(NamedTuple):
    """Where a figure stands on a canvas, and how large."""

    middle: float
    """Its middle line, from the canvas's left."""
    top: float
    height: float

    def at(self, point: Point) -> Pixel:
        """The place of a point of the figure."""
        return self.middle + point.x * self.height, self.top + point.y * self.height


def draw_body(
    canvas: Canvas,
    stand: Stand,
    view: View,
    colours: Palette,
    worked: Collection[Worked] = (),
) -> None:
    """Draw the figure; where one side alone is worked, the other half of it steps back."""
    canvas.polygon([stand.at(point) for point in outline()], colours.body)
    match sorted({one.side for one in worked}):
        case ["left" | "right" as side]:
            still = half(view, OTHER[side])
            canvas.polygon([stand.at(point) for point in still], colours.still)
    for line in lines(view):
        curve = [stand.at(point) for point in line]
        canvas.stroke(curve, LINE * stand.height, colours.line, ends=0.35)


def draw_marks(
    canvas: Canvas, stand: Stand, worked: Collection[Worked], reach: float, colours: Palette
) -> None:
    """Draw each spot, and rings around it that fade outward, the last one so many pixels away."""
    middles = [stand.at(place) for one in worked for place in places(one.body, one.side)]
    for radius, opacity in ((1.0, 0.4), (0.68, 0.75)):
        for middle in middles:
            canvas.ring(middle, radius * reach, 0.12 * reach, colours.accent, opacity=opacity)
    for middle in middles:
        canvas.disc(middle, 0.4 * reach, colours.accent)


def draw_spot(
    canvas: Canvas, corner: Pixel, unit: float, worked: Sequence[Worked], colours: Palette
) -> None:
    """Draw one spot, on one side or on both: from near, on the whole body, and the tool.

    Args:
        canvas: Drawn on.
        corner: The upper left one of the frame.
        unit: In pixels.
        worked: The sides of one spot.
        colours: Of the theme.
    """
    left, top = corner
    view = worked[0].body.view
    stand = Stand(left + 578 * unit, top + 36 * unit, 440 * unit)
    draw_body(canvas, stand, view, colours, worked)
    draw_marks(canvas, stand, worked, 16 * unit, colours)
    near = _close_up(worked, round(424 * unit), colours)
    canvas.stamp(near, (left + FRAME_EDGE * unit, top + FRAME_EDGE * unit), disc=True)
    middle = left + 112 * unit, top + 412 * unit
    canvas.disc(middle, 84 * unit, colours.ground)
    canvas.disc(middle, 74 * unit, colours.panel)
    draw_tool(canvas, worked[0].tool, middle, 58 * unit, ink=colours.ink, under=colours.panel)


def _close_up(worked: Sequence[Worked], wide: int, colours: Palette) -> Canvas:
    marks = [place for one in worked for place in places(one.body, one.side)]
    left, right = min(one.x for one in marks), max(one.x for one in marks)
    part = _width(marks[0])
    shown = max(min(max(PARTS * part, NEAREST), FARTHEST), 1.5 * (right - left))
    middle = Point((left + right) / 2, min(marks[0].y, 1.02 - shown / 2))
    height = wide / shown
    stand = Stand(wide / 2 - middle.x * height, wide / 2 - middle.y * height, height)
    canvas = Canvas(wide, wide, colours.panel)
    draw_body(canvas, stand, worked[0].body.view, colours, worked)
    apart = (right - left) * height or wide
    draw_marks(canvas, stand, worked, min(0.14 * wide, 0.42 * part * height, 0.55 * apart), colours)
    return canvas


def _width(mark: Point) -> float:
    """Of the part of the body in which a mark lies, in heights of the figure."""
    left, right = across(mark) or (0, 0)
    return right - left
