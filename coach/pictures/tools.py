"""Tools, as they are drawn."""

from collections.abc import Callable
from math import cos, dist, pi, sin

from coach.choices import Tool
from coach.pictures.canvas import Canvas, Pixel
from coach.pictures.palette import Colour


class _Sheet:
    """A square of the canvas, in which places run from -1 to 1."""

    def __init__(self, canvas: Canvas, middle: Pixel, half: float) -> None:
        self._canvas, self._middle, self._half = canvas, middle, half

    def at(self, x: float, y: float) -> Pixel:
        return self._middle[0] + x * self._half, self._middle[1] + y * self._half

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        self._canvas.disc(self.at(x, y), radius * self._half, colour)

    def stroke(self, points: list[Pixel], width: float, colour: Colour) -> None:
        self._canvas.stroke([self.at(*one) for one in points], width * self._half, colour)

    def polygon(self, points: list[Pixel], colour: Colour) -> None:
        self._canvas.polygon([self.at(*one) for one in points], colour)


def draw_tool(
    canvas: Canvas, tool: Tool, middle: Pixel, half: float, *, ink: Colour, under: Colour
) -> None:
    """Draw a tool into a square of so many pixels from its middle to its edges.

    Args:
        canvas: Drawn on.
        tool: Which.
        middle: Of the square.
        half: Of its side, in pixels.
        ink: The colour of the tool.
        under: The colour on which it is drawn, for the lines in the tool.
    """
    _DRAWN[tool](_Sheet(canvas, middle, half), ink, under)


_EDGE = 0.055
"""How thick the edge of a hand is of which only one part presses."""
_FINGERS = (
    ((-0.30, 0.10), (-0.46, -0.52)),
    ((-0.09, 0.05), (-0.16, -0.78)),
    ((0.13, 0.05), (0.16, -0.76)),
    ((0.34, 0.15), (0.46, -0.50)),
)
_THUMB = ((-0.28, 0.52), (-0.52, 0.28), (-0.74, 0.02))
_PALM = ((-0.40, 0.05), (0.445, 0.10), (0.40, 0.50), (0.24, 0.86), (-0.22, 0.86), (-0.40, 0.5))


def _hands(sheet: _Sheet, ink: Colour, under: Colour) -> None:
    _hand(sheet, ink)
    sheet.stroke(_arc(-0.48, 0.62, 0.42, -75, 20), 0.05, under)


def _hand(sheet: _Sheet, colour: Colour, *, inset: float = 0) -> None:
    """An open hand, or what is left of it this far inside its edge."""
    for finger in _FINGERS:
        sheet.stroke(list(finger), 0.205 - 2 * inset, colour)
    sheet.stroke(list(_THUMB), 0.22 - 2 * inset, colour)
    inside = [(x * (1 - 2.4 * inset), y - 2.4 * inset * max(0, y - 0.5)) for x, y in _PALM]
    sheet.polygon(inside, colour)


def _heel_of_hand(sheet: _Sheet, ink: Colour, under: Colour) -> None:
    _hand(sheet, ink)
    _hand(sheet, under, inset=_EDGE)
    sheet.polygon([(-0.33, 0.42), (0.0, 0.34), (0.41, 0.42), *_PALM[2:]], ink)


def _thumb(sheet: _Sheet, ink: Colour, under: Colour) -> None:
    _hand(sheet, ink)
    _hand(sheet, under, inset=_EDGE)
    sheet.stroke(list(_THUMB), 0.24, ink)


def _tennis_ball(sheet: _Sheet, ink: Colour, under: Colour) -> None:
    _ball(sheet, (0, 0), 0.74, ink, under)


def _ball(sheet: _Sheet, centre: Pixel, radius: float, ink: Colour, under: Colour) -> None:
    """A ball with its seam."""
    x, y = centre
    sheet.disc(x, y, radius, ink)
    for side in (-1, 1):
        middle = x + side * 1.12 * radius, y - side * 0.3 * radius
        turn = _arc(*middle, 0.82 * radius, 90 * side - 90, 90 * side + 270)
        seam = [one for one in turn if dist(one, centre) < 1.02 * radius]
        sheet.stroke(seam, 0.12 * radius, under)


def _lacrosse_ball(sheet: _Sheet, ink: Colour, under: Colour) -> None:
    sheet.disc(0, 0, 0.6, ink)
    sheet.stroke(_arc(0, 0, 0.4, 185, 265), 0.09, under)


def _spiky_ball(sheet: _Sheet, ink: Colour, under: Colour) -> None:
    sheet.disc(0, 0, 0.6, ink)
    for x, y in _arc(0, 0, 0.72, -90, 270)[:-1:4]:
        sheet.stroke([(0.7 * x, 0.7 * y), (x, y)], 0.2, ink)
    for dot in (*_arc(0, 0, 0.36, -75, 285)[:-1:8], (0.0, 0.0)):
        sheet.disc(*dot, 0.075, under)


def _two_balls(sheet: _Sheet, ink: Colour, under: Colour) -> None:
    for width, colour in ((0.86, ink), (0.72, under)):
        sheet.stroke([(-0.46, 0.0), (0.26, 0.0)], width, colour)
    for x in (-0.46, 0.26):
        _ball(sheet, (x, 0), 0.31, ink, under)
    sheet.stroke([(0.66, 0.0), (0.76, 0.0)], 0.2, ink)
    sheet.polygon([(0.72, 0.0), (0.98, -0.26), (0.92, 0.0), (0.98, 0.26)], ink)


def _massage_stick(sheet: _Sheet, ink: Colour, _under: Colour) -> None:
    def stretch(start: float, end: float, width: float) -> None:
        sheet.stroke([(share * 0.78, share * -0.6) for share in (start, end)], width, ink)

    stretch(-1, 1, 0.1)
    for side in (-1, 1):
        stretch(side * 0.72, side, 0.28)
    for bead in (-0.39, -0.13, 0.13, 0.39):
        stretch(bead - 0.015, bead + 0.015, 0.25)


def _foam_roller(sheet: _Sheet, ink: Colour, under: Colour) -> None:
    near, far = (-0.5, 0.22), (0.5, -0.22)
    sheet.stroke([near, far], 0.9, ink)
    for share in (0.42, 0.74):
        band = _arc(near[0] + share, near[1] - 0.44 * share, 0.45, -84, 38)
        sheet.stroke(band[4:-4], 0.045, under)
    for radius, colour in ((0.45, ink), (0.4, under), (0.33, ink), (0.17, under)):
        sheet.disc(*near, radius, colour)


def _arc(x: float, y: float, radius: float, start: float, end: float) -> list[Pixel]:
    """Part of a circle, in degrees clockwise from the right."""
    steps = 48
    turns = [(start + (end - start) * step / steps) * pi / 180 for step in range(steps + 1)]
    return [(x + radius * cos(turn), y + radius * sin(turn)) for turn in turns]


_DRAWN: dict[Tool, Callable[[_Sheet, Colour, Colour], None]] = {
    "hands": _hands,
    "heel-of-hand": _heel_of_hand,
    "thumb": _thumb,
    "tennis-ball": _tennis_ball,
    "two-balls": _two_balls,
    "spiky-ball": _spiky_ball,
    "lacrosse-ball": _lacrosse_ball,
    "massage-stick": _massage_stick,
    "foam-roller": _foam_roller,
}
