from datetime import date, datetime, timedelta, timezone

import pytest

from coach.log.log import Logged
from coach.log.summary import MOST_STRETCHES, Stretch, label_told, stretches
from coach.units import Ms
from tests.screen.scenes import WORDS


def kept(
    began: datetime, minutes: float = 10, before: int | None = None, after: int | None = None
) -> Logged:
    heard = Ms(round(minutes * 60_000))
    return Logged(
        0,
        began,
        name="feet",
        title="The feet",
        depth="quick",
        planned=heard,
        heard=heard,
        before=before,
        after=after,
    )


def on(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=timezone(timedelta(hours=2)))


FIRST = date(2026, 10, 1)


def test_of_no_sessions_there_is_nothing_to_draw() -> None:
    assert stretches([]) == []


def test_days_without_a_session_have_their_place() -> None:
    drawn = stretches([kept(on(FIRST)), kept(on(FIRST + timedelta(2)), 7.5)])

    assert drawn == [
        Stretch(date(2026, 10, 1), "2026-10-01", 10, None, None),
        Stretch(date(2026, 10, 2), "2026-10-02", 0, None, None),
        Stretch(date(2026, 10, 3), "2026-10-03", 7.5, None, None),
    ]


def test_the_sessions_of_a_day_are_added_up_and_how_sore_it_was_is_their_mean() -> None:
    (day,) = stretches(
        [kept(on(FIRST, 8), 10, 6, 3), kept(on(FIRST, 20), 5, 7, 3), kept(on(FIRST, 21), 1, 10)]
    )

    assert (day.minutes, day.before, day.after) == (16, 6.5, 3)


def test_a_session_belongs_to_the_day_at_its_own_place() -> None:
    late = datetime(2026, 10, 25, 23, 50, tzinfo=timezone(timedelta(hours=-11)))
    early = datetime(2026, 10, 25, 0, 10, tzinfo=timezone(timedelta(hours=14)))
    (day,) = stretches([kept(early), kept(late)])

    assert day.begins == date(2026, 10, 25)
    assert day.minutes == 20


@pytest.mark.parametrize(
    ("days", "rows", "labels"),
    [
        (MOST_STRETCHES, MOST_STRETCHES, ["2026-10-01", "2026-10-31"]),
        (MOST_STRETCHES + 1, 5, ["week of 2026-09-28", "week of 2026-10-26"]),
        (7 * MOST_STRETCHES, 32, ["week of 2026-09-28", "week of 2027-05-03"]),
        (7 * MOST_STRETCHES + 1, 8, ["2026-10", "2027-05"]),
        (3650, 120, ["2026-10", "2036-09"]),
    ],
)
def test_weeks_and_months_stand_for_too_many_days(days: int, rows: int, labels: list[str]) -> None:
    drawn = stretches([kept(on(FIRST)), kept(on(FIRST + timedelta(days - 1)))])

    assert len(drawn) == rows
    assert [label_told(one, WORDS) for one in (drawn[0], drawn[-1])] == labels
    assert sum(one.minutes for one in drawn) == 20
