import csv
import io
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import get_args

from coach.choices import Side, Sorer
from coach.log.as_text import LOG_FORMATS, log_as_csv, log_as_json
from coach.log.log import Logged, WorkedSide
from coach.units import Ms

SESSIONS = [
    Logged(
        3,
        datetime(2026, 6, 1, 7, 30, 5, 250_000, timezone(timedelta(hours=5, minutes=45))),
        name="calves-feet",
        title='Calves, "feet"\nand Füße',
        depth="deep",
        planned=Ms(600_000),
        heard=Ms(412_345),
        worked=(WorkedSide("calves", "left"), WorkedSide("jaw", "middle")),
        before=0,
        after=10,
        sorer="left",
    ),
    Logged(
        7,
        datetime(2026, 6, 2, tzinfo=UTC),
        name="jaw",
        title="The jaw",
        depth="quick",
        planned=Ms(1),
        heard=Ms(1),
        done=True,
    ),
]


def read(row: dict[str, object], worked: tuple[WorkedSide, ...]) -> Logged:
    """A session from what was taken out."""

    def number(key: str) -> int:
        return int(str(row[key]))

    return Logged(
        number("number"),
        datetime.fromisoformat(str(row["began"])),
        name=str(row["name"]),
        title=str(row["title"]),
        depth=str(row["depth"]),
        planned=Ms(number("planned_ms")),
        heard=Ms(number("heard_ms")),
        done=row["done"] in (True, "1"),
        worked=worked,
        sorer={side: side for side in get_args(Sorer)}.get(row["sorer"]),
        **{key: None if row[key] in (None, "") else number(key) for key in ("before", "after")},
    )


def test_all_that_is_kept_comes_back_from_json() -> None:
    rows = json.loads(log_as_json(SESSIONS))

    assert [read(row, tuple(WorkedSide(**one) for one in row["worked"])) for row in rows] == (
        SESSIONS
    )


def test_all_that_is_kept_comes_back_from_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(log_as_csv(SESSIONS))))
    sides = {side: side for side in get_args(Side)}

    def worked(told: str) -> tuple[WorkedSide, ...]:
        pairs = [one.split(" ") for one in told.split(", ") if one]
        return tuple(WorkedSide(spot, sides[side]) for spot, side in pairs)

    assert [read(dict(row), worked(row["worked"])) for row in rows] == SESSIONS


def test_a_log_of_nothing_is_an_empty_list_or_the_columns_alone() -> None:
    assert {form: told([]) for form, told in LOG_FORMATS.items()} == {
        "json": "[]",
        "csv": "number,began,name,title,depth,planned_ms,heard_ms,done,before,after,worked,sorer",
    }
