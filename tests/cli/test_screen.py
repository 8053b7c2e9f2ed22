import pytest

from coach.cli.screen import PlainScreen, farewell
from coach.script import Section
from coach.stage import Now
from coach.timeline import Placed, PlacedSection, Speech
from coach.units import Ms

WELCOME = Placed(Ms(6500), Ms(600), "say", Speech("Welcome."))
REST = Placed(Ms(7100), Ms(500), "rest", None)
OPENING = PlacedSection(Section("Opening", ()), Ms(0), Ms(60_000), (WELCOME, REST), Ms(0))


def now(position: int, cue: Placed | None) -> Now:
    return Now(OPENING, None, 0, 4, Ms(position), Ms(395_000), cue, paused=False)


def test_plain_lines_tell_each_phrase_once(capsys: pytest.CaptureFixture[str]) -> None:
    screen = PlainScreen()
    for moment in (now(0, None), now(6500, WELCOME), now(6600, WELCOME), now(7200, REST)):
        screen.show(moment)

    assert capsys.readouterr().out == "0:06  Opening: Welcome.\n"


def test_a_session_heard_to_its_end_is_told_so() -> None:
    assert farewell(now(395_000, REST)) == "The end."


def test_a_session_that_was_ended_is_told_with_where() -> None:
    assert farewell(now(83_900, REST)) == "Ended at 1:23 of 6:35."
