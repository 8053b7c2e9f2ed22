import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from coach import hearing
from coach.cli import cli
from coach.cli.handsfree import hands_free
from coach.content.controls import Control
from coach.hearing import recogniser as phrases
from coach.installing import install_extra
from coach.players.null import NullPlayer
from coach.players.player import PLAYERS
from coach.session import open_session
from coach.stage.stage import Stage
from tests.patience import PATIENCE_S, Deadline
from tests.screen.scenes import KEYS

QUICK = ["--voice", "silent", "--safety", "short", "--bed", "none", "--seed", "1"]
DEAF = (
    "Für die Sprache Deutsch gibt es noch keine Spracherkennung, darum wird nichts verstanden, was "
    "du sagst."
)
PLAY = ["play", "feet", *QUICK, "--player", "null"]

on_a_terminal = pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")

BEGIN = """
import fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from coach.cli import main
main()
"""
"""Makes the terminal the program's own, so that Ctrl-C typed there reaches it."""


WHERE_IS_THE_CURSOR = "\x1b[6n"
"""Every terminal answers this; the terminal library asks it after questions that few answer."""


class Terminal:
    """A program on a terminal of its own: type keys, and read what it shows."""

    def __init__(
        self,
        *args: str,
        begin: str = BEGIN,
        size: tuple[int, int] = (30, 100),
        **variables: str,
    ) -> None:
        import pty
        import termios

        self._typing, screen = pty.openpty()
        termios.tcsetwinsize(screen, size)
        self.attributes = self._attributes()
        self.program = subprocess.Popen(
            [sys.executable, "-c", begin, *args],
            stdin=screen,
            stdout=screen,
            stderr=screen,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm", **variables},
        )
        self._screen = screen
        self.shown = ""

    def type(self, keys: str) -> None:
        """Type, and forget what was shown so far."""
        self.shown = ""
        os.write(self._typing, keys.encode())

    def wait_for(self, pattern: str) -> str:
        """Read until this regular expression is found in what was shown since the last key."""
        deadline = Deadline()
        while not (found := re.search(pattern, self.shown)):
            deadline.check(f"{pattern!r} was not shown, but {self.shown!r},")
            self._read(0.05)
        return found[0]

    def resize(self, rows: int, columns: int) -> None:
        """Make it so large, and forget what was shown so far."""
        import termios

        self.shown = ""
        termios.tcsetwinsize(self._typing, (rows, columns))

    def end(self) -> int:
        """Wait for its end; the exit code."""
        deadline = Deadline()
        while self.program.poll() is None:
            deadline.check(f"it goes on: {self.shown!r}; it did not end")
            self._read(0.05)
        while self._read(0.0):
            deadline.check()
        return self.program.returncode

    def hang_up(self) -> int:
        """Close the window, and wait for the program's end; the exit code."""
        os.close(self._typing)
        os.close(self._screen)
        try:
            return self.program.wait(PATIENCE_S)
        finally:
            self.program.kill()

    @property
    def restored(self) -> bool:
        """Whether the terminal is as it was before the program began."""
        return self._attributes() == self.attributes

    def close(self) -> None:
        if self.program.poll() is None:
            self.program.kill()
            self.program.wait(PATIENCE_S)
        os.close(self._typing)
        os.close(self._screen)

    def _attributes(self) -> list[object]:
        import termios

        return list(termios.tcgetattr(self._typing))

    def _read(self, seconds: float) -> bool:
        if not select.select([self._typing], [], [], seconds)[0]:
            return False
        shown = os.read(self._typing, 65536).decode(errors="replace")
        if WHERE_IS_THE_CURSOR in shown:
            os.write(self._typing, b"\x1b[1;1R")
        self.shown += shown
        return True


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    """A session that has just begun, on a terminal."""
    opened = Terminal(*PLAY)
    opened.wait_for("Opening  1 of 4")
    yield opened
    opened.close()


@on_a_terminal
def test_it_tells_title_and_keys_first(terminal: Terminal) -> None:
    assert "The feet, 8:00" in terminal.shown
    terminal.wait_for(re.escape(KEYS))


@on_a_terminal
def test_q_ends_it_and_gives_the_terminal_back(terminal: Terminal) -> None:
    terminal.type("q")
    terminal.wait_for(r"Ended at 0:0\d of 8:00\.\r\n")

    assert terminal.end() == 0
    assert terminal.restored


@on_a_terminal
def test_the_arrows_go_to_the_next_and_the_previous_section(terminal: Terminal) -> None:
    terminal.type("\x1b[C")
    left = terminal.wait_for(r"Plantar muscles, left  2 of 4  \d:\d\d")
    terminal.type("\x1b[C")
    terminal.wait_for("Plantar muscles, right  3 of 4")
    terminal.type("\x1b[D")
    terminal.wait_for(left)
    terminal.type("\x1b[D\x1b[D\x1b[D")
    terminal.wait_for("Opening  1 of 4  0:00")
    terminal.type("q")

    assert terminal.end() == 0


@on_a_terminal
def test_space_pauses_and_goes_on_and_r_begins_the_section_again(terminal: Terminal) -> None:
    terminal.type(" ")
    terminal.wait_for("paused")
    terminal.type(" ")
    terminal.wait_for(r"Opening  1 of 4  0:0\d, [78]:\d\d left\x1b")
    terminal.type("\x1b[C")
    begin = terminal.wait_for(r"Plantar muscles, left  2 of 4  \d:\d\d")
    terminal.wait_for(f"Plantar muscles, left  2 of 4  (?!{begin[-4:]})")
    terminal.type("R")
    terminal.wait_for(begin)
    terminal.type("q")

    assert terminal.end() == 0


@on_a_terminal
def test_a_key_that_means_nothing_changes_nothing(terminal: Terminal) -> None:
    terminal.type("xyz\x1b[5~é")
    terminal.type("q")
    terminal.wait_for("Ended at 0:0")

    assert terminal.end() == 0


@on_a_terminal
def test_the_whole_screen_is_taken_and_given_back(terminal: Terminal) -> None:
    assert "\x1b[?1049h" in terminal.shown
    terminal.type("q")
    terminal.end()

    assert re.search(r"\x1b\[\?1049l.*Ended at 0:0\d of 8:00\.\r\n", terminal.shown, re.DOTALL)


@on_a_terminal
def test_a_terminal_that_is_made_smaller_or_larger_is_drawn_anew(terminal: Terminal) -> None:
    terminal.resize(12, 40)
    terminal.wait_for(r"\x1b\[2J(?s:.*)Opening  1 of 4")
    terminal.resize(60, 200)
    terminal.wait_for("next: Plantar muscles, left")
    terminal.type("q")

    assert terminal.end() == 0


@on_a_terminal
def test_plain_lines_move_no_cursor_and_the_keys_still_work() -> None:
    with closing(Terminal(*PLAY, COACH_PLAIN="1")) as terminal:
        terminal.wait_for(r"Opening  1 of 4, \d:\d\d\r\n(?s:.*)0:01  Bell\.\r\n")
        terminal.type("\x1b[C")
        terminal.wait_for("Plantar muscles, left  2 of 4, ")
        terminal.type(" ")
        terminal.wait_for("paused")
        assert "\x1b" not in terminal.shown
        terminal.type("q")

        assert terminal.end() == 0
        assert terminal.restored


@on_a_terminal
def test_a_terminal_that_can_do_nothing_gets_nothing_but_lines() -> None:
    with closing(Terminal(*PLAY, TERM="dumb")) as terminal:
        terminal.wait_for(r"0:01  Bell\.\r\n")
        terminal.type("\x03")
        terminal.end()

        assert "\x1b" not in terminal.shown


@on_a_terminal
def test_without_colour_the_whole_screen_is_still_drawn() -> None:
    with closing(Terminal(*PLAY, NO_COLOR="1")) as terminal:
        terminal.wait_for(re.escape(KEYS))
        terminal.type("q")
        terminal.end()

        assert "\x1b[36m" not in terminal.shown
        assert "\x1b[?1049l" in terminal.shown


@on_a_terminal
def test_it_can_be_ended_in_a_pause(terminal: Terminal) -> None:
    terminal.type(" ")
    terminal.wait_for("paused")
    terminal.type("q")
    terminal.wait_for("Ended at 0:0")

    assert terminal.end() == 0


@on_a_terminal
def test_ctrl_c_ends_it_as_q_does(terminal: Terminal) -> None:
    terminal.type("\x03")
    terminal.wait_for(r"Ended at 0:0\d of 8:00\.\r\n")

    assert terminal.end() == 0
    assert "Traceback" not in terminal.shown
    assert terminal.restored


@on_a_terminal
def test_a_signal_to_end_ends_it_as_q_does(terminal: Terminal) -> None:
    terminal.program.send_signal(signal.SIGTERM)
    terminal.wait_for(r"Ended at 0:0\d of 8:00\.\r\n")

    assert terminal.end() == 0
    assert "Traceback" not in terminal.shown
    assert terminal.restored


def test_a_session_can_be_played_to_its_end_without_a_terminal(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PLAYERS, "null", "tests.quick")
    result = runner.invoke(cli, PLAY)
    lines = result.stdout.splitlines()

    assert result.exit_code == 0
    assert re.fullmatch(r"The feet, 8:00, for soles that have stood or walked for long\.", lines[0])
    assert re.fullmatch(r"Holds of \d+ s\.", lines[1])
    assert re.fullmatch(r"Opening  1 of 4, \d:\d\d", lines[2])
    assert lines[-1] == "The end."


def test_how_long_the_holds_are_and_what_is_left_out_is_told_before_it_begins(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stage, "_run", lambda *_args: iter(()))
    asked = ["play", "shoulders", *QUICK, "--player", "null", "--minutes", "5"]
    lines = runner.invoke(cli, asked).stdout.splitlines()

    assert lines[0].startswith("Shoulders and upper back, 5:00, ")
    assert re.fullmatch(r"Holds of \d+ s\. Without the .*\.", lines[1])
    assert not any("Holds of" in line for line in lines[2:])


@on_a_terminal
def test_a_first_session_begins_with_the_words_of_safety() -> None:
    asked = [one for one in PLAY if one not in ("--safety", "short")]
    with closing(Terminal(*asked)) as terminal:
        terminal.wait_for("Before you begin  1 of 5")
        terminal.type("\x1b[C")
        terminal.wait_for("Opening  2 of 5")
        terminal.type("q")

        assert terminal.end() == 0


def test_without_a_sound_device_it_says_what_else_can_be_done(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/nowhere")
    result = runner.invoke(cli, ["play", "feet", *QUICK])

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == (
        "Error: no sound device was found; `coach export` makes a file to play elsewhere, "
        "and the player null runs a session without sound\n"
    )


def test_a_broken_settings_file_is_told_before_anything_sounds(
    runner: CliRunner, clean_environment: Path
) -> None:
    folder = clean_environment / "config" / "coach"
    folder.mkdir(parents=True)
    (folder / "coach.toml").write_text("rate = 500\n")
    result = runner.invoke(cli, PLAY)

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {folder / 'coach.toml'}:1: rate: 500: ")


def test_what_is_heard_is_done(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[dict[str, object]] = []

    class FakeEars:
        trouble = "the microphone has gone"

        def listen_to(self, player: object) -> None:
            assert isinstance(player, NullPlayer)

    @contextmanager
    def open_fake(ask: Callable[[Control], None], **how: object) -> Iterator[FakeEars]:
        opened.append(how)
        ask(Control.NEXT)
        ask(Control.END)
        yield FakeEars()

    monkeypatch.setattr(hearing, "open_ears", open_fake)
    result = runner.invoke(cli, [*PLAY, "--knock"])

    assert result.exit_code == 0
    assert "the microphone has gone" in result.stdout
    assert re.search(r"Ended at 0:\d\d of 8:", result.stdout)
    assert opened == [{"commands": None, "language": "en", "knocks": True}]


def test_where_no_recogniser_knows_the_language_that_is_told_and_knocks_are_heard(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[dict[str, object]] = []

    class FakeEars:
        trouble = ""

        def listen_to(self, player: object) -> None:
            pass

    @contextmanager
    def open_fake(ask: Callable[[Control], None], **how: object) -> Iterator[FakeEars]:
        opened.append(how)
        ask(Control.END)
        yield FakeEars()

    monkeypatch.setattr(hearing, "open_ears", open_fake)
    result = runner.invoke(cli, [*PLAY, "--language", "de", "--listen", "--knock"])

    assert result.exit_code == 0
    assert result.stdout.startswith(f"{DEAF} Klatsch zweimal oder klopf zweimal auf den Boden")
    assert opened == [{"commands": None, "language": "de", "knocks": True}]


def test_where_only_speech_was_to_be_heard_it_is_told_that_knocks_would_be(
    capsys: pytest.CaptureFixture[str],
) -> None:
    session = open_session("feet", language="de", voice="silent")
    with hands_free(lambda _control: None, session, listen=True, knock=False) as hands:
        assert hands.ears is None

    assert capsys.readouterr().out.startswith(f"{DEAF} Mit --knock kannst du anhalten")


def test_without_a_microphone_it_says_what_to_do_before_anything_sounds(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/nowhere")
    result = runner.invoke(cli, [*PLAY, "--knock"])

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == (
        "Error: no microphone was found, or coach may not use it; plug one in, or allow it in "
        "the system's settings\n"
    )


def test_commands_without_their_recogniser_name_what_to_install(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phrases, "find_spec", lambda _name: None)
    result = runner.invoke(cli, [*PLAY, "--listen"])

    assert result.exit_code == 1
    assert result.stderr == (
        f"Error: hearing commands needs pocketsphinx; {install_extra('listen')} brings it\n"
    )
