import pytest

from coach.choices import Talk
from coach.content.breath import CALM, parse_breath
from coach.content.library import Library
from coach.content.pace import LONGEST_HOLD, LONGEST_WORK
from coach.content.phrasebook import Phrasebook
from coach.script.dose import (
    LEAST_DOSE,
    SMALLEST_DOSE,
    TERSEST_DOSE,
    Dose,
    dose_at,
    ease_at,
    fewest,
    given,
    whole_breaths,
)
from coach.script.sheet import Wishes
from coach.units import Ms, seconds
from tests.script.test_writer import entry, visit
from tests.sheets import sheet


def test_a_dose_goes_from_the_least_to_the_longest() -> None:
    least, most = dose_at(0.0, LEAST_DOSE), dose_at(1.0, LEAST_DOSE)

    assert least == LEAST_DOSE
    assert (most.hold, most.work, most.ease) == (LONGEST_HOLD, LONGEST_WORK, 2.0)
    holds = [dose_at(share / 10, LEAST_DOSE).hold for share in range(11)]
    assert holds == sorted(set(holds))


def test_pauses_are_the_usual_ones_over_most_of_it() -> None:
    assert [ease_at(share) for share in (0.0, 0.1, 0.2, 0.5, 1.0)] == [0.0, 0.5, 1.0, 1.0, 2.0]


@pytest.mark.parametrize(
    ("pattern", "hold", "most", "lasts"),
    [
        ("4-6", 60, 120, 60),
        ("4-6", 65.9, 120, 60),
        ("4-6", 10, 120, 30),
        ("4-6", 500, 120, 120),
        ("4-6", 60, 45, 40),
        ("4-7-8", 60, 120, 57),
        ("4-7-8", 30, 120, 38),
        ("4-7-8", 60, 40, 38),
        ("4-4-4-4", 30, 120, 32),
        ("4-4-4-4", 60, 60, 48),
        ("12-12-12-12", 30, 40, 30),
        ("12-12-12-12", 30, 120, 48),
    ],
)
def test_a_hold_is_whole_breaths_within_its_limits(
    pattern: str, hold: float, most: float, lasts: float
) -> None:
    breath = parse_breath(pattern)

    assert whole_breaths(seconds(hold), breath, seconds(most)) == seconds(lasts)


def test_as_much_is_said_as_is_wished_or_less_where_time_is_short() -> None:
    wanted: list[tuple[Talk, Talk | None, Talk]] = [
        ("full", None, "full"),
        ("brief", None, "brief"),
        ("full", "brief", "brief"),
        ("bell", "brief", "bell"),
        ("brief", "bell", "bell"),
    ]

    for wished, most, said in wanted:
        assert fewest(wished, most) == said


def test_a_side_gets_the_dose_where_its_stop_says_nothing(
    library: Library, book: Phrasebook
) -> None:
    feet = visit(library, "feet")
    made = sheet(entry(feet), book, Wishes())
    for side in feet.sides:
        gets = given(feet, side, Dose(seconds(70), seconds(33)), made)
        assert (gets.hold, gets.work) == (seconds(70), seconds(33))


def test_a_stop_says_its_own_times_and_how_much_more_a_side_gets(
    library: Library, book: Phrasebook
) -> None:
    feet = visit(library, "feet", hold=40, work=20, left=2)
    made = sheet(entry(feet), book, Wishes())
    left, right = (given(feet, side, LEAST_DOSE, made) for side in feet.sides)

    assert (left.hold, left.work) == (seconds(80), seconds(40))
    assert (right.hold, right.work) == (seconds(40), seconds(20))


def test_the_sore_side_gets_twice_as_much_and_in_the_smallest_dose_the_same(
    library: Library, book: Phrasebook
) -> None:
    feet = visit(library, "feet")
    made = sheet(entry(feet), book, Wishes(sore="right"))
    left, right = (given(feet, side, LEAST_DOSE, made) for side in feet.sides)

    assert (right.hold, right.work) == (2 * left.hold, 2 * left.work)
    for small in (SMALLEST_DOSE, TERSEST_DOSE):
        assert given(feet, "left", small, made) == given(feet, "right", small, made)


@pytest.mark.parametrize("factor", [1, 1.5, 4])
def test_no_factor_takes_a_side_over_the_limits(
    library: Library, book: Phrasebook, factor: float
) -> None:
    feet, jaw = visit(library, "feet", left=factor, hold=90, work=90), visit(library, "jaw")
    made = sheet(entry(feet, jaw), book, Wishes(sore="left"))
    most = dose_at(1.0, LEAST_DOSE)
    gets = given(feet, "left", most, made)

    assert gets.hold <= made.rules.longest_hold
    assert gets.hold + gets.work <= made.rules.longest_side
    assert gets.hold % CALM.lasts == 0
    assert given(jaw, "middle", most, made).hold == jaw.spot.longest_hold


def test_stops_at_the_same_spot_share_what_the_limits_leave(
    library: Library, book: Phrasebook
) -> None:
    hands, roller = (visit(library, "calves", tool) for tool in ("hands", "foam-roller"))
    made = sheet(entry(hands, roller), book, Wishes())
    both = [given(one, "left", dose_at(1.0, LEAST_DOSE), made) for one in (hands, roller)]

    assert Ms(sum(one.hold + one.work for one in both)) <= made.rules.longest_side
    assert all(one.hold >= seconds(30) for one in both)
