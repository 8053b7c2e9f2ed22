import msgspec
import pytest

from coach.content.routine import Routine, Stop


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
