from pathlib import Path

import pytest
from click.testing import CliRunner

import coach.cli.commands
from coach.cli import cli
from coach.cli.commands import COMMANDS
from tests.commandline import COMMANDS as LOADED

FOLDER = Path(coach.cli.commands.__file__).parent
WIDTH = 80


def test_the_list_tells_of_every_command_there_is_and_of_no_other() -> None:
    there = {path.stem.rstrip("_") for path in FOLDER.glob("[!_]*.py")}

    assert set(COMMANDS) == there == set(LOADED)
    assert list(COMMANDS) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_called_as_in_the_list_and_says_more_of_itself(name: str) -> None:
    assert LOADED[name].name == name
    assert len(LOADED[name].help or "") > len(COMMANDS[name]) / 2


@pytest.mark.parametrize("name", COMMANDS)
def test_each_stands_in_the_list_on_a_line_of_its_own(name: str) -> None:
    listed = CliRunner().invoke(cli, ["--help"], terminal_width=WIDTH).output

    assert f"  {name.ljust(max(map(len, COMMANDS)))}  {COMMANDS[name]}\n" in listed
    assert max(map(len, listed.splitlines())) <= WIDTH


def test_a_name_that_is_none_is_told_with_the_nearest() -> None:
    result = CliRunner().invoke(cli, ["plai"])

    assert result.exit_code == 2
    assert "No such command 'plai'. Did you mean 'play'?" in result.output
