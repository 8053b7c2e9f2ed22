from pathlib import Path

import pytest

from coach.cli.advice import ADVICE, advised
from coach.errors import CoachError, ExportError, PathTaken
from tests.commandline import COMMANDS

FEET = Path("feet.mp3")


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("export", "feet.mp3 exists already; --force replaces it, -o writes elsewhere"),
        ("show", "feet.mp3 exists already; --force replaces it"),
        ("safety", "feet.mp3 exists already"),
    ],
)
def test_an_error_ends_with_the_options_that_the_command_has_for_it(
    command: str, told: str
) -> None:
    assert advised(PathTaken(FEET), COMMANDS[command]) == told


def test_what_no_option_helps_with_is_told_as_it_is() -> None:
    assert advised(ExportError("the disk is full"), COMMANDS["export"]) == "the disk is full"


def test_each_option_of_the_advice_is_one_of_some_command() -> None:
    flags = {
        flag
        for command in COMMANDS.values()
        for parameter in command.params
        for flag in parameter.opts
    }

    assert {flag for options in ADVICE.values() for flag in options} <= flags
    assert all(issubclass(kind, CoachError) for kind in ADVICE)


def test_the_core_tells_what_is_wrong_and_no_option() -> None:
    taken = PathTaken(FEET)

    assert (taken.message, taken.path) == ("feet.mp3 exists already", FEET)
