from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from PIL import Image

from coach.choices import Theme
from coach.content.library import Library
from coach.content.phrasebook import Phrasebook
from coach.content.spot import OnBody
from coach.pictures.cover import CHAPTER, COVER, _both_views, _chapter, draw_cover, draw_section
from coach.pictures.palette import PALETTES
from coach.script.cues import Script, Section, Worked
from coach.script.sheet import Wishes
from coach.units import Ms
from tests.pixels import bounds, image, near, pixels
from tests.sheets import written

DARK = PALETTES["dark"]
THEMES = get_args(Theme)
CALF = Worked(
    "calves",
    "left",
    "tennis-ball",
    "floor",
    OnBody("back", 0.425, 0.78),
    name="Calf muscle",
    side_name="left",
    side_label="LEFT",
    way_name="a tennis ball, on the floor",
)
LONG = "Füße, Knöchel, Wadenmuskeln und die Außenseiten der Schenkel"


def script(title: str, *worked: Worked) -> Script:
    sections = (Section(one.name, (), one) for one in worked)
    return Script(
        "calves", title, "for tests", (Section("Opening", ()), *sections, Section("Finish", ()))
    )


@pytest.fixture(scope="module")
def shoulders(library: Library, book: Phrasebook) -> Script:
    return written(library.entry("shoulders"), book, Wishes())


@pytest.mark.parametrize("theme", THEMES)
def test_a_cover_is_a_square_jpeg_as_large_as_podcast_apps_ask_for(
    shoulders: Script, theme: Theme
) -> None:
    stored = draw_cover(shoulders, shoulders.lasts, theme)
    cover = image(stored)

    assert (cover.format, cover.mode) == ("JPEG", "RGB")
    assert cover.size == (1400, 1400) == (COVER, COVER)
    assert len(stored) < 200_000


@pytest.mark.parametrize("theme", THEMES)
def test_a_chapter_s_picture_is_square_and_small(shoulders: Script, theme: Theme) -> None:
    for section in shoulders.sections:
        stored = draw_section(shoulders, section, theme)
        drawn = image(stored)
        assert (drawn.format, drawn.size) == ("JPEG", (CHAPTER, CHAPTER))
        assert len(stored) < 80_000  # 25 of them are 2 MB


@pytest.mark.parametrize("theme", THEMES)
def test_every_picture_is_on_the_ground_of_its_theme(shoulders: Script, theme: Theme) -> None:
    cover = draw_cover(shoulders, shoulders.lasts, theme)
    pictures = [cover, *(draw_section(shoulders, one, theme) for one in shoulders.sections)]

    for picture in map(pixels, pictures):
        for rows in (slice(0, 12), slice(-12, None)):
            for columns in (slice(0, 12), slice(-12, None)):
                assert np.abs(picture[rows, columns] - PALETTES[theme].ground).max() < 12


def test_the_same_session_gets_the_same_pictures(shoulders: Script) -> None:
    first = drawn_anew(shoulders)

    assert drawn_anew(shoulders) == first


def drawn_anew(script: Script) -> list[bytes]:
    """The cover and each chapter's picture, none of them remembered."""
    _both_views.cache_clear()
    _chapter.cache_clear()
    chapters = [draw_section(script, section) for section in script.sections]
    return [draw_cover(script, Ms(60_000)), *chapters]


def test_another_title_length_spot_or_theme_is_another_cover() -> None:
    covers = [
        draw_cover(script("Feet", CALF), Ms(60_000)),
        draw_cover(script("Quads", CALF), Ms(60_000)),
        draw_cover(script("Feet", CALF), Ms(61_000)),
        draw_cover(script("Feet"), Ms(60_000)),
        draw_cover(script("Feet", CALF), Ms(60_000), "light"),
    ]

    assert len(set(covers)) == len(covers)


@pytest.mark.parametrize("title", ["Feet", "Shoulders and upper back", LONG, "W" * 60])
def test_title_and_length_stand_in_the_middle_below_the_body(title: str) -> None:
    below = near(pixels(draw_cover(script(title, CALF), Ms(1_450_000))), DARK.ink, within=60)[990:]
    left, right, _, bottom = bounds(below)
    length = near(pixels(draw_cover(script("", CALF), Ms(1_450_000))), DARK.quiet, within=40)[990:]

    assert left >= 78
    assert right <= COVER - 78
    assert abs((left + right) / 2 - COVER / 2) < 15
    assert bottom < 1380 - 990
    assert abs(sum(bounds(length)[:2]) / 2 - COVER / 2) < 15


def test_a_cover_marks_what_is_worked_on_both_sides_of_the_body() -> None:
    none = near(pixels(draw_cover(script("Calves"), Ms(0))), DARK.accent)
    one = near(pixels(draw_cover(script("Calves", CALF), Ms(0))), DARK.accent)

    assert not none.any()
    assert one.sum() > 150
    assert bounds(one)[0] > COVER / 2  # on the back, which is on the picture's right


SOLE = replace(CALF, spot="feet", body=OnBody("sole", 0.77, 0.57))
BETWEEN_LEGS = slice(640, 945), slice(560, 840)


@pytest.mark.parametrize("theme", THEMES)
def test_a_cover_has_the_soles_between_the_legs_where_one_is_worked(theme: Theme) -> None:
    colours = PALETTES[theme]
    without, one = (
        pixels(draw_cover(script("Feet", worked), Ms(0), theme)) for worked in (CALF, SOLE)
    )
    feet = near(one[BETWEEN_LEGS], colours.body)
    marked = near(one, colours.accent, within=60)
    left, right, top, bottom = bounds(marked)

    assert not near(without[BETWEEN_LEGS], colours.body).any()
    assert feet[:, :140].sum() == pytest.approx(feet[:, 140:].sum(), rel=0.1)
    assert feet.sum() > 20_000
    assert 700 < left < right < 840  # the left foot is on the right, seen from below
    assert 640 < top < bottom < 945
    assert not near(one[945:965], colours.accent, within=60).any()  # no mark on a heel


@pytest.mark.parametrize("name", ["Calf muscle", LONG, "W" * 60, "W" * 400])
@pytest.mark.parametrize("side", ["left", "a side with a very long name indeed", ""])
def test_the_words_of_a_chapter_stay_inside_the_picture(name: str, side: str) -> None:
    long = replace(CALF, name=name, side_name=side, way_name=LONG)
    session = script("Calves", long)
    below = ~near(pixels(draw_section(session, session.sections[1]))[500:], DARK.ground, within=60)
    left, right, _, bottom = bounds(below)

    assert left >= 42
    assert right <= CHAPTER - 42
    assert bottom < 700 - 500


def test_the_side_is_told_in_a_box_of_its_own(shoulders: Script) -> None:
    boxes = [
        near(pixels(draw_section(shoulders, one))[512:590, 44:300], DARK.accent)
        for one in shoulders.sections
    ]
    told = [box.sum() > 4000 for box in boxes]

    assert told == [one.worked is not None for one in shoulders.sections]


def test_what_lies_in_the_middle_has_no_box(library: Library, book: Phrasebook) -> None:
    jaw = written(library.entry("jaw"), book, Wishes())
    picture = pixels(draw_section(jaw, jaw.sections[1]))

    assert not near(picture[500:], DARK.accent).any()


def test_the_opening_shows_what_is_to_come_and_the_close_rests(shoulders: Script) -> None:
    first, last = shoulders.sections[0], shoulders.sections[-1]

    assert near(pixels(draw_section(shoulders, first)), DARK.accent).sum() > 200
    assert not near(pixels(draw_section(shoulders, last)), DARK.accent).any()


def test_no_two_chapters_look_alike(shoulders: Script) -> None:
    drawn = [draw_section(shoulders, section) for section in shoulders.sections]

    assert len(set(drawn)) == len(drawn)


def test_a_thumbnail_still_tells_the_side_and_the_spot() -> None:
    session = script("Calves", CALF)
    drawn = image(draw_section(session, session.sections[1]))
    small = np.asarray(drawn.resize((120, 120), Image.Resampling.BOX), dtype=np.int16)
    marked = near(small, DARK.accent, within=50)

    assert marked[10:75, 10:75].sum() > 12
    assert marked[85:99, 7:40].sum() > 60
    assert near(small[98:118], DARK.ink, within=90).sum() > 40
