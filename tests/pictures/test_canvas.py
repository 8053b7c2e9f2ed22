import numpy as np
import pytest

from coach.pictures.canvas import Canvas, Lettering, fit
from tests.nightly import nightly
from tests.pixels import bounds, middle, near, pixels

GROUND, INK, RED = (250, 250, 250), (10, 10, 10), (200, 30, 30)
LONG = "Füße, Knöchel, Wadenmuskeln und die Außenseiten der Schenkel"
WORD = "Sternocleidomastoideusdehnungsübungenzusammenfassungsversuch"


def written(words: Lettering, *, align: str = "left") -> tuple[int, int, int, int]:
    """Where ink lies on a canvas of 400 pixels, written from (50, 60)."""
    canvas = Canvas(400, 400, GROUND)
    canvas.write(words, (50, 60), INK, "middle" if align == "middle" else "left")
    return bounds(near(pixels(canvas), INK, within=120))


def test_a_canvas_has_its_size_and_its_ground() -> None:
    picture = pixels(Canvas(30, 20, GROUND))

    assert picture.shape == (20, 30, 3)
    assert (picture == GROUND).all()


def test_a_disc_is_round_filled_and_clean_at_its_edge() -> None:
    canvas = Canvas(100, 100, GROUND)
    canvas.disc((40, 60), 20, INK)
    picture = pixels(canvas)
    dark = near(picture, INK)
    grey = ~dark & ~near(picture, GROUND)

    assert middle(dark) == pytest.approx((39.5, 59.5), abs=0.6)
    assert dark.sum() == pytest.approx(np.pi * 400, rel=0.08)
    assert 40 < grey.sum() < 200


def test_what_is_under_a_ring_shows_through_it() -> None:
    canvas = Canvas(100, 100, GROUND)
    canvas.ring((50, 50), 40, 10, INK, opacity=0.5)
    picture = pixels(canvas)

    assert near(picture, (130, 130, 130), within=6)[50, 13:18].all()
    assert (picture[50, 50] == GROUND).all()
    assert (picture[50, 5] == GROUND).all()


def test_a_line_is_as_thick_as_it_says_and_thinner_where_it_ends() -> None:
    canvas = Canvas(200, 60, GROUND)
    canvas.stroke([(20 + 4 * step, 30.0) for step in range(41)], 12, INK, ends=0.3)
    dark = near(pixels(canvas), INK, within=120)

    assert dark[:, 100].sum() == pytest.approx(12, abs=1)
    assert dark[:, 20].sum() == pytest.approx(4, abs=1)


def test_a_canvas_is_put_on_another_whole_or_as_a_disc() -> None:
    stamp = Canvas(40, 40, RED)
    canvas = Canvas(200, 100, GROUND)
    canvas.stamp(stamp, (10, 20))
    canvas.stamp(stamp, (110, 20), disc=True)
    red = near(pixels(canvas), RED)

    assert bounds(red[:, :100]) == (10, 49, 20, 59)
    assert red[:, :100].sum() == 1600
    assert red[:, 100:].sum() == pytest.approx(np.pi * 400, rel=0.08)


def test_the_same_drawing_is_the_same_bytes() -> None:
    def drawn() -> Canvas:
        canvas = Canvas(120, 80, GROUND)
        canvas.write(fit("Füße", 100, 60, 40), (10, 10), INK)
        canvas.ring((60, 40), 30, 4, RED, opacity=0.4)
        return canvas

    assert drawn().jpeg() == drawn().jpeg()
    assert drawn().png() == drawn().png()


@pytest.mark.parametrize("text", ["Feet", LONG, WORD, "W" * 60, "a b c", "i " * 120, "W" * 400, ""])
@pytest.mark.parametrize(
    ("lines", "bold"), [(1, True), (2, False), *map(nightly, (1, 2), (False, True))]
)
def test_words_stay_inside_their_box(text: str, lines: int, bold: bool) -> None:
    fitted = fit(text, 300, 120, 48, lines=lines, bold=bold)

    assert len(fitted.lines) <= lines
    assert fitted.size <= 48
    assert fitted.fits(120)
    if text:
        left, right, top, bottom = written(fitted)
        assert 50 <= left < right < 350
        assert 60 <= top < bottom < 180


def test_a_short_text_has_the_size_that_is_wished_for() -> None:
    assert fit("Feet", 300, 120, 48) == Lettering(("Feet",), 48, 300)


def test_a_longer_text_gets_smaller_and_no_word_is_lost() -> None:
    fitted = fit(LONG, 700, 200, 80, lines=2)

    assert 28 < fitted.size < 80
    assert " ".join(fitted.lines) == LONG


def test_lines_are_of_about_equal_length() -> None:
    first, second = fit("Shoulders and the upper back", 320, 200, 48, lines=2).lines

    assert abs(len(first) - len(second)) < 8


def test_what_is_too_long_at_any_size_ends_in_an_ellipsis() -> None:
    one, two = fit("W" * 400, 300, 60, 48), fit("word " * 100, 300, 60, 48, lines=2)

    assert one.lines[0].startswith("WWW")
    assert one.lines[0].endswith("W…")
    assert [line.endswith("…") for line in two.lines] == [False, True]


@pytest.mark.parametrize("text", ["Feet", "Shoulders and upper back"])
def test_words_are_written_from_the_left_or_around_the_middle(text: str) -> None:
    fitted = fit(text, 300, 120, 48, lines=2)
    left, _, _, _ = written(fitted)
    first, last, _, _ = written(fitted, align="middle")

    assert left == pytest.approx(52, abs=5)
    assert (first + last) / 2 == pytest.approx(200, abs=4)


def test_bold_letters_have_more_ink() -> None:
    def inked(*, bold: bool) -> int:
        canvas = Canvas(400, 100, GROUND)
        canvas.write(fit("LEFT", 300, 80, 60, bold=bold), (20, 10), INK)
        return int(near(pixels(canvas), INK, within=120).sum())

    assert inked(bold=True) > 1.1 * inked(bold=False)
