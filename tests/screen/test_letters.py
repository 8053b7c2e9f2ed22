import unicodedata

import pytest

from coach.content.library import Library
from coach.screen.cells import Dots
from coach.screen.letters import lettering

ROOM = (2000, 400)
"""Dots enough for everything."""


def drawn(text: str, width: int = 2000, height: int = 8) -> list[str]:
    return rows_of(lettering(text, width, height))


def rows_of(dots: Dots | None) -> list[str]:
    assert dots is not None
    return ["".join("#" if dot else " " for dot in row).rstrip() for row in dots]


def test_a_letter_is_drawn_as_its_shape() -> None:
    assert drawn("T") == ["#####", *["  #"] * 6, ""]


def test_letters_stand_side_by_side_with_a_gap() -> None:
    assert drawn("li")[0] == "#  #"


@pytest.mark.parametrize(("height", "rows"), [(8, 8), (16, 16), (17, 16), (47, 40), (999, 48)])
def test_it_is_as_large_as_there_is_room_for(height: int, rows: int) -> None:
    assert len(drawn("T", height=height)) == rows


def test_larger_letters_are_the_same_with_larger_dots() -> None:
    once, twice = drawn("a"), drawn("a", height=16)

    assert twice == ["".join(mark * 2 for mark in row) for row in once for _ in range(2)]


def test_words_that_do_not_fit_beside_each_other_stand_below() -> None:
    dots = lettering("Sole of the foot, left", 76, 20)

    assert dots is not None
    assert len(dots) == 17
    assert dots.shape[1] <= 76


def test_what_does_not_fit_at_all_is_not_drawn() -> None:
    assert lettering("Opening", 76, 7) is None
    assert lettering("Musculus-sternocleidomastoideus", 76, 400) is None


def test_a_letter_without_a_shape_is_not_drawn_as_another() -> None:
    assert lettering("気", *ROOM) is None
    assert lettering("Opening ☂", *ROOM) is None
    assert lettering("x\u0332", *ROOM) is None


def test_nothing_is_not_drawn() -> None:
    assert lettering("", *ROOM) is None
    assert lettering("  ", *ROOM) is None


def test_a_small_letter_gets_its_accent_above_it() -> None:
    plain, accented = drawn("o"), drawn("ö")

    assert accented == [" # #", "", *plain[2:]]


def test_a_capital_gets_lower_to_make_room_for_its_accent() -> None:
    plain, accented = drawn("O"), drawn("Ö")

    assert accented[:2] == [" # #", ""]
    assert accented[2] == plain[0]
    assert len(accented) == len(plain)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_an_accent_may_be_a_character_of_its_own(form: str) -> None:
    text = "äöüÄÖÜßéèêñåø"

    assert drawn(unicodedata.normalize(form, text)) == drawn(text)  # type: ignore[arg-type]


def test_every_title_that_ships_has_its_letters(library: Library) -> None:
    titles = [library.spot_words(name).name for name in library.spots]
    printable = [chr(code) for code in range(ord("!"), ord("~") + 1)]
    common = [c for c in printable if c.isalnum() or c in "!\"%&'()+,-./:;?"]

    assert all(lettering(title, *ROOM) is not None for title in [*titles, *common])


def test_letters_can_be_told_apart() -> None:
    common = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    shapes = {tuple(drawn(letter)) for letter in common}

    assert len(shapes) == len(common)
