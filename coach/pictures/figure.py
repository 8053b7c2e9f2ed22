"""The figure: a human body from the front and from behind, or its soles, as curves to be drawn."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from coach.choices import Side, View
from coach.content import OnBody
from coach.pictures.soles import SOLE, SOLE_LINES

FIGURE_WIDTH = 0.6
"""The frame in which the figure stands, in heights of the figure: that of which `OnBody.x` is a
share. The hands end a little inside it."""
SOLES_WIDTH = 1.0
"""That in which the soles stand, in lengths of a foot."""
_WIDTHS: dict[View, float] = {"front": FIGURE_WIDTH, "back": FIGURE_WIDTH, "sole": SOLES_WIDTH}
_FOOT = OnBody("front", 0.582, 0.972)
"""Where a spot on the sole lies, when the whole body is seen."""


class Point(NamedTuple):
    """A place on the figure, in heights of the figure: of the body, or of a foot from below."""

    x: float
    """From the middle line, to the picture's right."""
    y: float
    """From the top of the head, or from the tip of the toes, down."""


Curve = tuple[Point, ...]
"""Points close enough to be joined by straight lines."""

# The tables hold the points that smooth curves go through: the picture's right half, each point
# from the middle line and from the top of the head, in thousandths of the height.

# Half of the outline, from the crown down to the crotch. A curve ends where there is an edge.
_OUTLINE = {
    "head": "0,0 19,3 34,14 42.5,32 44.5,52 43.5,64",
    "ear": "43.5,64 46.5,62.5 48.5,67 47.5,76 44.5,84 41.5,87",
    "jaw": "41.5,87 39.5,98 35.5,109 30.5,117 29,122",
    "neck, shoulder and outer arm": "29,122 28.5,134 30,147 37,158 54,167 80,174.5 103,182 120,193"
    " 131,211 136.5,236 140,264 144.5,297 150,330 157,358 168,384 176.5,410 182,436 186.5,459"
    " 190,471",
    "thumb": "190,471 197,484 206,494 216,504 223,515 228,524 228,531 224,532 218,526 213,520"
    " 209,518",
    "first finger": "209,518 214,534 217,551 220,567 219,575 216,579 212,576 209,568",
    "middle finger": "209,568 211,578 211,587 208,591 204,588 200,581 197,570",
    "ring finger": "197,570 199,580 198,585 194,587 190,584 187,575 183,562",
    "little finger and inner arm": "183,562 184,568 182,573 178,572 173,564 169,551 164,533 160,514"
    " 159,496 158,478 151,454 141,430 132,408 126.5,388 122,366 117,342 109,313 101,287 95,268"
    " 90,253",
    "side and outer leg": "90,253 90.5,272 89,298 84.5,327 79,353 76,376 78,400 84,427 90.5,455"
    " 95.5,484 97,512 97.5,545 96,585 91.5,630 85,672 79,703 76,728 76.5,742 78.5,757 80.5,774"
    " 81,792 79,812 75,834 69,865 64,892 61,912 62,926 64.5,940",
    "outer foot": "64.5,940 65.5,951 69,963 75.5,973 80,982 78,989 73,990",
    "fifth toe": "73,990 72,993.5 68,994.5 65,993",
    "fourth toe": "65,993 63.5,997 59.5,997.5 57.5,996",
    "third toe": "57.5,996 55.5,999 51.5,999 49.5,997",
    "great toe and inner foot": "49.5,997 46,1000 38.5,1000 33,996 29.5,989 29,981 32.5,971"
    " 34.5,960 32.5,949",
    "inner leg": "32.5,949 30.5,938 30,927 32,912 30.5,893 25.5,864 19.5,838 15,817 13,798 14,780"
    " 17,764 20.5,748 21.5,732 19,706 13.5,672 8,630 4.5,590 2.5,555 0,527",
}

# The soft lines within it; what lies on the middle line is not mirrored.
_LINES: dict[View, dict[str, str]] = {
    "front": {
        "jaw": "38.5,99 34.5,109 27,121 13,131 0,133",
        "closed eye": "10.5,72 16,75.5 23,75 29,70.5",
        "collar bone": "9,180 30,180.5 56,175 84,179",
        "front of the shoulder": "91,252 95,241 97,229 96,218",
        "chest": "89,256 80,268 62,276 42,275.5 24,269",
        "navel": "0,396 0,402 0,408",
        "groin": "84,453 65,479 38,507 9,527",
        "above the knee": "35,716 41,708 50,705.5 59,708 65,716",
        "below the knee": "38,745 44,752 54,752.5 61,746",
        "toes 4 and 5": "65,993 63.5,988.5 62,984",
        "toes 3 and 4": "57.5,996 55.5,990.5 54,985",
        "toes 1 and 3": "49.5,997 48,991 47,985",
        "crook of the arm": "126,369 134,373 144,372",
        "pad of the thumb": "181,482 188,492 195,505 202,516 209,518",
        "fingers 2 and 3": "209,568 205,554 202,541",
        "fingers 3 and 4": "197,570 194,557 190,542",
        "fingers 4 and 5": "183,562 181,552 179,543",
    },
    "back": {
        "nape": "11,116 10,128 11.5,139 15,150",
        "spine": "0,156 0,230 0,320 0,432",
        "shoulder blade": "41,196 36,220 38,252 51,280 65,273 77,254",
        "back of the shoulder": "91,252 95,241 97,230 96,219",
        "dimple": "23,427 26,433.5 31,436",
        "buttock": "0,463 1,490 4,514 14,528 38,535 64,530 82,515",
        "back of the knee": "31,733 41,738 57,738 67,733",
        "inner calf": "19,812 22.5,827 30,837 40,837.5 46,832",
        "outer calf": "75,808 72,822 66,831 58,833.5 51,830",
        "heel": "35,955 40,964.5 53,966 64.5,956",
        "ball of the toes": "32,989 43,991.5 58,989 75,983",
        "elbow": "133,374 140,380 149,377",
        "fingers 2 and 3": "209,568 206,557 204,549",
        "fingers 3 and 4": "197,570 195,559 192,550",
        "fingers 4 and 5": "183,562 182,554 180,548",
    },
    "sole": SOLE_LINES,
}


@cache
def outline() -> Curve:
    """The whole body, as one closed curve; front and back have the same."""
    half = [point for knots in _OUTLINE.values() for point in _smooth(knots)]
    return (*half, *_mirrored(reversed(half)))


@cache
def _soles() -> Curve:
    """Both feet, one after the other: closed curves of their own."""
    foot = [point for knots in SOLE.values() for point in _smooth(knots)]
    return (*foot, *_mirrored(reversed(foot)))


def half(view: View, side: Side) -> Curve:
    """The half of the figure on the left or right: half a body, to be closed, or one foot."""
    whole = _soles() if view == "sole" else outline()
    first = (side == "left") == (view != "back")
    return whole[: len(whole) // 2] if first else whole[len(whole) // 2 :]


def contours(view: View) -> tuple[Curve, ...]:
    """The closed curves that the figure is made of: the body, or each foot."""
    return (half(view, "left"), half(view, "right")) if view == "sole" else (outline(),)


def afar(body: OnBody) -> OnBody:
    """Where a spot lies when the whole body is seen: a sole is under the foot."""
    return _FOOT if body.view == "sole" else body


@cache
def lines(view: View) -> tuple[Curve, ...]:
    """The soft lines that tell one view from another."""
    half = [tuple(_smooth(knots, steps=4)) for knots in _LINES[view].values()]
    return (*half, *(tuple(_mirrored(line)) for line in half if any(point.x for point in line)))


def places(body: OnBody, side: Side) -> Curve:
    """Where a spot lies: one place, or two where the middle is both sides at once."""
    left = Point((body.x - 0.5) * _WIDTHS[body.view], body.y)
    match side:
        case "left":
            return (left,)
        case "right":
            return tuple(_mirrored([left]))
        case "middle":
            return tuple({left: None, **dict.fromkeys(_mirrored([left]))})


def across(point: Point, view: View = "front") -> tuple[float, float] | None:
    """The stretch of the figure, from its left edge to its right, in which a point lies, if any."""
    edges = sorted(
        one.x + (other.x - one.x) * (point.y - one.y) / (other.y - one.y)
        for contour in contours(view)
        for one, other in pairwise((*contour, contour[0]))
        if (one.y <= point.y) != (other.y <= point.y)
    )
    stretches = zip(edges[::2], edges[1::2], strict=True)
    return next((pair for pair in stretches if pair[0] <= point.x <= pair[1]), None)


def _mirrored(points: Iterable[Point]) -> Iterator[Point]:
    return (Point(-point.x, point.y) for point in points)


def _smooth(knots: str, *, steps: int = 8) -> Iterator[Point]:
    """A centripetal Catmull-Rom curve through all knots: it neither loops nor overshoots."""
    run = [Point(*(float(number) / 1000 for number in knot.split(","))) for knot in knots.split()]
    run = [_mix(run[1], run[0], 2), *run, _mix(run[-2], run[-1], 2)]
    for number in range(len(run) - 3):
        for step in range(steps):
            yield _between(run[number : number + 4], step / steps)
    yield run[-2]


def _between(run: list[Point], share: float) -> Point:
    """A point between the second and the third of four, after Barry and Goldman."""
    times = [0.0]
    for one, other in pairwise(run):
        apart = ((other.x - one.x) ** 2 + (other.y - one.y) ** 2) ** 0.25
        times.append(times[-1] + max(apart, 1e-6))
    at = times[1] + share * (times[2] - times[1])
    level = run
    for reach in (1, 2):
        level = [
            _mix(one, other, (at - times[n]) / (times[n + reach] - times[n]))
            for n, (one, other) in enumerate(pairwise(level))
        ]
    return _mix(level[0], level[1], share)


def _mix(one: Point, other: Point, share: float) -> Point:
    return Point(one.x + share * (other.x - one.x), one.y + share * (other.y - one.y))
