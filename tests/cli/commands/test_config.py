from pathlib import Path

import pytest
from click.testing import CliRunner

from coach.cli import cli


@pytest.fixture
def settings(clean_environment: Path) -> Path:
    """Where the settings file lies; its folder is there, the file is not."""
    path = clean_environment / "config" / "coach" / "coach.toml"
    path.parent.mkdir(parents=True)
    return path


def test_without_a_file_every_setting_has_its_default(runner: CliRunner, settings: Path) -> None:
    result = runner.invoke(cli, ["config"])

    assert result.exit_code == 0
    lines = result.stdout.splitlines(keepends=True)
    assert [line.split()[0] for line in lines[1:]] == [
        "depth",
        "breath",
        "#",
        "setup",
        "voice",
        "rate",
        "#",
        "player",
        "theme",
        "plain",
        "avoid",
        "#",
        "language",
        "log",
        "ask",
        "listen",
        "knock",
    ]
    assert all(line.endswith("# from the default\n") for line in lines[1:])
    assert "".join(lines) == (
        f"# settings file: {settings} (not there yet)\n"
        'depth = "standard"           # from the default\n'
        'breath = "4-6"               # from the default\n'
        "# talk is not set            # from the default\n"
        "setup = 1.0                  # from the default\n"
        'voice = ""                   # from the default\n'
        "rate = 145                   # from the default\n"
        "# bed is not set             # from the default\n"
        'player = "miniaudio"         # from the default\n'
        'theme = "dark"               # from the default\n'
        "plain = false                # from the default\n"
        "avoid = []                   # from the default\n"
        "# library is not set         # from the default\n"
        'language = "en"              # from the default\n'
        "log = true                   # from the default\n"
        "ask = false                  # from the default\n"
        "listen = false               # from the default\n"
        "knock = false                # from the default\n"
    )


def test_a_flag_goes_before_a_variable_and_a_variable_before_the_file(
    runner: CliRunner, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.write_text(
        'rate = 120\ndepth = "deep"\nbreath = "4-7-8"\nvoice = "en-us"\n'
        'setup = 1.5\navoid = ["neck", "calves"]\nlog = false\nask = true\n'
    )
    monkeypatch.setenv("COACH_ASK", "false")
    monkeypatch.setenv("COACH_RATE", "130")
    monkeypatch.setenv("COACH_DEPTH", "quick")
    result = runner.invoke(cli, ["config", "--rate", "150"])

    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert sorted(lines) == [
        "# bed is not set             # from the default",
        "# library is not set         # from the default",
        f"# settings file: {settings}",
        "# talk is not set            # from the default",
        "ask = false                  # from COACH_ASK",
        'avoid = ["neck", "calves"]   # from the file',
        'breath = "4-7-8"             # from the file',
        'depth = "quick"              # from COACH_DEPTH',
        "knock = false                # from the default",
        'language = "en"              # from the default',
        "listen = false               # from the default",
        "log = false                  # from the file",
        "plain = false                # from the default",
        'player = "miniaudio"         # from the default',
        "rate = 150                   # from the flag",
        "setup = 1.5                  # from the file",
        'theme = "dark"               # from the default',
        'voice = "en-us"              # from the file',
    ]


def test_what_the_file_sets_holds_for_the_other_commands(runner: CliRunner, settings: Path) -> None:
    def shown() -> str:
        result = runner.invoke(cli, ["show", "feet", "--voice", "silent"])
        assert result.exit_code == 0
        return result.stdout

    standard = shown()
    settings.write_text('talk = "bell"\n')

    assert len(shown()) < len(standard) / 1.5


@pytest.mark.parametrize(
    "args", [["config"], ["list"], ["show", "feet"], ["export", "feet"], ["play", "feet"]]
)
def test_a_broken_file_is_told_with_every_mistake_and_its_line(
    runner: CliRunner, settings: Path, args: list[str]
) -> None:
    settings.write_text("# mine\nrat = 130\nrate = 500\n\nbed = true\n")
    result = runner.invoke(cli, args)

    assert result.exit_code == 1
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert lines[0] == (
        f"Error: {settings}:2: rat: is no known key here; the keys are depth, breath, talk, setup, "
        "voice, rate, bed, player, theme, plain, avoid, library, language, log, ask, listen, "
        "knock; did you mean rate or breath?"
    )
    assert lines[1].startswith(f"{settings}:3: rate: 500: ")
    assert "220" in lines[1]
    assert lines[2].startswith(f"{settings}:5: bed: ")
    assert len(lines) == 3


def test_a_breath_in_the_file_that_nobody_should_try_is_told_with_its_line(
    runner: CliRunner, settings: Path
) -> None:
    settings.write_text('rate = 130\nbreath = "1-1"\n')
    result = runner.invoke(cli, ["list"])

    assert result.exit_code == 1
    assert result.stderr == (
        f"Error: {settings}:2: breath: '1-1': in and out take 2 to 12 seconds each, such as 4-6\n"
    )


def test_a_file_that_is_no_toml_is_told_with_its_line(runner: CliRunner, settings: Path) -> None:
    settings.write_text("rate = 130\ndepth quick\n")
    result = runner.invoke(cli, ["list"])

    assert result.exit_code == 1
    assert result.stderr == (
        f"Error: {settings}:2: this is not TOML: Expected '=' after a key in a key/value pair\n"
    )


def test_an_empty_file_sets_nothing(runner: CliRunner, settings: Path) -> None:
    settings.write_text("")
    result = runner.invoke(cli, ["config"])

    assert result.exit_code == 0
    assert result.stdout.count("# from the default") == 17


def test_an_empty_variable_is_as_none(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_RATE", "")
    result = runner.invoke(cli, ["config"])

    assert result.exit_code == 0
    assert "rate = 145                   # from the default\n" in result.stdout
