import re
import shlex
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coach.cli import cli
from coach.content.library import Library
from coach.disk.folders import log_file
from coach.log.log import Log, Logged, WorkedSide
from coach.units import Ms


def run(runner: CliRunner, *args: str) -> Result:
    return runner.invoke(cli, ["suggest", *args], prog_name="coach")


def suggested(runner: CliRunner, *args: str) -> tuple[str, list[str]]:
    """The sentence, and the command as a shell takes it apart."""
    result = run(runner, *args)
    sentence, command = result.stdout.splitlines()

    assert result.exit_code == 0
    assert result.stderr == ""
    return sentence, shlex.split(command)


def work(library: Library, days_ago: int, *names: str) -> None:
    """Keep a session in which everything of these routines was worked."""
    began = datetime.now().astimezone() - timedelta(days_ago)
    worked = tuple(
        WorkedSide(visit.name, side)
        for name in names
        for visit in library.entry(name).visits
        for side in visit.sides
    )
    heard = Logged(
        0, began, name="x", title="X", depth="quick", planned=Ms(1), heard=Ms(1), worked=worked
    )
    Log(log_file()).add(heard)


def test_the_first_routine_is_one_that_needs_little_and_looking_makes_no_log(
    runner: CliRunner,
) -> None:
    sentence, command = suggested(runner)

    assert re.fullmatch(
        r"Desk break, \d+ minutes: the log knows of no spot yet, and this needs only hands\.",
        sentence,
    )
    assert command == ["coach", "play", "desk"]
    assert not log_file().exists()


def test_it_says_for_how_long_it_was_not_worked(runner: CliRunner, library: Library) -> None:
    work(library, 20, "feet", "calves")
    work(library, 9, "feet")
    others = [region for region in library.regions if region != "feet"]
    sentence, _command = suggested(runner, "--avoid", ",".join(others))

    assert re.fullmatch(r".+, \d+ minutes: not worked for 9 days\.", sentence)


def test_the_command_has_the_wishes_that_were_told(runner: CliRunner) -> None:
    wishes = ["--tool", "foam-roller", "--where", "floor", "--avoid", "quads,neck"]
    _sentence, command = suggested(runner, *wishes, "--depth", "quick", "--minutes", "7.5")

    assert command[:2] == ["coach", "play"]
    assert command[3:] == [*wishes, "--depth", "quick", "--minutes", "7.5"]
    shown = runner.invoke(cli, ["show", *command[2:], "--voice", "silent"])
    assert shown.exit_code == 0


def test_wishes_of_the_settings_hold_and_need_not_be_told_again(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch, library: Library
) -> None:
    others = [region for region in library.regions if region != "feet"]
    monkeypatch.setenv("COACH_AVOID", ",".join(others))
    _sentence, command = suggested(runner)

    assert len(command) == 3
    assert "feet" in {visit.spot.region for visit in library.entry(command[2]).visits}


def test_the_minutes_that_are_wished_choose_among_routines(runner: CliRunner) -> None:
    sentence, command = suggested(runner, "--minutes", "5")

    assert ", 5 minutes: " in sentence
    assert command[2] != "desk"


def test_a_wish_that_nothing_meets_is_told(runner: CliRunner, library: Library) -> None:
    result = run(runner, "--avoid", ",".join(library.regions))

    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == (
        "Error: no routine is left by these wishes; wish for less"
    )


def test_minutes_that_nothing_meets_are_told(runner: CliRunner) -> None:
    result = run(runner, "--minutes", "1")

    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == (
        "Error: no routine that is left can last so long; try other --minutes"
    )


def test_a_name_to_avoid_that_is_none_is_answered_with_the_nearest(runner: CliRunner) -> None:
    result = run(runner, "--avoid", "quad")

    assert result.exit_code == 2
    assert result.stderr.startswith("Error: there is no spot or region 'quad'; did you mean quads?")


def test_where_everything_was_worked_today_it_says_so(runner: CliRunner, library: Library) -> None:
    work(library, 0, *library.routines)
    result = run(runner)

    assert result.exit_code == 0
    assert result.stdout == (
        "In each routine something was worked today, and once a day is enough for it.\n"
    )


def test_a_wrong_routine_of_ones_own_is_told_and_left_out(
    runner: CliRunner, tmp_path: Path
) -> None:
    (tmp_path / "routines").mkdir()
    (tmp_path / "routines" / "mine.toml").write_text("stops = []\n")
    result = run(runner, "--library", str(tmp_path))

    assert result.exit_code == 0
    assert "routines/mine.toml:1: stops: " in result.stderr
    assert result.stdout.splitlines()[1] == f"coach play desk --library {tmp_path}"


def test_a_damaged_log_is_told_in_one_line(runner: CliRunner) -> None:
    log_file().parent.mkdir(parents=True)
    log_file().write_text("no log " * 1000)
    result = run(runner)

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: the log {log_file()} is damaged")
    assert result.stderr.count("\n") == 1
