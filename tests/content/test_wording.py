import pytest

from coach.content.language import sentences
from coach.content.wording import blank_problems, fill, spoken_problems


def test_what_fills_a_blank_is_not_filled_again() -> None:
    assert fill("{a} and {b}", {"a": "{b}", "b": "x"}) == "{b} and x"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  ", []),
        ("Lean in", ["Lean in"]),
        ("Lean in.", ["Lean in."]),
        ("Lean in.  Where is it sore?\nThere! Stay.", None),
        ("About 1.5 centimetres in.", ["About 1.5 centimetres in."]),
    ],
)
def test_a_text_is_spoken_sentence_by_sentence(text: str, expected: list[str] | None) -> None:
    in_four = ["Lean in.", "Where is it sore?", "There!", "Stay."]

    assert list(sentences(text.strip(), "en")) == (in_four if expected is None else expected)


def test_a_blank_is_only_a_name_and_one_that_is_allowed() -> None:
    allowed = frozenset({"side", "other"})

    assert list(blank_problems("Your {side} arm.", allowed)) == []
    assert list(blank_problems("Your {side!r} arm.", allowed)) == [
        "{side} stands here with ! or :, and a blank is only a name"
    ]
    assert list(blank_problems("Your {sides} arm.", allowed)) == [
        "{sides} cannot stand here; allowed: {other} {side}; did you mean side?"
    ]
    assert list(blank_problems("Your {side arm.", allowed)) == [
        "expected '}' before end of string; a blank is written as {side}"
    ]


def test_what_is_spoken_ends_like_a_sentence() -> None:
    assert list(spoken_problems("Lean in. ", frozenset())) == []
    assert list(spoken_problems("Lean in", frozenset())) == [
        "is spoken, so it should end with a full stop"
    ]
