import re
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from coach.errors import AuthorError
from coach.phrasebook import (
    Phrasebook,
    SpotWords,
    fill,
    phrasebook_problems,
    sentences,
    spot_words_problems,
)
from coach.reading import read
from coach.shipped import shipped

SHIPPED = (shipped("scripts") / "en" / "phrasebook.toml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Changed:
    """The shipped phrasebook with the line of one key changed."""

    key: str
    line: str

    def written(self, folder: Path) -> Path:
        path = folder / "phrasebook.toml"
        text, count = re.subn(
            rf"^{self.key} = (\[\n.*?^\]|.*?)$",
            lambda _: self.line,
            SHIPPED,
            count=1,
            flags=re.MULTILINE | re.DOTALL,
        )
        assert count == 1
        path.write_text(text, encoding="utf-8")
        return path

    @property
    def number(self) -> int:
        found = re.search(rf"^{self.key} = ", SHIPPED, flags=re.MULTILINE)
        assert found
        return SHIPPED.count("\n", 0, found.start()) + 1


def read_book(path: Path) -> Phrasebook:
    return read(path, Phrasebook, check=phrasebook_problems)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        (
            Changed("settle", 'settle = ["Lie down on your {side}."]'),
            "moments.settle.1: {side} cannot stand here; allowed: no blanks.",
        ),
        (
            Changed("hold", 'hold = ["Breathe.", "Press the {toll}."]'),
            "moments.hold.2: {toll} cannot stand here; allowed: {tool}; did you mean tool?",
        ),
        (
            Changed("turn", 'turn = ["Now {} the other way."]'),
            "moments.turn.1: {} cannot stand here; allowed: no blanks.",
        ),
        (
            Changed("ease", 'ease = ["Take {tool.need} away."]'),
            "moments.ease.1: {tool.need} cannot stand here; allowed: {tool}; did you mean tool?",
        ),
        (
            Changed("shake", 'shake = ["Shake it out }."]'),
            "moments.shake.1: Single '}' encountered in format string; "
            "a blank is written as {side}",
        ),
        (
            Changed("spot_middle", 'spot_middle = "{name}, {side}"'),
            "titles.spot_middle: {side} cannot stand here; allowed: {name}.",
        ),
        (
            Changed("opening", 'opening = "{title}"'),
            "titles.opening: {title} cannot stand here; allowed: no blanks.",
        ),
        (Changed("and", "and = 1"), "and: 1: should be text, not a whole number"),
        (
            Changed("left", 'lefft = "left"'),
            "sides.lefft: 'lefft' is not one of left, right, middle; did you mean left?",
        ),
    ],
    ids=lambda case: case.key if isinstance(case, Changed) else "",
)
def test_a_mistake_in_the_phrasebook_is_told(
    tmp_path: Path, changed: Changed, problem: str
) -> None:
    path = changed.written(tmp_path)

    with pytest.raises(AuthorError) as caught:
        read_book(path)
    assert problem in caught.value.message.splitlines()[0]
    assert f"{path}:{changed.number}: {problem}" in caught.value.message.splitlines()


def test_a_forgotten_moment_is_told(tmp_path: Path) -> None:
    path = Changed("shake", "").written(tmp_path)
    line = SHIPPED[: SHIPPED.index("[moments]")].count("\n") + 1

    with pytest.raises(AuthorError) as caught:
        read_book(path)
    assert caught.value.message == f"{path}:{line}: moments: shake is missing"


def test_the_same_chance_gives_the_same_words(book: Phrasebook) -> None:
    said = [book.say("hold", Random(7), tool="the ball") for _ in range(3)]

    assert len(set(said)) == 1


def test_every_wording_is_said_sooner_or_later(book: Phrasebook) -> None:
    said = {book.say("hold", Random(seed), tool="the ball") for seed in range(60)}

    assert said == {fill(line, {"tool": "the ball"}) for line in book.moments.hold}
    assert len(said) > 1


def test_blanks_are_filled(book: Phrasebook) -> None:
    said = book.say("welcome", Random(0), title="Feet", minutes="8")

    assert "Feet" in said
    assert "8 minutes" in said
    assert "{" not in said


def test_one_thing_is_told_alone_and_several_are_joined(book: Phrasebook) -> None:
    assert book.listed(["a ball"]) == "a ball"
    assert book.listed(["a ball", "a wall"]) == "a ball and a wall"
    assert book.listed(["a ball", "a chair", "a wall"]) == "a ball, a chair and a wall"


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

    assert sentences(text) == (in_four if expected is None else expected)


def spot_words(**changed: str) -> SpotWords:
    words = {
        "name": "calf muscle",
        "plain": "the upper part of the lower leg",
        "find": "Search down the {side} calf.",
        "caution": "Leave a swollen calf alone.",
        "test": "Pull your {side} foot up.",
        "retest": "Pull it up again.",
        "position": "Rest your {side} ankle on the {other} knee.",
    }
    merged = words | changed
    position = {"chair-hands": merged.pop("position")}
    return SpotWords(**merged, position=position)


def test_right_words_have_no_problems() -> None:
    assert list(spot_words_problems(spot_words())) == []


@pytest.mark.parametrize("end", [".", "?", "!", ". "])
def test_a_spoken_line_ends_like_a_sentence(end: str) -> None:
    assert list(spot_words_problems(spot_words(test=f"Is it sore{end}"))) == []


@pytest.mark.parametrize("key", ["find", "caution", "test", "retest"])
def test_a_spoken_line_without_an_end_is_told(key: str) -> None:
    assert list(spot_words_problems(spot_words(**{key: "Search the calf"}))) == [
        ((key,), "is spoken, so it should end with a full stop")
    ]


def test_a_position_is_checked_like_every_spoken_line() -> None:
    assert list(spot_words_problems(spot_words(position="Rest your {othr} ankle"))) == [
        (
            ("position", "chair-hands"),
            "{othr} cannot stand here; allowed: {Side} {other} {side}; did you mean other?",
        ),
        (("position", "chair-hands"), "is spoken, so it should end with a full stop"),
    ]
