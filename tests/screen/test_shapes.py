import numpy as np
import pytest

from coach.screen.cells import Dots, Look
from coach.screen.motion import Disc, Rings, RollTrack
from coach.screen.shapes import Shape, draw_motion

SIDE = 40


def of(drawn: Shape, look: Look) -> Dots:
    return next(dots for one, dots in drawn if one is look)


def middle_of(dots: Dots) -> tuple[float, float]:
    """The middle of all dots, as shares of the square from the left and from the top."""
    rows, columns = np.nonzero(dots)
    return (columns.mean() + 0.5) / SIDE, (rows.mean() + 0.5) / SIDE


def test_a_circle_grows_with_its_level() -> None:
    sizes = [
        of(draw_motion(Disc(level), SIDE), Look.ACCENT).sum() for level in (0.0, 0.25, 0.5, 1.0)
    ]

    assert sizes == sorted(set(sizes))
    assert sizes[0] > 20
    assert sizes[-1] == pytest.approx(np.pi * (SIDE / 2) ** 2, rel=0.1)


@pytest.mark.parametrize("motion", [Disc(0.3), Disc(1.0), Rings(0, 3, 0.0), RollTrack(0.5)])
@pytest.mark.parametrize("side", [14, 20, 41, 72])
def test_shapes_are_even_on_both_sides(motion: Disc | Rings | RollTrack, side: int) -> None:
    for _look, dots in draw_motion(motion, side):
        assert dots.shape == (side, side)
        assert np.array_equal(dots, dots[:, ::-1])


@pytest.mark.parametrize(
    ("turned", "x", "y"), [(0.0, 0.5, 0.05), (0.25, 0.95, 0.5), (0.5, 0.5, 0.95), (0.75, 0.05, 0.5)]
)
def test_the_point_goes_round_clockwise_from_the_top(turned: float, x: float, y: float) -> None:
    point = of(draw_motion(Rings(1, 2, turned), SIDE), Look.ACCENT)

    assert middle_of(point) == pytest.approx((x, y), abs=0.05)


def test_the_ring_that_is_circled_stands_out() -> None:
    for ring in range(3):
        drawn = draw_motion(Rings(ring, 3, 0.0), SIDE)
        rows, _columns = np.nonzero(of(drawn, Look.BRIGHT))

        assert np.ptp(rows) == pytest.approx((ring + 1) / 3 * (SIDE - 6), abs=2)


@pytest.mark.parametrize(("height", "y"), [(0.0, 0.87), (0.5, 0.5), (1.0, 0.13)])
def test_the_point_rolls_from_the_lower_end_to_the_upper(height: float, y: float) -> None:
    point = of(draw_motion(RollTrack(height), SIDE), Look.ACCENT)

    assert middle_of(point) == pytest.approx((0.5, y), abs=0.03)


@pytest.mark.parametrize("side", [0, 1, 2, 6])
def test_where_there_is_hardly_room_there_is_still_no_error(side: int) -> None:
    for motion in (Disc(0.5), Rings(1, 2, 0.3), RollTrack(0.2)):
        assert all(dots.shape == (side, side) for _look, dots in draw_motion(motion, side))
