import math
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import get_args

import pytest

from coach.choices import BodySide, Side, View
from coach.content.library import Library
from coach.content.spot import OnBody
from coach.pictures.figure import (
    FIGURE_WIDTH,
    SOLES_WIDTH,
    Curve,
    Point,
    across,
    afar,
    contours,
    half,
    lines,
    outline,
    places,
)

VIEWS = get_args(View)
INSIDE = 0.004
"""How far from the edge of the body a spot lies at least: about a pixel in 240."""


def mirrored(curve: Curve) -> Curve:
    return tuple(Point(-point.x, point.y) for point in curve)


def marks(library: Library) -> Iterator[tuple[str, Side, View, Point]]:
    """Every place on which the listener is sent, on each figure that shows it."""
    for name in library.spots:
        spot = library.spot(name)
        for body in {spot.body: None, afar(spot.body): None}:
            for side in spot.in_turn:
                for place in places(body, side):
                    yield name, side, body.view, place


def widest(y: float) -> float:
    """How far the torso, or the head, reaches at this height."""
    found = across(Point(0, y))
    assert found is not None
    return found[1]


def test_the_figure_is_as_high_as_it_says_and_stays_inside_its_frame() -> None:
    assert min(point.y for point in outline()) == pytest.approx(0, abs=0.001)
    assert max(point.y for point in outline()) == pytest.approx(1, abs=0.001)
    assert max(point.x for point in outline()) < FIGURE_WIDTH / 2


def test_left_and_right_are_alike() -> None:
    assert mirrored(outline()[::-1]) == outline()


@pytest.mark.parametrize("view", VIEWS)
def test_lines_are_alike_on_both_sides(view: View) -> None:
    assert {mirrored(line) for line in lines(view) if any(point.x for point in line)} <= set(
        lines(view)
    )


@pytest.mark.parametrize("view", VIEWS)
def test_lines_lie_on_the_body(view: View) -> None:
    edge = 0.0005
    outside = [
        point
        for line in lines(view)
        for point in line
        if not any(across(Point(point.x + aside, point.y), view) for aside in (-edge, 0, edge))
    ]

    assert outside == []


@pytest.mark.parametrize(("one", "other"), list(combinations(VIEWS, 2)))
def test_views_are_told_apart_by_their_lines(one: View, other: View) -> None:
    assert len(set(lines(one)) & set(lines(other))) == 0


def test_curves_are_fine_enough_to_look_smooth() -> None:
    steps = [abs(a.x - b.x) + abs(a.y - b.y) for a, b in pairwise(outline())]

    assert max(steps) < 0.012


def test_the_curves_of_a_foot_look_smooth_at_the_size_of_a_close_up() -> None:
    foot = list(dict.fromkeys(half("sole", "left")))
    along = [math.atan2(b.y - a.y, b.x - a.x) for a, b in pairwise(foot)]
    bends = [abs(math.remainder(b - a, math.tau)) for a, b in pairwise(along)]

    assert sum(bend > 0.5 for bend in bends) == 5  # at the ends of the toes


def test_the_proportions_are_those_of_a_grown_person() -> None:
    chin = next(line for line in lines("front") if any(point == (0, 0.133) for point in line))
    shoulders, waist, hips = 2 * 0.1365, 2 * widest(0.376), 2 * widest(0.512)

    assert 7 < 1 / max(point.y for point in chin) < 8
    assert shoulders > hips > waist
    assert 0.5 < waist / shoulders < 0.75
    assert 0.22 < shoulders < 0.3


def test_the_soles_are_two_feet_as_long_as_the_figure_and_inside_its_frame() -> None:
    left, right = contours("sole")

    assert (min(point.x for point in left), max(point.x for point in right)) == pytest.approx(
        (0.068, -0.068), abs=0.002
    )
    assert mirrored(right[::-1]) == left
    assert min(point.y for point in left) == pytest.approx(0, abs=0.001)
    assert max(point.y for point in left) == pytest.approx(1, abs=0.001)
    assert max(point.x for point in left) < SOLES_WIDTH / 2


def test_a_foot_from_below_is_that_of_a_grown_person() -> None:
    ball, arch, heel = (across(Point(0.25, y), "sole") for y in (0.32, 0.62, 0.88))
    assert ball is not None
    assert arch is not None
    assert heel is not None
    wide = [right - left for left, right in (ball, arch, heel)]

    assert 0.3 < wide[0] < 0.42
    assert 0.2 < wide[1] < wide[0]
    assert 0.2 < wide[2] < wide[0]
    assert arch[0] - heel[0] > heel[1] - arch[1]  # the arch is hollow on the inner side


def test_the_great_toe_is_on_the_inner_side_and_the_fifth_is_shorter() -> None:
    left, _ = contours("sole")
    toe, small = min(left, key=lambda point: point.y), max(left, key=lambda point: point.x)

    assert 0 < toe.x < 0.25 < small.x
    assert min(point.y for point in left if point.x > 0.4) > 0.15


def test_a_sole_lies_under_the_foot_when_the_whole_body_is_seen(library: Library) -> None:
    sole, calf = library.spot("feet").body, library.spot("calves").body
    foot = afar(sole)

    assert afar(calf) == calf
    assert foot.view == "front"
    for side in get_args(BodySide):
        (near,), (far,) = places(sole, side), places(foot, side)
        assert near.x * far.x > 0
        assert far.y > 0.95


def test_the_sole_is_marked_off_the_heel_bone_and_off_the_ball(library: Library) -> None:
    (place,) = places(library.spot("feet").body, "left")

    assert 0.45 < place.y < 0.76


def test_nothing_is_marked_on_the_spine(library: Library) -> None:
    behind = [(name, place.x) for name, _, view, place in marks(library) if view == "back"]

    assert [name for name, x in behind if abs(x) < 0.01] == []


def test_legs_are_two_and_stand_beside_the_middle() -> None:
    for y in (0.55, 0.7, 0.8, 0.95):
        assert across(Point(0, y)) is None
        assert across(Point(0.048, y)) is not None


def test_every_spot_lies_on_the_body(library: Library) -> None:
    outside = [
        (name, side, view)
        for name, side, view, place in marks(library)
        if not all(across(Point(place.x + aside, place.y), view) for aside in (-INSIDE, INSIDE))
    ]

    assert outside == []


def test_spots_lie_in_the_part_of_the_body_that_their_region_names(library: Library) -> None:
    heights = {
        "head": (0, 0.08),
        "neck": (0.1, 0.18),
        "jaw": (0.08, 0.13),
        "shoulders": (0.16, 0.29),
        "upper-back": (0.2, 0.32),
        "chest": (0.18, 0.27),
        "arms": (0.2, 0.48),
        "hands": (0.48, 0.6),
        "back": (0.25, 0.42),
        "hips": (0.42, 0.53),
        "legs": (0.53, 0.9),
        "feet": (0.94, 1),
    }
    for name, _side, view, place in marks(library):
        low, high = heights[library.spot(name).region] if view != "sole" else (0, 1)
        assert low < place.y < high, name


def test_the_palm_is_marked_on_the_thumb_s_side_of_the_hand(library: Library) -> None:
    (place,) = places(library.spot("hand").body, "left")
    edges = across(place)

    assert edges is not None
    assert place.x > sum(edges) / 2


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("adductors", 0.1, 0.4),
        ("biceps", 0.3, 0.6),
        ("forearm-extensors", 0.5, 0.8),
        ("forearm-flexors", 0.2, 0.5),
        ("hip-flexors", 0.7, 0.9),
        ("outer-thigh", 0.6, 0.9),
        ("peroneals", 0.7, 0.9),
        ("piriformis", 0.5, 0.8),
        ("quads", 0.3, 0.7),
        ("shins", 0.55, 0.8),
        ("soleus", 0.55, 0.8),
        ("temples", 0.7, 0.9),
    ],
)
def test_a_mark_is_as_far_out_as_the_words_send_the_listener(
    name: str, least: float, most: float, library: Library
) -> None:
    body = library.spot(name).body
    place = max(places(body, library.spot(name).in_turn[0]), key=lambda one: abs(one.x))
    edges = across(place._replace(x=abs(place.x)), body.view)

    assert edges is not None
    inner, outer = max(0, edges[0]), edges[1]
    assert least < (abs(place.x) - inner) / (outer - inner) < most


def test_the_left_of_a_body_that_faces_us_is_on_our_right() -> None:
    (front,) = places(OnBody("front", 0.6, 0.5), "left")
    (back,) = places(OnBody("back", 0.4, 0.5), "left")

    assert front.x > 0 > back.x


def test_the_left_and_right_places_of_a_spot_mirror_each_other() -> None:
    body = OnBody("back", 0.4, 0.7)

    assert places(body, "right") == mirrored(places(body, "left"))


def test_the_middle_is_one_place_on_the_middle_line_and_else_both_sides() -> None:
    assert places(OnBody("back", 0.5, 0.3), "middle") == ((0, 0.3),)
    assert len(places(OnBody("back", 0.45, 0.4), "middle")) == 2


@pytest.mark.parametrize("view", VIEWS)
def test_a_half_is_the_one_that_the_spot_of_its_side_is_in(view: View, library: Library) -> None:
    for name in library.spots:
        spot = library.spot(name)
        if spot.sides == "each" and spot.body.view == view:
            (place,) = places(spot.body, "left")
            assert all(place.x * point.x >= 0 for point in half(view, "left")), name
            assert all(place.x * point.x <= 0 for point in half(view, "right")), name


def test_across_finds_the_part_that_a_point_is_in() -> None:
    arm, torso = across(Point(0.14, 0.35)), across(Point(0, 0.35))

    assert arm is not None
    assert torso is not None
    assert torso[0] == -torso[1]
    assert torso[1] < arm[0] < arm[1]
    assert across(Point(0.29, 0.5)) is None
    assert across(Point(0, 1.2)) is None
