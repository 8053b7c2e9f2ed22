import json
import os
import shlex
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from coach.stage.bookmark import bookmark_path
from tests.cli.commands.test_play import PLAY, Terminal, on_a_terminal
from tests.cli.test_resume import leave
from tests.patience import PATIENCE_S

pytestmark = [
    on_a_terminal,
    pytest.mark.skipif(shutil.which("bash") is None, reason="no bash to lie between"),
]

BEGIN_A_SHELL = """
import fcntl, os, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])
"""

SOON = "from coach import cli; from coach.log import scribe; scribe.NOTED_EVERY = 0; cli.main()"
"""A program that notes the place from the first moment on."""

UNTOLD = "trap '' HUP;"
"""The program is not told that the terminal has gone, as under nohup."""


class Window:
    """A session that somebody began by typing it into a shell, and a window that closes."""

    def __init__(self, home: Path, left: Path) -> None:
        self._terminal = Terminal(begin=BEGIN_A_SHELL)
        self._number = home / "number"
        self._left = left
        self.errors = home / "errors"

    def type(self, *args: str, first: str = "") -> None:
        """Begin a session, and note the number of its process."""
        program = shlex.join([sys.executable, "-c", SOON, *args])
        number, errors = shlex.quote(str(self._number)), shlex.quote(str(self.errors))
        begin = shlex.quote(f"{first} echo $$ >{number}; exec {program} 2>{errors}")
        self._terminal.wait_for(r"[$#] $")
        self._terminal.type(f"sh -c {begin}\r")

    def close_when(self, shown: str) -> None:
        """Close it as soon as this is seen, and keys are waited for."""
        self._terminal.wait_for(shown)
        _within(PATIENCE_S, lambda: not self._terminal.restored)
        os.close(self._terminal._typing)
        os.close(self._terminal._screen)
        self._terminal.program.wait(PATIENCE_S)

    def plays_on(self) -> bool:
        """Whether the session still plays, seconds later."""
        began = self._at
        return _within(PATIENCE_S, lambda: self._at > began + 1000)

    def end(self) -> bool:
        """Ask the session to end; whether it notes that it did."""
        os.kill(int(self._number.read_text()), signal.SIGTERM)
        return _within(PATIENCE_S, lambda: json.loads(self._left.read_text())["ended"])

    def clear(self) -> None:
        with suppress(OSError):  # it is closed already
            self._terminal.close()
        with suppress(OSError):  # it has ended already
            os.kill(int(self._number.read_text()), signal.SIGKILL)

    @property
    def _at(self) -> int:
        return int(json.loads(self._left.read_text())["at"]) if self._left.exists() else 0


def _within(seconds: float, true: Callable[[], bool]) -> bool:
    began = time.monotonic()
    while time.monotonic() < began + seconds:
        if true():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def left(clean_environment: Path) -> Path:
    """The file in which it is noted where the feet were left."""
    return bookmark_path(clean_environment / "state" / "coach" / "left", ("feet",), ())


@pytest.fixture
def window(clean_environment: Path, left: Path) -> Iterator[Window]:
    opened = Window(clean_environment, left)
    yield opened
    opened.clear()


@pytest.mark.parametrize("plain", [False, True])
def test_a_window_that_closes_does_not_end_a_session_begun_in_a_shell(
    window: Window, plain: bool
) -> None:
    window.type(*PLAY, *(["--plain"] if plain else []))
    window.close_when("Opening  1 of 4")

    assert window.plays_on()
    assert window.end()
    assert window.errors.read_text() == ""


@pytest.mark.parametrize("plain", [False, True])
def test_nor_does_it_where_no_signal_tells_so(window: Window, plain: bool) -> None:
    window.type(*PLAY, *(["--plain"] if plain else []), first=UNTOLD)
    window.close_when("Opening  1 of 4")

    assert window.plays_on()
    assert window.end()
    assert window.errors.read_text() == ""


def test_a_question_in_a_window_that_closes_is_one_that_nobody_answers(
    window: Window, left: Path
) -> None:
    leave(left)
    window.type(*PLAY, first=UNTOLD)
    window.close_when("Go on there")

    assert window.plays_on(), window.errors.read_text()
    assert window.errors.read_text() == ""


def test_where_the_terminal_was_nobody_is_asked_any_more() -> None:
    begin = "import sys; from coach.screen.hangup import go_on_unseen; go_on_unseen()"
    terminal = Terminal(begin=f"{begin}; sys.exit(sys.stdin.isatty())")

    assert terminal.end() == 0
    terminal.close()
