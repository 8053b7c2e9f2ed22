from pathlib import Path

import pytest

from coach.content.entry import Pick
from coach.content.library import Library
from coach.errors import AuthorError, RoutineNotFound


def told(library: Library, *names: str, **picked: object) -> str:
    with pytest.raises(RoutineNotFound) as caught:
        library.gather(Pick(names, **picked))  # type: ignore[arg-type]
    return caught.value.message


def test_a_word_in_place_of_a_name_is_answered_with_what_there_is_for_it(library: Library) -> None:
    assert told(library, "typing") == (
        "there is no routine 'typing', but for that there is desk, wrists or hands: "
        "`coach play desk`."
    )


def test_words_that_mean_something_together_are_taken_together(library: Library) -> None:
    message = told(library, "lower", "back")

    assert message.startswith("there is no routine 'lower back', but for that there is lower-back")
    assert "`coach play lower-back`" in message
    assert message.endswith("see a doctor first.")  # the note of the topic


def test_a_name_beside_a_word_is_left_out_of_it(library: Library) -> None:
    assert told(library, "calves", "typing").startswith("there is no routine 'typing', but")


def test_a_name_that_is_misspelt_is_answered_with_the_right_one(library: Library) -> None:
    assert told(library, "sholders").startswith("there is no routine 'sholders'; did you mean ")
    assert told(library, "thumb").startswith("there is no routine 'thumb'; did you mean thumbs")


def test_where_a_doctor_is_to_be_asked_nothing_is_offered(library: Library) -> None:
    message = told(library, "tennis", "elbow")

    assert message.startswith("there is no routine 'tennis elbow'. ")
    assert "doctor" in message
    assert "coach play" not in message


def test_a_spot_that_is_none_is_answered_with_those_that_there_are_for_it(library: Library) -> None:
    assert told(library, spots=("wrist",)).startswith(
        "there is no spot 'wrist', but for that there is hand, forearm-flexors or "
        "forearm-extensors: `coach play --spot hand`."
    )


def test_what_is_to_be_avoided_is_answered_so_too(library: Library) -> None:
    assert told(library, "calves", avoid=frozenset({"wrist"})).startswith(
        "there is no spot or region 'wrist', but for that there is hand, "
    )


def test_a_stop_at_a_place_by_another_name_is_answered_with_its_spots(
    tmp_path: Path, library: Library
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[[stops]]\nspot = "wrist"\n')

    with pytest.raises(AuthorError) as caught:
        library.routine(path)
    assert caught.value.message == (
        f"{path}:2: stops.1.spot: there is no spot 'wrist'; for that there is hand, "
        "forearm-flexors or forearm-extensors."
    )


def test_a_wrong_routine_of_ones_own_hinders_no_offer(tmp_path: Path, library: Library) -> None:
    (tmp_path / "routines").mkdir()
    (tmp_path / "routines/mine.toml").write_text('[[stops]]\nspot = "wrist"\n')

    assert "`coach play desk`" in told(Library((tmp_path, *library.folders)), "typing")
