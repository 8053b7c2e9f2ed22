from datetime import UTC, date, datetime

import pytest

from coach.errors import RequestError
from coach.log.choosing import choose_sessions
from coach.log.log import Logged
from coach.units import Ms

SESSIONS = [
    Logged(
        number,
        datetime(2026, 10, number, 7, 30, tzinfo=UTC),
        name="feet",
        title="The feet",
        depth="quick",
        planned=Ms(1),
        heard=Ms(1),
    )
    for number in (1, 2, 3, 4)
]


def chosen(*numbers: int, last: int | None = None, since: date | None = None) -> list[int]:
    return [one.number for one in choose_sessions(SESSIONS, numbers, last=last, since=since)]


def test_without_a_wish_all_are_meant() -> None:
    assert chosen() == [1, 2, 3, 4]


def test_sessions_are_chosen_by_number_in_the_order_of_the_log() -> None:
    assert chosen(3, 1) == [1, 3]


def test_sessions_are_chosen_from_a_day_on_with_that_day() -> None:
    assert chosen(since=date(2026, 10, 3)) == [3, 4]


def test_of_those_that_are_left_the_newest_are_chosen() -> None:
    assert chosen(1, 2, 3, last=2) == [2, 3]
    assert chosen(last=9) == [1, 2, 3, 4]


def test_the_first_number_of_which_there_is_none_is_told() -> None:
    with pytest.raises(RequestError, match="there is no session 5; `coach log` shows them all"):
        chosen(1, 9, 5)
