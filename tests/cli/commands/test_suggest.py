import re
import shlex
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coach.choices import Sorer
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


def work(library: Library, days_ago: int, *names: str, sorer: Sorer | None = None) -> None:
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
    Log(log_file()).add(replace(heard, sorer=sorer))


def test_the_first_routine_is_one_that_needs_little_and_looking_makes_no_log(
    runner: CliRunner,
) -> None:
    sentence, command = suggested(runner)

    assert re.fullmatch(
        r"A first session, \d+ minutes: the log knows of no spot yet, and this teaches every step "
        r"and needs only a tennis ball\.",
        sentence,
    )
    assert command == ["coach", "play", "first-session"]
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


def test_the_command_has_flags_that_take_no_value(runner: CliRunner) -> None:
    _, command = suggested(runner, "feet", "--whole", "--no-why")

    assert command == ["coach", "play", "feet", "--whole", "--no-why"]


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


def test_minutes_that_no_session_has_are_told(runner: CliRunner) -> None:
    result = run(runner, "--minutes", "1")

    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == (
        "Error: Invalid value for '--minutes': 1 is not from 2 to 30 minutes"
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
    assert result.stdout.splitlines()[1] == f"coach play first-session --library {tmp_path}"


def test_a_damaged_log_is_told_in_one_line(runner: CliRunner) -> None:
    log_file().parent.mkdir(parents=True)
    log_file().write_text("no log " * 1000)
    result = run(runner)

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: the log {log_file()} is damaged")
    assert result.stderr.count("\n") == 1


def test_a_name_narrows_the_choice_to_it(runner: CliRunner) -> None:
    _sentence, command = suggested(runner, "shoulders", "--tool", "tennis-ball")

    assert command == ["coach", "play", "shoulders", "--tool", "tennis-ball"]


def test_names_narrow_the_choice_to_that_which_was_left_alone_longer(
    runner: CliRunner, library: Library
) -> None:
    work(library, 9, "feet")
    work(library, 2, "quads")
    sentence, command = suggested(runner, "feet", "quads")

    assert command[2] == "feet"
    assert sentence.endswith("not worked for 9 days.")


def test_plain_words_narrow_the_choice_to_what_is_about_them(
    runner: CliRunner, library: Library
) -> None:
    _sentence, command = suggested(runner, "stiff", "neck")

    assert command[2] in library.look_up("neck").about


def test_a_note_about_the_words_is_told(runner: CliRunner) -> None:
    _sentence, note, _command = run(runner, "wrist").stdout.splitlines()

    assert note.startswith("Not on the wrist itself")


def test_a_word_for_a_doctor_is_no_suggestion(runner: CliRunner) -> None:
    result = run(runner, "numb", "hands")

    assert result.exit_code == 0
    assert "see a doctor first" in result.stdout
    assert "coach play" not in result.stdout


def test_where_all_that_is_named_was_worked_today_it_says_so(
    runner: CliRunner, library: Library
) -> None:
    work(library, 0, "feet")

    assert run(runner, "feet").stdout == (
        "In each of these routines something was worked today, and once a day is enough for it.\n"
    )


@pytest.mark.parametrize(
    ("word", "told"),
    {
        "typng": "nothing is found for 'typng'; did you mean typing? `coach list` shows all there "
        "is.",
        "itb": "no routine is about 'itb', but a spot is: `coach play outer-thigh`",
    }.items(),
)
def test_a_word_that_no_routine_is_about_is_told(word: str, told: str, runner: CliRunner) -> None:
    result = run(runner, word)

    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == f"Error: {told}"


@pytest.fixture
def sore(library: Library) -> None:
    """Five sessions of the feet, of which four say that the left one was the sorer."""
    for day, side in enumerate(("left", "left", "right", "left", "left"), 2):
        work(library, day, "feet", sorer="right" if side == "right" else "left")


@pytest.mark.usefixtures("sore")
def test_where_one_side_was_sorer_in_most_sessions_it_says_so_and_offers_it(
    runner: CliRunner,
) -> None:
    _sentence, *told = run(runner, "feet", "--depth", "quick").stdout.splitlines()

    assert told == [
        "coach play feet --depth quick",
        "Your left side was the sorer one in 4 of 5 sessions; this gives it more time:",
        "coach play feet --depth quick --sore left",
    ]
    offered = shlex.split(told[-1])
    shown = runner.invoke(cli, ["show", *offered[2:], "--voice", "silent"])
    assert shown.exit_code == 0


@pytest.mark.usefixtures("sore")
def test_who_tells_the_sore_side_is_not_told_of_it(runner: CliRunner) -> None:
    _sentence, command = suggested(runner, "feet", "--sore", "right")

    assert command == ["coach", "play", "feet", "--sore", "right"]


@pytest.mark.usefixtures("sore")
def test_a_sorer_side_elsewhere_is_not_told(runner: CliRunner) -> None:
    _sentence, command = suggested(runner, "quads")

    assert "--sore" not in command


def test_of_two_sessions_no_sorer_side_is_told(runner: CliRunner, library: Library) -> None:
    work(library, 2, "feet", sorer="left")
    work(library, 3, "feet", sorer="left")
    _sentence, command = suggested(runner, "feet")

    assert command == ["coach", "play", "feet"]
