from datetime import date, timedelta

import numpy as np
import pytest

from coach.choices import Theme
from coach.log.chart import CHART_HEIGHT, CHART_WIDTH, LEFT, RIGHT, draw_chart
from coach.log.summary import Stretch
from coach.pictures.palette import PALETTES
from tests.pixels import Mask, bounds, near, pixels
from tests.screen.scenes import WORDS

DARK = PALETTES["dark"]
FIRST = date(2026, 10, 1)


def stretch(
    number: int, minutes: float, before: float | None = None, after: float | None = None
) -> Stretch:
    day = FIRST + timedelta(number)
    return Stretch(day, str(day), minutes, before, after)


def bars(*drawn: Stretch, theme: Theme = "dark") -> Mask:
    """Where minutes are drawn."""
    return near(pixels(draw_chart(drawn, WORDS, theme)), PALETTES[theme].body, within=8)


def sore(*drawn: Stretch) -> Mask:
    """Where discs are drawn, and what leads to them."""
    return near(pixels(draw_chart(drawn, WORDS)), DARK.accent)


def heights(mask: Mask) -> list[int]:
    """How high the bars are, from left to right."""
    tall = mask.sum(axis=0)
    starts = np.flatnonzero((tall > 0) & (np.roll(tall, 1) == 0))
    return [int(tall[start + 3]) for start in starts]


@pytest.mark.parametrize("theme", PALETTES)
def test_bars_are_as_high_as_sessions_were_long(theme: Theme) -> None:
    drawn = [stretch(0, 10), stretch(1, 0), stretch(2, 30), stretch(3, 15)]
    short, long, middling = heights(bars(*drawn, theme=theme))

    assert long == pytest.approx(3 * short, rel=0.05)
    assert middling == pytest.approx(1.5 * short, rel=0.05)


def test_the_largest_bar_stays_in_its_field_however_long_it_is() -> None:
    for minutes in (0.2, 4, 5, 5.1, 31, 600, 14_999, 40_000):
        left, right, top, bottom = bounds(bars(stretch(0, minutes), stretch(1, minutes)))

        assert LEFT <= left < right <= RIGHT
        assert 105 <= top < bottom <= CHART_HEIGHT - 90


def test_the_disc_stands_lower_the_less_sore_it_is_and_the_bars_make_room_for_it() -> None:
    lows = [bounds(sore(stretch(0, 10, 6, after)))[3] for after in (6, 3, 0)]
    bar = bounds(bars(stretch(0, 10, 6, 3)))

    assert lows == sorted(lows)
    assert lows[1] - lows[0] == pytest.approx(lows[2] - lows[1], abs=3)
    assert bar[3] < bounds(sore(stretch(0, 10, 10, 10)))[2]


def test_where_nobody_told_how_sore_it_was_nothing_is_drawn_of_it() -> None:
    assert not sore(stretch(0, 10), stretch(1, 20)).any()


def test_of_many_stretches_a_few_have_their_date_and_all_have_their_place() -> None:
    drawn = [stretch(number, 10) for number in range(120)]
    mask = bars(*drawn)
    dates = near(pixels(draw_chart(drawn, WORDS)), DARK.quiet)[-90:]
    written = np.flatnonzero(dates.any(axis=0))
    gaps = np.flatnonzero(np.diff(written) > 20)

    assert len(heights(mask)) == 120
    assert 4 <= len(gaps) + 1 <= 7


def test_a_chart_has_its_size_and_leaves_its_edge_free() -> None:
    picture = pixels(draw_chart([stretch(0, 10, 6, 3)], WORDS))
    edges = [picture[:20], picture[-20:], picture[:, :20], picture[:, -20:]]

    assert picture.shape == (CHART_HEIGHT, CHART_WIDTH, 3)
    assert all((edge == DARK.ground).all() for edge in edges)
