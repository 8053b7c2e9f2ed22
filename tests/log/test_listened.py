import pytest

from coach.choices import Side
from coach.content.breath import CALM
from coach.content.spot import OnBody
from coach.log.listened import Listened
from coach.script.cues import Bell, Hold, Rest, Script, Section, Worked
from coach.stage.now import Now
from coach.timeline.arrangement import Arrangement
from coach.units import Ms
from tests.doubles import FakeVoice


def section(spot: str, side: Side) -> Section:
    """A hundred seconds, of which the hold takes those from 10 to 40."""
    worked = Worked(spot, side, "tennis-ball", "wall", OnBody("back", 0.5, 0.5))
    cues = (Bell(Ms(10_000)), Hold(Ms(30_000), CALM, ""), Rest(Ms(60_000), Ms(1000)))
    return Section(f"{spot}, {side}", cues, worked)


OPENING, CLOSE = (Section(title, (Bell(Ms(50_000)),)) for title in ("Opening", "Close"))
SCRIPT = Script(
    "small",
    "Small",
    "",
    (
        OPENING,
        section("calves", "left"),
        section("calves", "right"),
        section("neck", "middle"),
        CLOSE,
    ),
)
"""Sections from 0, 50, 150, 250 and 350 seconds, 400 seconds in all."""
TIMELINE = Arrangement(SCRIPT, FakeVoice()).whole()


def at(second: float) -> Now:
    """Where the session stands at this second."""
    number = next(n for n, one in enumerate(TIMELINE.sections) if second * 1000 <= one.end)
    placed = TIMELINE.sections[number]
    position = Ms(round(second * 1000))
    return Now(
        section=placed,
        coming=None,
        number=number,
        sections=len(TIMELINE.sections),
        position=position,
        lasts=TIMELINE.lasts,
        cue=None,
        paused=False,
    )


class Listener:
    """Listens, and jumps from place to place."""

    def __init__(self) -> None:
        self.time = 0.0
        self.heard = Listened(lambda: self.time)

    def listen(self, start: float, end: float, *, every: float = 0.1) -> None:
        """Hear from one second to another, while the time goes by."""
        steps = round((end - start) / every)
        for step in range(steps + 1):
            self.time += every
            self.heard.look(at(start + step * every))

    @property
    def worked(self) -> list[str]:
        return [f"{side.spot} {side.side}" for side in self.heard.worked]


@pytest.fixture
def listener() -> Listener:
    return Listener()


def test_before_anything_sounds_nothing_was_heard(listener: Listener) -> None:
    listener.heard.look(at(0))

    assert listener.heard.lasts == 0
    assert listener.worked == []


@pytest.mark.parametrize("every", [0.05, 0.1, 2.5])
def test_a_session_heard_to_its_end_was_heard_whole_with_all_its_sides(
    listener: Listener, every: float
) -> None:
    listener.listen(0, 400, every=every)

    assert listener.heard.lasts == 400_000
    assert listener.worked == ["calves left", "calves right", "neck middle"]


def test_what_is_jumped_over_is_not_heard(listener: Listener) -> None:
    listener.listen(0, 20)
    listener.listen(250, 400)

    assert listener.heard.lasts == 170_000
    assert listener.worked == ["neck middle"]


def test_what_is_heard_twice_counts_twice(listener: Listener) -> None:
    listener.listen(50, 80)
    listener.listen(50, 70)

    assert listener.heard.lasts == 50_000


def test_a_pause_is_not_heard_however_long(listener: Listener) -> None:
    listener.listen(0, 20)
    listener.time += 3600
    listener.heard.look(at(20))
    listener.listen(20, 30)

    assert listener.heard.lasts == 30_000


def test_a_player_that_tells_what_was_heard_in_steps_loses_nothing(listener: Listener) -> None:
    for poll in range(1000):
        listener.time += 0.1
        listener.heard.look(at(poll // 8 * 0.8))

    assert listener.heard.lasts == 99_200


def test_a_side_is_worked_once_its_hold_was_heard(listener: Listener) -> None:
    listener.listen(50, 88)
    before = listener.worked
    listener.listen(88, 90)

    assert before == []
    assert listener.worked == ["calves left"]


def test_a_side_is_worked_once_its_larger_part_was_heard(listener: Listener) -> None:
    listener.listen(95, 145)
    before = listener.worked
    listener.listen(145, 146)

    assert before == []
    assert listener.worked == ["calves left"]


def test_half_a_hold_heard_twice_is_a_hold(listener: Listener) -> None:
    listener.listen(50, 75)
    listener.listen(50, 75)

    assert listener.worked == ["calves left"]


def test_a_look_across_the_end_of_a_section_counts_for_both(listener: Listener) -> None:
    for second in (120, 149, 151, 190):
        listener.time = float(second)
        listener.heard.look(at(second))

    assert listener.heard.lasts == 70_000
    assert listener.worked == ["calves right"]
