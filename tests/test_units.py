import re
from pathlib import Path

import numpy as np
import pytest

import coach
from coach.units import (
    RATE_HZ,
    Ms,
    db_to_gain,
    db_to_power,
    frames_to_ms,
    ms_to_frames,
    parse_ms,
    seconds,
    show_ms,
)


@pytest.mark.parametrize(
    ("ms", "shown"),
    [
        (0, "0:00"),
        (999, "0:00"),
        (1000, "0:01"),
        (59_999, "0:59"),
        (60_000, "1:00"),
        (600_000, "10:00"),
        (3_599_999, "59:59"),
        (3_600_000, "1:00:00"),
        (36_061_000, "10:01:01"),
    ],
)
def test_a_length_is_shown_as_a_clock_shows_it(ms: int, shown: str) -> None:
    assert show_ms(Ms(ms)) == shown


def test_seconds_are_rounded_to_the_nearest_millisecond() -> None:
    assert seconds(0.0004) == 0
    assert seconds(0.0006) == 1
    assert seconds(29.9996) == 30_000


def test_a_millisecond_survives_the_way_to_frames_and_back() -> None:
    moments = [Ms(ms) for ms in (*range(2000), 1_799_999, 1_800_000, 35_999_999)]

    assert [frames_to_ms(ms_to_frames(ms)) for ms in moments] == moments


def test_frames_are_the_nearest_and_their_error_never_adds_up() -> None:
    hour = Ms(3_600_000)

    assert ms_to_frames(Ms(10)) == 441
    assert ms_to_frames(Ms(1)) == 44
    assert ms_to_frames(Ms(9)) == 397  # 396.9
    assert ms_to_frames(hour) == 3600 * RATE_HZ


def test_another_rate_has_other_frames() -> None:
    assert ms_to_frames(Ms(500), 22_050) == 11_025
    assert frames_to_ms(22_050, 22_050) == 1000


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("20s", 20_000),
        ("90", 90_000),
        ("1m", 60_000),
        ("1m30s", 90_000),
        ("2m5", 125_000),
        ("0", 0),
    ],
)
def test_a_length_of_time_is_read_in_minutes_and_seconds(text: str, ms: int) -> None:
    assert parse_ms(text) == ms


@pytest.mark.parametrize("text", ["", "s", "m", "-5", "1.5m", "1h", "20 s", "soon"])
def test_what_is_no_length_of_time_is_told_with_what_is(text: str) -> None:
    with pytest.raises(ValueError, match="write 20s, 1m or 1m30s"):
        parse_ms(text)


@pytest.mark.parametrize(("db", "gain"), [(0, 1), (20, 10), (-40, 0.01), (6.0206, 2)])
def test_a_gain_is_of_an_amplitude_and_its_square_is_of_a_power(db: float, gain: float) -> None:
    assert db_to_gain(db) == pytest.approx(gain)
    assert db_to_power(db) == pytest.approx(gain**2)


def test_many_decibels_are_turned_at_once_to_the_same_as_each_alone() -> None:
    many = np.linspace(-110, 12, 37)

    assert db_to_gain(many).tolist() == pytest.approx([db_to_gain(float(db)) for db in many])
    assert db_to_power(many).tolist() == pytest.approx([db_to_power(float(db)) for db in many])


def test_decibels_are_turned_in_one_place() -> None:
    turns = re.compile(r"\b10(\.0)? ?\*\*|log10|\b0?\.691\b")
    folder = Path(coach.__file__).parent
    places = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if turns.search(path.read_text(encoding="utf-8"))
    }

    assert places == {"units.py", "sound/loudness.py"}
