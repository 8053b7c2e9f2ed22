from collections.abc import Iterator

import pytest

from coach.disk.folders import log_file
from coach.log.log import Log
from tests.cli.commands.test_play import Terminal, on_a_terminal
from tests.cli.test_keeping import PLAY, QUICKLY

pytestmark = on_a_terminal

ALOUD = f"""
import tests.quick
from coach import hearing
from coach.stage import question
hearing.open_ears = tests.quick.open_ears
question.ANSWERED_S, question.CORRECTED_S = 60.0, 0.5
{QUICKLY}
"""
"""Somebody answers by voice, or with --knock may only type."""

QUESTION = (
    r"The end\.(?s:.*)How sore is it now, from 0 \(not at all\) to 10\? "
    r"Say it, or type it; Enter leaves it out: "
)


def after() -> list[int | None]:
    return [session.after for session in Log(log_file()).sessions()]


def open_terminal(*wishes: str) -> Terminal:
    return Terminal(*PLAY, "--ask", "--before", "6", "--listen", *wishes, begin=ALOUD)


@pytest.fixture
def typing() -> Iterator[Terminal]:
    """A session that has ended, with somebody who does not speak."""
    opened = open_terminal("--knock")
    opened.wait_for(QUESTION)
    yield opened
    opened.close()


def test_a_number_that_is_said_is_kept() -> None:
    terminal = open_terminal()
    terminal.wait_for(f"{QUESTION}7\r\n")

    assert terminal.end() == 0
    assert after() == [7]
    assert terminal.restored
    terminal.close()


def test_a_number_can_be_typed_all_the_same(typing: Terminal) -> None:
    typing.type("3\r")

    assert typing.end() == 0
    assert after() == [3]


def test_enter_is_no_answer(typing: Terminal) -> None:
    typing.type("\r")

    assert typing.end() == 0
    assert after() == [None]


def test_what_is_no_answer_is_told(typing: Terminal) -> None:
    typing.type("11\r")
    typing.wait_for("Error: 11 is not in the range 0<=x<=10\\.")
    typing.type("10\r")

    assert typing.end() == 0
    assert after() == [10]


def test_ctrl_c_leaves_it_out(typing: Terminal) -> None:
    typing.type("\x03")

    assert typing.end() == 0
    assert "Traceback" not in typing.shown
    assert after() == [None]


def test_where_the_terminal_has_closed_it_is_asked_aloud() -> None:
    terminal = open_terminal()
    terminal.wait_for(" of 3")

    assert terminal.hang_up() == 0
    assert after() == [7]
