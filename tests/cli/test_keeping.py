import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

import tests.quick
from coach.cli import cli
from coach.content.library import Library
from coach.disk.folders import log_file, safety_heard
from coach.disk.heard import times_heard
from coach.log import listened as heard
from coach.log.log import Log, Logged
from coach.players.player import PLAYERS
from coach.units import Ms
from coach.voices.voice import ENGINES
from tests.cli.commands.test_play import BEGIN, Terminal, on_a_terminal
from tests.doubles import FakeVoice
from tests.nightly import nightly
from tests.patience import Deadline

SHORT = ["--side", "left", "--minutes", "2", "--bed", "none", "--talk", "bell"]
PLAY = ["play", "feet", "--voice", "quick", *SHORT]
NO_JUMP = Ms(3_600_000)
"""The quick player is ahead of every clock: nothing that it skips was jumped over."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions that take a second or two."""
    monkeypatch.setitem(PLAYERS, "miniaudio", "tests.quick")
    monkeypatch.setitem(ENGINES, "quick", "tests.quick")
    monkeypatch.setattr(heard, "HEARD_SLACK", NO_JUMP)


QUICKLY = f"""
from coach.log import listened
from coach.players.player import PLAYERS
from coach.voices.voice import ENGINES
PLAYERS["miniaudio"] = ENGINES["quick"] = "tests.quick"
listened.HEARD_SLACK = {NO_JUMP}
{BEGIN}
"""
"""The same for a program of its own."""

IN_REAL_TIME = f"""
from coach.players.player import PLAYERS
from coach.voices.voice import ENGINES
PLAYERS["miniaudio"] = "coach.players.null"
ENGINES["quick"] = "tests.quick"
{BEGIN}
"""
"""A program whose player takes the time it takes."""

QUESTION = r"How sore is it now, from 0 \(not at all\) to 10\? Enter leaves it out: "


def kept() -> list[Logged]:
    return Log(log_file()).sessions()


def leave(terminal: Terminal) -> int:
    """Press Ctrl-C until it is taken: just before Python begins to read, it is not; the exit code.

    A signal that comes between its last look for one and the reading waits for the next key.
    """
    deadline = Deadline()
    while terminal.program.poll() is None:
        deadline.check()
        terminal.type("\x03")
        with suppress(subprocess.TimeoutExpired):
            terminal.program.wait(5)  # a second one while it ends would end it otherwise
    return terminal.end()


def sore() -> list[tuple[int | None, int | None]]:
    return [(session.before, session.after) for session in kept()]


def test_a_session_that_was_heard_is_kept(runner: CliRunner) -> None:
    began = datetime.now(UTC)
    result = runner.invoke(cli, [*PLAY, "--before", "6"])
    (session,) = kept()

    assert result.exit_code == 0
    assert result.stderr == ""
    assert (session.name, session.title, session.depth) == ("feet", "The feet", "standard")
    assert began - timedelta(seconds=1) <= session.began <= datetime.now(UTC)
    assert session.began.utcoffset() == datetime.now().astimezone().utcoffset()
    assert session.done
    assert 30_000 <= session.heard <= session.planned + 1000  # its first looks may come late
    assert {side.spot for side in session.worked} <= {"feet"}
    assert (session.before, session.after) == (6, None)


@pytest.mark.parametrize("side", [nightly(None), "left", nightly("right")])
def test_a_sore_side_that_gets_more_time_is_kept_as_the_sorer_one(
    runner: CliRunner, side: str | None
) -> None:
    runner.invoke(cli, [*PLAY, *(["--sore", side] if side else [])])

    assert [session.sorer for session in kept()] == [side]


@pytest.mark.parametrize(
    "args", [["--player", "null"], ["--voice", "silent"], ["--no-log"]], ids=" ".join
)
def test_how_sore_it_is_cannot_be_kept_of_a_session_that_is_not(
    runner: CliRunner, args: list[str]
) -> None:
    result = runner.invoke(cli, [*PLAY, *args, "--before", "6"])

    assert result.exit_code == 2
    assert result.stderr.endswith(
        "Error: --before is for the log, and this session would not be kept in it\n"
    )


@pytest.mark.parametrize("args", [["--voice", "silent"], ["--no-log"]], ids=" ".join)
def test_a_session_without_sound_or_without_a_wish_for_a_log_is_not_kept(
    runner: CliRunner, args: list[str]
) -> None:
    result = runner.invoke(cli, [*PLAY, *args, "--ask"])

    assert result.exit_code == 0
    assert result.stderr == ""
    assert not log_file().exists()


def test_the_log_can_be_switched_off_for_good(runner: CliRunner, clean_environment: Path) -> None:
    settings = clean_environment / "config" / "coach" / "coach.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("log = false\n")
    off = runner.invoke(cli, PLAY)
    there = log_file().exists()
    on = runner.invoke(cli, [*PLAY, "--log"])

    assert (off.exit_code, on.exit_code) == (0, 0)
    assert not there
    assert len(kept()) == 1


def test_a_variable_switches_the_log_off(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_LOG", "false")
    runner.invoke(cli, PLAY)

    assert not log_file().exists()


@pytest.mark.parametrize("before", ["-1", "11", "much"])
def test_how_sore_it_is_goes_from_0_to_10(runner: CliRunner, before: str) -> None:
    result = runner.invoke(cli, [*PLAY, "--before", before])

    assert result.exit_code == 2
    assert "Error: Invalid value for '--before': " in result.stderr


def test_a_damaged_log_stops_no_session_and_is_told_in_a_line_at_its_end(
    runner: CliRunner,
) -> None:
    log_file().parent.mkdir(parents=True)
    log_file().write_text("no log " * 1000)
    result = runner.invoke(cli, PLAY)

    assert result.exit_code == 0
    assert result.stdout.endswith("The end.\n")
    assert result.stderr == (
        f"Error: the log {log_file()} is damaged (file is not a database): "
        "move it away, and the next session begins a new one\n"
    )
    assert log_file().read_text() == "no log " * 1000


def test_without_a_terminal_nobody_is_asked(runner: CliRunner) -> None:
    result = runner.invoke(cli, [*PLAY, "--ask"], input="6\n3\n")

    assert result.exit_code == 0
    assert "How sore" not in result.output
    assert sore() == [(None, None)]


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    """A session that asks before it begins, on a terminal."""
    opened = Terminal(*PLAY, "--ask", begin=QUICKLY)
    opened.wait_for(QUESTION)
    yield opened
    opened.close()


@on_a_terminal
def test_it_asks_before_and_after_where_that_is_wished(terminal: Terminal) -> None:
    terminal.type("6\r")
    terminal.wait_for("The end\\.(?s:.*)" + QUESTION)
    terminal.type("3\r")

    assert terminal.end() == 0
    assert sore() == [(6, 3)]
    assert terminal.restored


@on_a_terminal
def test_keys_that_were_pressed_while_it_played_are_no_answer() -> None:
    terminal = Terminal(*PLAY, "--ask", "--before", "7", begin=QUICKLY)
    terminal.wait_for(" of 3")
    terminal.type("x9\r9\r")
    terminal.wait_for("The end\\.(?s:.*)" + QUESTION)
    terminal.type("2\r")

    assert terminal.end() == 0
    assert sore() == [(7, 2)]
    terminal.close()


@on_a_terminal
def test_enter_is_no_answer(terminal: Terminal) -> None:
    terminal.type("\r")
    terminal.wait_for("The end\\.(?s:.*)" + QUESTION)
    terminal.type("\r")

    assert terminal.end() == 0
    assert sore() == [(None, None)]


@on_a_terminal
def test_it_asks_again_until_the_answer_is_one(terminal: Terminal) -> None:
    terminal.type("11\r")
    terminal.wait_for("Error: 11 is not in the range 0<=x<=10\\.(?s:.*)" + QUESTION)
    terminal.type("a bit\r")
    terminal.wait_for("Error: 'a bit' is not a valid integer range\\.(?s:.*)" + QUESTION)
    terminal.type("10\r")
    terminal.wait_for("The end\\.(?s:.*)" + QUESTION)
    terminal.type("0\r")

    assert terminal.end() == 0
    assert sore() == [(10, 0)]


@on_a_terminal
def test_who_leaves_at_the_first_question_hears_nothing(terminal: Terminal) -> None:

    assert leave(terminal) == 1
    assert "Aborted!" in terminal.shown
    assert "Traceback" not in terminal.shown
    assert kept() == []


@on_a_terminal
def test_who_leaves_at_the_last_question_keeps_the_session(terminal: Terminal) -> None:
    terminal.type("6\r")
    terminal.wait_for("The end\\.(?s:.*)" + QUESTION)

    assert leave(terminal) == 0
    assert "Traceback" not in terminal.shown
    assert sore() == [(6, None)]


@on_a_terminal
def test_what_was_told_beforehand_is_not_asked() -> None:
    terminal = Terminal(*PLAY, "--ask", "--before", "7", begin=QUICKLY)
    terminal.wait_for("The end\\.(?s:.*)" + QUESTION)
    terminal.type("2\r")

    assert terminal.shown.count("How sore") == 0
    assert terminal.end() == 0
    assert sore() == [(7, 2)]
    terminal.close()


@on_a_terminal
def test_where_the_terminal_has_closed_nobody_is_asked() -> None:
    terminal = Terminal(*PLAY, "--ask", "--before", "7", begin=QUICKLY)
    terminal.wait_for(" of 3")

    assert terminal.hang_up() == 0
    assert sore() == [(7, None)]


# How many sessions were heard.

FIRST = ["play", "feet", "--voice", "quick", "--side", "left", "--minutes", "5", "--bed", "none"]


def test_what_was_heard_is_counted_and_less_is_told_of_it(
    runner: CliRunner, library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    why = library.spot_words("feet").why
    told = []
    for number in (0, 1, 3):
        if number == 3:
            safety_heard().write_text("3")
        voice = FakeVoice(word_ms=60)
        monkeypatch.setattr(tests.quick, "open_voice", lambda *_, voice=voice: voice)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / str(number)))  # it says all anew
        shown = runner.invoke(cli, FIRST).stdout
        told.append((" of 4" in shown, why in voice.spoken))

    assert told == [(True, True), (False, True), (False, False)]
    assert times_heard() == 4
    assert safety_heard().read_text() == "4"


@pytest.mark.parametrize("asked", ["--voice silent", nightly("--player null")])
def test_what_nobody_can_hear_is_not_counted(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    monkeypatch.setitem(PLAYERS, "null", "tests.quick")
    result = runner.invoke(cli, [*FIRST, *asked.split()])

    assert result.exit_code == 0
    assert times_heard() == 0


@on_a_terminal
def test_a_session_whose_beginning_was_skipped_or_cut_is_not_counted() -> None:
    for keys in ("\x1b[C" * 4, "q"):
        with closing(Terminal(*FIRST, begin=IN_REAL_TIME)) as terminal:
            terminal.wait_for("Before you begin")
            terminal.type(keys)
            terminal.end()

    assert times_heard() == 0


def test_a_count_that_cannot_be_kept_stops_no_session(runner: CliRunner) -> None:
    safety_heard().mkdir(parents=True)
    result = runner.invoke(cli, [*FIRST, "--no-log"])

    assert result.exit_code == 0
    assert result.stdout.endswith("The end.\n")
    assert result.stderr == ""
    assert times_heard() == 0
