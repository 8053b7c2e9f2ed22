from pathlib import Path

import click
import pytest

from coach.errors import (
    AuthorError,
    BedError,
    CoachError,
    ConfigError,
    ExportError,
    LogError,
    Mistake,
    PlayerError,
    RoutineNotFound,
    SessionTooLong,
    VoiceError,
    VoiceUnavailable,
    did_you_mean,
    near,
)


@pytest.mark.parametrize(
    "kind",
    [
        AuthorError,
        BedError,
        ConfigError,
        ExportError,
        LogError,
        PlayerError,
        RoutineNotFound,
        SessionTooLong,
        VoiceError,
        VoiceUnavailable,
    ],
)
def test_every_error_is_one_that_click_prints(kind: type[CoachError]) -> None:
    assert issubclass(kind, CoachError)
    assert issubclass(kind, click.ClickException)


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
