from typing import get_args

import pytest

from coach.choices import Side, Theme, View
from coach.content.library import Library
from coach.content.spot import OnBody
from coach.pictures.bodymap import UNITS, Stand, draw_body, draw_marks, draw_spot
from coach.pictures.canvas import Canvas
from coach.pictures.figure import across, afar, places
from coach.pictures.palette import PALETTES
from coach.script.cues import Worked
from tests.nightly import nightly
from tests.pixels import Pixels, bounds, middle, near, pixels

DARK = PALETTES["dark"]
CALF, SHIN = OnBody("back", 0.425, 0.78), OnBody("front", 0.59, 0.8)
STAND = Stand(578, 36, 440)
"""Where the whole body stands beside the close-up."""


def worked(body: OnBody, side: Side) -> Worked:
    return Worked("calves", side, "tennis-ball", "floor", body)


def spot(*sides: Worked, theme: Theme = "dark") -> Pixels:
    canvas = Canvas(UNITS, UNITS, PALETTES[theme].ground)
    draw_spot(canvas, (0, 0), 1, sides, PALETTES[theme])
    return pixels(canvas)


def test_the_body_is_drawn_where_it_stands() -> None:
    canvas = Canvas(400, 500, DARK.ground)
    draw_body(canvas, Stand(200, 20, 400), "front", DARK)
    left, right, top, bottom = bounds(~near(pixels(canvas), DARK.ground, within=20))

    assert (top, bottom) == pytest.approx((20, 419), abs=1)
    assert left + right == pytest.approx(399, abs=1)
    assert right - left < 0.6 * 400


def test_front_and_back_differ() -> None:
    drawn = []
    for view in get_args(View):
        canvas = Canvas(300, 420, DARK.ground)
        draw_body(canvas, Stand(150, 10, 400), view, DARK)
        drawn.append(pixels(canvas))

    assert (abs(drawn[0] - drawn[1]).max(axis=2) > 15).sum() > 200


@pytest.mark.parametrize("side", ["left", "right", "middle"])
@pytest.mark.parametrize("theme", get_args(Theme))
def test_a_mark_is_where_the_spot_is(side: Side, theme: Theme) -> None:
    colours = PALETTES[theme]
    canvas = Canvas(300, 420, colours.ground)
    stand = Stand(150, 10, 400)
    draw_marks(canvas, stand, [worked(OnBody("back", 0.38, 0.3), side)], 20, colours)
    marked = near(pixels(canvas), colours.accent, within=25)
    found = [marked[:, :150], marked[:, 150:]]

    for place in places(OnBody("back", 0.38, 0.3), side):
        x, y = stand.at(place)
        at, offset = (0, 0) if place.x < 0 else (1, 150)
        seen = middle(found[at])
        assert (seen[0] + offset, seen[1]) == pytest.approx((x, y), abs=1.5)
    assert [half.any() for half in found] == [side != "right", side != "left"]


@pytest.mark.parametrize("sides", [1, nightly(2)])
def test_every_spot_is_marked_on_the_body_and_in_a_close_up_of_it(
    library: Library, sides: int
) -> None:
    for name in library.spots:
        body = library.spot(name).body
        for side in library.spot(name).in_turn[:sides]:
            picture = spot(worked(body, side))
            marked = near(picture, DARK.accent, within=25)
            for place in places(afar(body), side):
                x, y = (round(number) for number in STAND.at(place))
                assert marked[y - 2 : y + 3, x - 2 : x + 3].all(), (name, side)
            assert marked[44:468, 44:468].sum() > 600, (name, side)
            assert near(picture[100:400, 100:400], DARK.body, within=8).mean() > 0.08, (name, side)


@pytest.mark.parametrize("body", [CALF, SHIN])
def test_the_side_that_is_not_worked_steps_back(body: OnBody) -> None:
    shown = {side: spot(worked(body, side)) for side in ("left", "right")}
    for side, picture in shown.items():
        for other in ("left", "right"):
            (place,) = places(body, other)
            x, y = (round(number) for number in STAND.at(place._replace(y=0.66)))
            colour = DARK.body if other == side else DARK.still
            assert abs(picture[y, x] - colour).max() < 6, (side, other)


def test_left_and_right_mirror_each_other() -> None:
    left, right = spot(worked(CALF, "left")), spot(worked(CALF, "right"))
    whole = slice(36, 480), slice(480, 676)  # columns around the middle line at 578

    assert abs(left[whole] - right[whole][:, ::-1]).mean() < 3
    assert abs(left[whole] - right[whole]).mean() > 5


def test_both_sides_are_marked_together() -> None:
    marked = near(spot(worked(CALF, "left"), worked(CALF, "right")), DARK.accent, within=25)

    for side in ("left", "right"):
        (place,) = places(CALF, side)
        x, y = (round(number) for number in STAND.at(place))
        assert marked[y, x]
    close_up = marked[44:468, 44:468]
    assert close_up[:, :200].sum() == pytest.approx(close_up[:, 224:].sum(), rel=0.1)


def test_the_mark_s_rings_are_no_wider_than_what_is_worked() -> None:
    foot = OnBody("back", 0.42, 0.98)
    edges = across(places(foot, "left")[0])
    marked = near(spot(worked(foot, "left"))[44:468, 44:468], DARK.accent, within=25)
    left, right, _, _ = bounds(marked)

    assert edges is not None
    assert right - left < (edges[1] - edges[0]) * 424 / 0.17


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_sole_is_seen_from_below_in_the_close_up_and_as_a_foot_on_the_body(side: Side) -> None:
    sole = OnBody("sole", 0.77, 0.57)
    picture = spot(worked(sole, side))
    marked = near(picture, DARK.accent, within=25)
    left, right, top, bottom = bounds(marked[44:468, 44:468])
    (foot,) = places(afar(sole), side)
    x, y = (round(number) for number in STAND.at(foot))

    assert (left + right) / 2 == pytest.approx(212, abs=2)
    assert 212 < (top + bottom) / 2 < 290  # below the ball of the foot, above the heel
    assert marked[y, x]
    assert (x > 578) == (side == "left")
    assert y > 36 + 0.95 * 440


@pytest.mark.parametrize("name", ["temples", "jaw"])
def test_a_face_is_seen_so_near_that_rings_leave_its_eyes_free(name: str, library: Library) -> None:
    picture = spot(worked(library.spot(name).body, "middle"))
    close_up = picture[44:468, 44:468]
    marked = near(close_up, DARK.accent, within=25)
    eyes = near(close_up, DARK.line, within=12)[100:260, 120:304]

    assert near(close_up, DARK.body, within=8).mean() > 0.25
    assert not marked[:, 180:244].any()
    for side in (slice(0, 92), slice(92, 184)):
        assert eyes[:, side].sum() > 60


def test_another_tool_is_another_drawing() -> None:
    ball = worked(CALF, "left")
    roller = Worked("calves", "left", "foam-roller", "floor", CALF)
    changed = abs(spot(ball) - spot(roller)).max(axis=2) > 30
    left, right, top, bottom = bounds(changed)

    assert 38 <= left < right <= 186
    assert 338 <= top < bottom <= 486
