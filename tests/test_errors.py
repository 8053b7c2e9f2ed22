import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import coach.errors
from coach.errors import (
    AuthorError,
    CoachError,
    ConfigError,
    ExportError,
    Mistake,
    RoutineNotFound,
    VoiceError,
    VoiceUnavailable,
    did_you_mean,
    near,
    reason_of,
    told_as,
)


def kinds(of: type[CoachError] = CoachError) -> list[type[CoachError]]:
    """Every kind of error, each before those that are of its kind."""
    return [found for kind in of.__subclasses__() for found in (kind, *kinds(kind))]


def test_every_error_that_there_is_is_told_at_the_head_of_the_module() -> None:
    told = re.findall(r"^[│ ]*[├└]─ (\w+)", coach.errors.__doc__ or "", flags=re.MULTILINE)

    assert sorted(told) == sorted(kind.__name__ for kind in kinds())


def test_a_wrong_settings_file_is_a_wrong_file_and_an_absent_voice_a_voice_error() -> None:
    assert issubclass(ConfigError, AuthorError)
    assert issubclass(VoiceUnavailable, VoiceError)


def test_only_a_wrong_name_ends_like_a_wrong_option() -> None:
    assert RoutineNotFound("x", []).exit_code == click.UsageError.exit_code
    assert VoiceError("x").exit_code == AuthorError(Path("x"), []).exit_code == 1


def test_an_author_is_told_every_mistake_in_the_order_of_the_lines() -> None:
    error = AuthorError(
        Path("spots/calf.toml"),
        [
            Mistake(9, "body.x", "1.4 is too much"),
            Mistake(2, "", "this is not TOML"),
            Mistake(9, "body.y", "is missing"),
        ],
    )

    assert error.message == (
        "spots/calf.toml:2: this is not TOML\n"
        "spots/calf.toml:9: body.x: 1.4 is too much\n"
        "spots/calf.toml:9: body.y: is missing"
    )
    assert [mistake.line for mistake in error.mistakes] == [2, 9, 9]
    assert error.path == Path("spots/calf.toml")


def test_a_wrong_routine_is_answered_with_the_near_one() -> None:
    error = RoutineNotFound("sholders", ["feet", "quads", "shoulders"])

    assert error.message == (
        "there is no routine 'sholders'; did you mean shoulders? `coach list` shows them all."
    )
    assert error.name == "sholders"


def test_a_routine_like_no_other_is_answered_without_a_guess() -> None:
    error = RoutineNotFound("xyzzy", ["feet", "quads"])

    assert error.message == "there is no routine 'xyzzy'. `coach list` shows them all."


def test_near_words_come_nearest_first_and_at_most_three() -> None:
    known = ["hand", "hands", "handy", "band", "feet"]

    assert near("hands", known)[0] == "hands"
    assert len(near("hands", known)) == 3
    assert "feet" not in near("hands", known)


def test_near_words_are_found_whatever_the_case_and_told_as_they_are_written() -> None:
    assert near("QUADS", ["Quads", "feet"]) == ["Quads"]


def test_an_empty_word_is_near_to_nothing() -> None:
    assert near("", ["feet"]) == []
    assert near("feet", []) == []


def test_several_near_words_are_asked_for_in_one_question() -> None:
    assert did_you_mean("bal", ["ball", "bale"]) == "; did you mean ball or bale?"


def test_what_the_disk_refuses_is_told_with_the_file_and_the_systems_own_reason() -> None:
    refused = PermissionError(13, "Permission denied", "/nowhere/feet.mp3")

    with (
        pytest.raises(ExportError) as told,
        told_as(ExportError, "feet.mp3 cannot be written"),
    ):
        raise refused

    assert told.value.message == "feet.mp3 cannot be written: Permission denied"
    assert told.value.__cause__ is refused


def test_what_no_system_has_a_name_for_is_told_in_the_words_it_came_with() -> None:
    assert reason_of(OSError("the encoder wrote nothing")) == "the encoder wrote nothing"


def test_what_is_no_failure_of_the_disk_goes_through_untouched() -> None:
    with pytest.raises(ValueError, match="a bug"), told_as(ExportError, "feet.mp3"):
        raise ValueError("a bug")


def told_texts(path: Path) -> Iterator[str]:
    """Every text in a module but its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in silent:
            yield node.value


NAMING = {"installing.py", "errors.py"}
"""What tells of a command that is not coach's, and what gives a whole command to type."""


def test_no_error_of_the_core_names_an_option_for_who_has_none() -> None:
    folder = Path(coach.errors.__file__).parent
    core = [path for path in folder.rglob("*.py") if "cli" not in path.relative_to(folder).parts]
    naming = {
        path.relative_to(folder).as_posix()
        for path in core
        for text in told_texts(path)
        if re.search(r"(?<![\w-])--?[a-z]+\b.* |.* --?[a-z]+\b", re.sub("`coach [^`]*`", "", text))
    }

    assert naming <= NAMING


def test_why_the_disk_refuses_is_asked_in_one_place() -> None:
    folder = Path(coach.errors.__file__).parent
    asking = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if re.search(r"(?<!os)\.strerror\b", path.read_text(encoding="utf-8"))
    }

    assert asking == {"errors.py"}
