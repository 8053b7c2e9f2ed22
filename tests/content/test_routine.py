import msgspec
import pytest

from coach.content.library import Library
from coach.content.routine import LEAST_HOLD_S, LEAST_MINUTES, MOST_FACTOR, Routine, Stop
from coach.units import seconds


def test_a_stop_needs_no_more_than_a_spot() -> None:
    routine = msgspec.convert({"stops": [{"spot": "calves"}]}, Routine)

    assert routine == Routine((Stop("calves"),))
    assert routine.stops[0].tool is None
    assert routine.stops[0].place is None


def test_a_stop_can_choose_its_tool_and_its_place() -> None:
    table = {"stops": [{"spot": "calves", "tool": "foam-roller", "place": "floor"}]}

    assert msgspec.convert(table, Routine).stops == (Stop("calves", "foam-roller", "floor"),)


@pytest.mark.parametrize("many", [0, 41])
def test_a_routine_has_one_to_forty_stops(many: int) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"stops": [{"spot": "calves"}] * many}, Routine)


def test_the_same_spot_may_be_visited_twice() -> None:
    routine = msgspec.convert({"stops": [{"spot": "feet"}, {"spot": "feet"}]}, Routine)

    assert [stop.spot for stop in routine.stops] == ["feet", "feet"]


def test_a_stop_says_nothing_of_its_times_unless_it_is_told() -> None:
    stop = Stop("calves")

    assert (stop.held, stop.worked, stop.rank) == (None, None, None)
    assert [stop.factor(side) for side in ("left", "right", "middle")] == [1.0, 1.0, 1.0]


def test_a_stop_can_say_its_hold_its_work_and_how_much_more_a_side_gets() -> None:
    table = {"spot": "calves", "rank": 2, "hold": 45.5, "work": 20, "left": 1.5, "right": 0.5}
    stop = msgspec.convert(table, Stop)

    assert (stop.rank, stop.held, stop.worked) == (2, seconds(45.5), seconds(20))
    assert [stop.factor(side) for side in ("left", "right", "middle")] == [1.5, 0.5, 1.0]


def test_a_routine_can_say_its_length_its_bed_and_how_much_is_said() -> None:
    table = {"stops": [{"spot": "feet"}], "minutes": 7.5, "bed": "rain", "talk": "brief"}
    routine = msgspec.convert(table, Routine)

    assert (routine.minutes, routine.bed, routine.talk) == (7.5, "rain", "brief")


@pytest.mark.parametrize(
    "wrong",
    [
        {"rank": 0},
        {"rank": 41},
        {"rank": 1.5},
        {"hold": LEAST_HOLD_S - 0.1},
        {"hold": 120.1},
        {"work": 9.9},
        {"work": 151},
        {"left": MOST_FACTOR + 0.1},
        {"right": 1 / MOST_FACTOR - 0.01},
        {"left": float("nan")},
        {"optional": True},
    ],
)
def test_a_value_of_a_stop_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"spot": "calves", **wrong}, Stop)


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": LEAST_MINUTES - 0.1},
        {"minutes": 30.1},
        {"minutes": "10 min"},
        {"talk": "loud"},
        {"bed": ""},
        {"bed": "two\nlines"},
    ],
)
def test_a_value_of_a_routine_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"stops": [{"spot": "feet"}], **wrong}, Routine)


def test_what_a_stop_may_say_holds_the_limits_that_ship(library: Library) -> None:
    rules = library.rules()

    assert rules.longest_hold_s == 120
    assert rules.longest_hold_s >= LEAST_HOLD_S * MOST_FACTOR
