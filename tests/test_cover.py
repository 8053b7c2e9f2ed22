import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from coach.cover import GROUND, INK, SIDE, draw_cover


def pixels(cover: bytes) -> NDArray[np.int64]:
    return np.asarray(Image.open(io.BytesIO(cover)), dtype=np.int64)


def inked(cover: bytes) -> NDArray[np.bool_]:
    """Which pixels are written on."""
    return np.asarray(np.abs(pixels(cover) - INK).max(axis=2) < 60)


def test_a_cover_is_a_square_jpeg_as_large_as_podcast_apps_ask_for() -> None:
    image = Image.open(io.BytesIO(draw_cover("Feet", "12:30")))

    assert image.format == "JPEG"
    assert image.size == (1400, 1400) == (SIDE, SIDE)
    assert image.mode == "RGB"


def test_a_cover_is_small_enough_for_a_tag() -> None:
    assert len(draw_cover("Shoulders and upper back", "24:10")) < 300_000


def test_the_same_session_gets_the_same_cover() -> None:
    assert draw_cover("Feet", "12:30") == draw_cover("Feet", "12:30")


@pytest.mark.parametrize(("title", "length"), [("Quads", "12:30"), ("Feet", "12:31")])
def test_another_title_or_length_is_another_cover(title: str, length: str) -> None:
    assert draw_cover(title, length) != draw_cover("Feet", "12:30")


@pytest.mark.parametrize("title", ["Feet", "Shoulders and upper back", "Sternocleidomastoideus"])
def test_the_title_and_the_length_stand_in_the_middle_of_the_lower_part(title: str) -> None:
    written = inked(draw_cover(title, "24:10"))

    for rows in (written[900:1230], written[1230:]):
        columns = np.flatnonzero(rows.any(axis=0))
        assert columns[0] > 20
        assert columns[-1] < SIDE - 20
        assert abs((columns[0] + columns[-1]) / 2 - SIDE / 2) < 15


def test_the_corners_are_left_free() -> None:
    image = pixels(draw_cover("Shoulders and upper back", "24:10"))

    for corner in (image[:40, :40], image[:40, -40:], image[-40:, :40], image[-40:, -40:]):
        assert np.abs(corner - GROUND).max() < 12
