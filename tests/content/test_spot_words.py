import msgspec
import pytest

from coach.content.forms import Forms
from coach.content.spot_words import (
    ByWay,
    SpotWords,
    spot_words_problems,
    told_for,
    told_lines,
)

WORDS: dict[str, object] = {
    "name": "calf muscle",
    "plain": "the back of the lower leg",
    "sided": "the back of the {side} lower leg",
    "keep_off": "Stay off the back of the knee.",
    "test": "Pull your {side} foot up.",
    "retest": "Pull it up again.",
    "find": "Search down the {side} calf.",
    "position": {"chair-hands": "Rest your {side} ankle on the {other} knee."},
}


def spot_words(**changed: object) -> SpotWords:
    return msgspec.convert(WORDS | changed, SpotWords)


def problems(**changed: object) -> list[tuple[tuple[str | int, ...], str]]:
    return list(spot_words_problems(spot_words(**changed), Forms()))


def test_right_words_have_no_problems() -> None:
    assert problems() == []


@pytest.mark.parametrize("end", [".", "?", "!", ". "])
def test_a_spoken_line_ends_like_a_sentence(end: str) -> None:
    assert problems(test=f"Is it sore{end}") == []


@pytest.mark.parametrize(
    "key", ["find", "test", "retest", "keep_off", "leave_out", "leave_out_again", "why"]
)
def test_a_spoken_line_without_an_end_is_told(key: str) -> None:
    assert problems(**{key: "Search the calf"}) == [
        ((key,), "is spoken, so it should end with a full stop")
    ]


@pytest.mark.parametrize("key", ["find", "test", "retest"])
@pytest.mark.parametrize("way", ["chair", "chair-hands"])
def test_a_line_by_place_or_way_is_checked_like_one_for_all(key: str, way: str) -> None:
    assert problems(**{key: {way: "Search the {othr} calf"}}) == [
        (
            (key, way),
            "{othr} cannot stand here; allowed: {other} {side}; did you mean other?",
        ),
        ((key, way), "is spoken, so it should end with a full stop"),
    ]


def test_a_position_is_checked_like_every_spoken_line() -> None:
    assert problems(position={"chair-hands": "Rest your {othr} ankle"}) == [
        (
            ("position", "chair-hands"),
            "{othr} cannot stand here; allowed: {other} {side}; did you mean other?",
        ),
        (("position", "chair-hands"), "is spoken, so it should end with a full stop"),
    ]


@pytest.mark.parametrize("line", [" ", "Search it.\nStay."])
@pytest.mark.parametrize("key", ["find", "test", "retest"])
def test_a_line_that_may_differ_by_way_is_one_line_and_not_blank(key: str, line: str) -> None:
    assert f"{line!r}: should be text on one line, and not blank" in [
        problem for _, problem in problems(**{key: line})
    ]


@pytest.mark.parametrize("key", ["name", "plain"])
def test_a_name_has_no_blanks(key: str) -> None:
    assert problems(**{key: "the {side} calf"}) == [
        ((key,), "{side} cannot stand here; allowed: no blanks.")
    ]


def test_what_a_way_needs_has_no_blanks() -> None:
    assert problems(needs={"chair-hands": "a {side} table"}) == [
        (("needs", "chair-hands"), "{side} cannot stand here; allowed: no blanks.")
    ]


def test_a_name_with_its_side_tells_the_side() -> None:
    assert problems(sided="the back of the lower leg") == [
        (("sided",), "tells no side; write {side} where it is said")
    ]
    assert problems(sided="the {othr} leg") == [
        (
            ("sided",),
            "{othr} cannot stand here; allowed: {other} {side}; did you mean other?",
        )
    ]


@pytest.mark.parametrize("end", ["along", "up", "down"])
def test_each_end_of_a_roll_is_checked(end: str) -> None:
    roll = {"along": "along the {side} calf", "up": "to the knee", "down": "to the heel"}

    assert problems(roll=roll) == []
    assert problems(roll=roll | {end: "to the {knee}"}) == [
        (("roll", end), "{knee} cannot stand here; allowed: {other} {side}.")
    ]


def test_a_roll_without_an_end_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="down"):
        spot_words(roll={"along": "along the calf", "up": "to the knee"})


@pytest.mark.parametrize("table", ["moments", "brief", "bell"])
def test_a_moment_of_its_own_is_one_of_a_session_with_its_blanks(table: str) -> None:
    own = {"loosen": ["Shake your {side} foot."], "losen": ["Shake."], "ease": ["{tol} away."]}
    told = dict(problems(**{table: own}))

    assert list(told) == [(table, "losen"), (table, "ease", 0)]
    assert told[table, "losen"].startswith("is no moment of a session; did you mean loosen")
    assert told[table, "ease", 0] == (
        "{tol} cannot stand here; allowed: {tool}; did you mean tool?"
    )


def test_a_line_by_way_goes_before_one_by_place() -> None:
    told: ByWay = {"chair": "Sit.", "chair-hands": "Sit tall."}

    assert told_for("Stand.", "chair-hands", "chair") == "Stand."
    assert told_for(told, "chair-hands", "chair") == "Sit tall."
    assert told_for(told, "chair-stick", "chair") == "Sit."
    assert told_for(told, "floor-ball", "floor") is None


def test_all_that_is_spoken_as_it_stands_is_told_with_its_key() -> None:
    words = spot_words(leave_out="Not if it is hot.", test={"chair": "Pull.", "floor": "Point."})

    assert dict(told_lines(words)) == {
        ("leave_out",): "Not if it is hot.",
        ("keep_off",): "Stay off the back of the knee.",
        ("test", "chair"): "Pull.",
        ("test", "floor"): "Point.",
        ("retest",): "Pull it up again.",
        ("find",): "Search down the {side} calf.",
        ("position", "chair-hands"): "Rest your {side} ankle on the {other} knee.",
    }
