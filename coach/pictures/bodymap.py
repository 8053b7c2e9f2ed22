"""The body map: a figure on a canvas, with the muscles to work on."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from coach.choices import View
from coach.content import OTHER
from coach.pictures.canvas import Canvas, Pixel
from coach.pictures.figure import Point, across, afar, contours, half, lines, places
from coach.pictures.palette import Palette
from coach.pictures.tools import draw_tool
from coach.script import Worked

UNITS = 720
"""The side of the frame in which a spot is drawn: its places and lengths are in units of it."""
FRAME_EDGE, FRAME_INNER = 44, 634
"""From the left of the frame to what is drawn, and how wide that is."""
LINES: dict[View, float] = {"front": 0.0034, "back": 0.0034, "sole": 0.012}
"""How thick the lines on each figure are, in heights of it."""
PARTS, PARTS_OF_PAIR = 3.2, 2.1
"""How much of the body a close-up shows, in widths of the part that is worked; and where two
places in it are worked at once, as in a face."""
SHOWN: dict[View, tuple[float, float]] = {
    "front": (0.17, 0.3),
    "back": (0.17, 0.3),
    "sole": (1.12, 1.12),
}
"""At least and at most so much, in heights of the figure."""
_REACH, _REACH_OF_PAIR = 0.42, 0.2
"""How far the rings go in a close-up, at most, in widths of the part that is worked."""


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
    for contour in contours(view):
        canvas.polygon([stand.at(point) for point in contour], colours.body)
    match sorted({one.side for one in worked}):
        case ["left" | "right" as side]:
            still = half(view, OTHER[side])
            canvas.polygon([stand.at(point) for point in still], colours.still)
    for line in lines(view):
        curve = [stand.at(point) for point in line]
        canvas.stroke(curve, LINES[view] * stand.height, colours.line, ends=0.35)


def draw_marks(
    canvas: Canvas, stand: Stand, worked: Collection[Worked], reach: float, colours: Palette
) -> None:
    """Draw each spot, and rings around it that fade outward, the last one so many pixels away."""
    middles = [stand.at(place) for place in _marks(worked)]
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
    stand = Stand(left + 578 * unit, top + 36 * unit, 440 * unit)
    whole = [replace(one, body=afar(one.body)) for one in worked]
    draw_body(canvas, stand, whole[0].body.view, colours, whole)
    apart = _apart(whole[:1]) * stand.height or unit * UNITS
    draw_marks(canvas, stand, whole, min(16 * unit, 0.8 * apart), colours)
    near = _close_up(worked, round(424 * unit), colours)
    canvas.stamp(near, (left + FRAME_EDGE * unit, top + FRAME_EDGE * unit), disc=True)
    middle = left + 112 * unit, top + 412 * unit
    canvas.disc(middle, 84 * unit, colours.ground)
    canvas.disc(middle, 74 * unit, colours.panel)
    draw_tool(canvas, worked[0].tool, middle, 58 * unit, ink=colours.ink, under=colours.panel)


def _close_up(worked: Sequence[Worked], wide: int, colours: Palette) -> Canvas:
    view, marks, pair = worked[0].body.view, _marks(worked), _apart(worked[:1]) > 0
    part, apart = _width(marks[0], view), _apart(worked)
    shown = max(_shown(part, view, pair=pair), 1.5 * apart)
    middle = Point(min(one.x for one in marks) + apart / 2, min(marks[0].y, 1.02 - shown / 2))
    height = wide / shown
    stand = Stand(wide / 2 - middle.x * height, wide / 2 - middle.y * height, height)
    canvas = Canvas(wide, wide, colours.panel)
    draw_body(canvas, stand, view, colours, worked)
    most = (_REACH_OF_PAIR if pair else _REACH) * part * height
    reach = min(0.14 * wide, most, 0.55 * apart * height or wide)
    draw_marks(canvas, stand, worked, reach, colours)
    return canvas


def _shown(part: float, view: View, *, pair: bool) -> float:
    """How much of a figure a close-up shows, in heights of it."""
    least, most = SHOWN[view]
    return min(max((PARTS_OF_PAIR if pair else PARTS) * part, least), most)


def _marks(worked: Iterable[Worked]) -> list[Point]:
    return [place for one in worked for place in places(one.body, one.side)]


def _apart(worked: Iterable[Worked]) -> float:
    """From the first mark to the last, in heights of the figure; nothing if there is one."""
    xs = [place.x for place in _marks(worked)]
    return max(xs) - min(xs)


def _width(mark: Point, view: View) -> float:
    """Of the part of the body in which a mark lies, in heights of the figure."""
    left, right = across(mark, view) or (0, 0)
    return right - left
