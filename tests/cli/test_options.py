from pathlib import Path

import pytest
from click.testing import CliRunner

from coach.cli import cli

SILENT = ["--voice", "silent", "--depth", "quick"]


def error(runner: CliRunner, *args: str) -> tuple[int, str]:
    """The exit code and what was written to stderr; nothing may be written to stdout."""
    result = runner.invoke(cli, args, prog_name="coach")

    assert result.stdout == ""
    return result.exit_code, result.stderr


def usage(command: str, problem: str) -> tuple[int, str]:
    return 2, (
        f"Usage: coach {command} [OPTIONS] [ROUTINE]...\n"
        f"Try 'coach {command} --help' for help.\n\n"
        f"Error: {problem}\n"
    )


@pytest.mark.parametrize("command", ["play", "export", "show"])
def test_a_routine_that_is_none_is_answered_with_the_nearest(
    runner: CliRunner, command: str
) -> None:
    assert error(runner, command, "shoulder", *SILENT) == (
        2,
        "Error: there is no routine 'shoulder'; did you mean shoulders? "
        "`coach list` shows them all.\n",
    )


def test_a_routine_that_is_like_none_is_answered_with_where_they_are_listed(
    runner: CliRunner,
) -> None:
    assert error(runner, "show", "xyzzy", *SILENT) == (
        2,
        "Error: there is no routine 'xyzzy'. `coach list` shows them all.\n",
    )


def test_a_routine_is_a_name_and_not_a_path(runner: CliRunner) -> None:
    code, told = error(runner, "show", "../routines/feet", *SILENT)

    assert code == 2
    assert told.startswith("Error: there is no routine '../routines/feet'")


def test_a_missing_routine_is_asked_for(runner: CliRunner) -> None:
    assert error(runner, "play") == usage(
        "play", "name a routine, such as shoulders; `coach list` shows them all"
    )


@pytest.mark.parametrize("rate", ["99", "221", "-145"])
def test_a_rate_out_of_range_is_refused_with_the_range(runner: CliRunner, rate: str) -> None:
    assert error(runner, "show", "feet", "--rate", rate) == usage(
        "show",
        f"Invalid value for '--rate' (env var: 'COACH_RATE'): "
        f"{rate} is not in the range 100<=x<=220.",
    )


@pytest.mark.parametrize("rate", ["100", "220"])
def test_the_slowest_and_the_fastest_rate_are_taken(runner: CliRunner, rate: str) -> None:
    assert runner.invoke(cli, ["show", "feet", *SILENT, "--rate", rate]).exit_code == 0


def test_a_rate_that_is_no_number_is_refused(runner: CliRunner) -> None:
    code, told = error(runner, "show", "feet", "--rate", "fast")

    assert code == 2
    assert (
        "Error: Invalid value for '--rate' (env var: 'COACH_RATE'): 'fast' is not a valid integer"
        in told
    )


@pytest.mark.parametrize(
    ("breath", "problem"),
    [
        (
            "slow",
            "'slow' is no breathing pattern; write seconds as in-out (4-6), in-hold-out (4-7-8) "
            "or in-hold-out-rest (4-4-4-4)",
        ),
        ("1-6", "'1-6': in and out take 2 to 12 seconds each, such as 4-6"),
        ("4-13-8", "'4-13-8': hold and rest take 0 to 12 seconds each"),
    ],
)
def test_a_breath_nobody_should_try_is_refused_with_what_is_allowed(
    runner: CliRunner, breath: str, problem: str
) -> None:
    assert error(runner, "play", "feet", "--breath", breath) == usage(
        "play", f"Invalid value for '--breath' (env var: 'COACH_BREATH'): {problem}"
    )


def test_a_depth_that_is_none_is_refused_with_those_there_are(runner: CliRunner) -> None:
    assert error(runner, "show", "feet", "--depth", "shallow") == usage(
        "show",
        "Invalid value for '--depth' (env var: 'COACH_DEPTH'): "
        "'shallow' is not one of 'quick', 'standard', 'deep'.",
    )


LENGTHS = {
    **dict.fromkeys(("0", "1", "1:59", "30.1", "31"), "{} is not from 2 to 30 minutes"),
    **dict.fromkeys(
        ("-3", "nan", "inf", "1e9", "10 min", "ten", "", "7:60", "7:5", "10,5.", "1:00:00"),
        "'{}' is no length in minutes; write 10, 12.5 or 7:30",
    ),
}
"""What is no length, and how it is refused."""


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("command", ["play", "show"])
def test_a_length_that_cannot_be_is_refused_in_a_line(
    runner: CliRunner, command: str, length: str
) -> None:
    assert error(runner, command, "feet", "--minutes", length) == usage(
        command, f"Invalid value for '--minutes': {LENGTHS[length].format(length)}"
    )


@pytest.mark.parametrize("length", [one for one in LENGTHS if "," not in one])
def test_a_length_that_no_file_can_have_is_refused_too(runner: CliRunner, length: str) -> None:
    assert error(runner, "export", "feet", "--minutes", f"5,{length}") == usage(
        "export", f"Invalid value for '--minutes': {LENGTHS[length].format(length)}"
    )


@pytest.mark.parametrize(
    ("length", "shown"), [("10", "10:00"), ("12.5", "12:30"), ("7:30", "7:30"), ("4:01", "4:01")]
)
def test_a_session_lasts_as_long_as_is_asked(runner: CliRunner, length: str, shown: str) -> None:
    asked = ["show", "calves", "--voice", "silent", "--minutes", length]
    result = runner.invoke(cli, asked)

    assert result.stdout.startswith(f"The calves, {shown}\n")


def test_the_whole_and_a_length_do_not_go_together(runner: CliRunner) -> None:
    asked = ["show", "feet", "--voice", "silent", "--whole", "--minutes", "10"]
    code, told = error(runner, *asked)

    assert code == 2
    assert told.endswith("whole and minutes: one of them says how long it lasts\n")


@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [("--sore", "both", "'left', 'right'"), ("--safety", "none", "'full', 'short'")],
)
def test_a_side_or_a_measure_of_safety_that_is_none_is_refused(
    runner: CliRunner, option: str, value: str, allowed: str
) -> None:
    assert error(runner, "play", "feet", option, value) == usage(
        "play", f"Invalid value for '{option}': '{value}' is not one of {allowed}."
    )


def test_a_player_that_is_none_is_refused_with_those_there_are(runner: CliRunner) -> None:
    assert error(runner, "play", "feet", "--player", "vlc") == usage(
        "play",
        "Invalid value for '--player' (env var: 'COACH_PLAYER'): "
        "'vlc' is not one of 'miniaudio', 'simpleaudio', 'null'.",
    )


def test_a_bed_that_is_none_is_answered_with_the_nearest(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "feet.wav"

    assert error(runner, "export", "feet", *SILENT, "--bed", "rains", "-o", str(path)) == (
        1,
        "Error: there is no bed 'rains', neither by name (none, pad, rain, brown) nor as a file; "
        "did you mean rain?\n",
    )
    assert not path.exists()


def test_a_bed_file_that_is_no_sound_is_refused_with_what_can_be_one(
    runner: CliRunner, tmp_path: Path
) -> None:
    bed = tmp_path / "bed.wav"
    bed.write_text("not a sound")
    code, told = error(
        runner, "export", "feet", *SILENT, "--bed", str(bed), "-o", str(tmp_path / "feet.wav")
    )

    assert code == 1
    assert told.startswith(f"Error: this cannot be a bed: {bed}: ")
    assert told.endswith("; wav, flac, ogg and mp3 can\n")


def test_a_broken_variable_is_refused_as_its_flag_is(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_BREATH", "1-1")
    code, told = error(runner, "show", "feet")

    assert code == 2
    assert told.endswith("'1-1': in and out take 2 to 12 seconds each, such as 4-6\n")


def test_a_command_that_is_none_is_answered_with_the_nearest(runner: CliRunner) -> None:
    code, told = error(runner, "plai", "feet")

    assert code == 2
    assert "Error: No such command 'plai'" in told


def test_a_voice_that_is_none_is_refused_with_where_they_are_listed(runner: CliRunner) -> None:
    pytest.importorskip("pyttsx3")
    code, told = error(runner, "show", "feet", "--voice", "frobnicate")
    if "no speech engine" in told:
        pytest.skip("no speech engine is installed")

    assert code == 1
    assert told.startswith("Error: there is no voice 'frobnicate' here; ")
    assert told.endswith("; `coach voices --all` lists them\n")
