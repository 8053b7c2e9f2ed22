import pytest

from coach.pictures.palette import PALETTES, Colour, Palette

EACH = pytest.mark.parametrize("colours", PALETTES.values(), ids=PALETTES)


def luminance(colour: Colour) -> float:
    """As the WCAG reckon it."""
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (part / 255 for part in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)


@EACH
def test_words_can_be_read(colours: Palette) -> None:
    assert contrast(colours.ink, colours.ground) >= 7
    assert contrast(colours.quiet, colours.ground) >= 4.5
    assert contrast(colours.ground, colours.accent) >= 4.5


@EACH
def test_tools_and_marks_can_be_told_from_what_is_under_them(colours: Palette) -> None:
    assert contrast(colours.ink, colours.panel) >= 4.5
    assert contrast(colours.accent, colours.body) >= 3
    assert contrast(colours.accent, colours.ground) >= 3


@EACH
def test_the_body_stands_out_and_most_where_it_is_worked(colours: Palette) -> None:
    worked, still = (contrast(one, colours.ground) for one in (colours.body, colours.still))

    assert worked > 1.2 * still
    assert still > 1.3


@EACH
def test_lines_are_softer_than_marks(colours: Palette) -> None:
    assert 1.4 < contrast(colours.line, colours.body) < contrast(colours.accent, colours.body)


def test_dark_is_dark_and_light_is_light() -> None:
    dark, light = PALETTES["dark"], PALETTES["light"]

    assert luminance(dark.ground) < 0.05 < luminance(dark.ink)
    assert luminance(light.ink) < 0.05 < luminance(light.ground)
