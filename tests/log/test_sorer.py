from dataclasses import replace
from datetime import date, timedelta

import pytest

from coach.choices import Sorer
from coach.content.entry import Entry, Pick
from coach.content.library import Library
from coach.log.log import Logged
from coach.log.sorer import SorerSide, sorer_side
from tests.log.test_suggestion import TODAY, kept


@pytest.fixture
def feet(library: Library) -> Entry:
    return library.entry("feet")


def told(*sides: Sorer | None, days: int = 2, spot: str = "feet") -> list[Logged]:
    """Sessions of a spot, one a day, the last of them so many days ago."""
    last = TODAY - timedelta(days)
    began = [last - timedelta(n) for n in reversed(range(len(sides)))]
    return [replace(kept(day, spot), sorer=side) for day, side in zip(began, sides, strict=True)]


@pytest.mark.parametrize(
    ("sides", "found"),
    [
        (("left", "left", "left"), SorerSide("left", 3, 3)),
        (("right", "left", "right"), SorerSide("right", 2, 3)),
        (("left", "right", "left", "left", "left"), SorerSide("left", 4, 5)),
        (("left", "neither", "left"), SorerSide("left", 2, 3)),
        (("right", None, "right", None, "right"), SorerSide("right", 3, 3)),
    ],
)
def test_the_side_that_more_than_half_of_the_sessions_tell_is_the_sorer_one(
    sides: tuple[Sorer | None, ...], found: SorerSide, feet: Entry
) -> None:
    assert sorer_side(feet, told(*sides), TODAY) == found


@pytest.mark.parametrize(
    "sides",
    [
        (),
        ("left", "left"),
        ("left", None, "left"),
        ("left", "left", "right", "right"),
        ("left", "neither", "right"),
        ("neither", "neither", "neither"),
    ],
)
def test_what_is_told_too_seldom_or_by_half_alone_is_no_sorer_side(
    sides: tuple[Sorer | None, ...], feet: Entry
) -> None:
    assert sorer_side(feet, told(*sides), TODAY) is None


def test_only_the_newest_sessions_count_so_that_a_side_which_eased_is_let_go(
    feet: Entry,
) -> None:
    lefts: tuple[Sorer, ...] = ("left",) * 20

    assert sorer_side(feet, told(*lefts), TODAY) == SorerSide("left", 5, 5)
    assert sorer_side(feet, told(*lefts, "neither", "neither"), TODAY) == SorerSide("left", 3, 5)
    assert sorer_side(feet, told(*lefts, "neither", "neither", "neither"), TODAY) is None


@pytest.mark.parametrize(("days", "counts"), [(40, True), (41, False)])
def test_what_is_older_than_six_weeks_does_not_count(days: int, counts: bool, feet: Entry) -> None:
    found = sorer_side(feet, told("left", "left", "left", days=days), TODAY)

    assert (found is not None) == counts


def test_sessions_of_other_spots_do_not_count(feet: Entry) -> None:
    others = told("left", "left", "left", spot="quads")

    assert sorer_side(feet, others, TODAY) is None
    assert sorer_side(feet, [*others, *told("right", "right", "right")], TODAY) == SorerSide(
        "right", 3, 3
    )


def test_a_spot_with_one_place_has_no_sorer_side(library: Library) -> None:
    middle = next(name for name in library.spots if library.spot(name).sides == "middle")
    entry = library.gather(Pick(spots=(middle,)))

    assert sorer_side(entry, told("left", "left", "left", spot=middle), TODAY) is None


def test_a_session_on_the_far_side_of_the_date_line_counts(feet: Entry) -> None:
    ahead = [replace(kept(date(2026, 7, 1), "feet", hours=14), sorer="left") for _ in range(3)]

    assert sorer_side(feet, ahead, TODAY) == SorerSide("left", 3, 3)
