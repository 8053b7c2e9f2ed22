import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from coach.content.phrasebook import (
    Phrasebook,
    SpotWords,
    fill,
    phrasebook_problems,
    sentences,
    spot_words_problems,
)
from coach.disk.shipped import shipped
from coach.disk.toml import read_toml
from coach.errors import AuthorError

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
    return read_toml(path, Phrasebook, check=phrasebook_problems)


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
        (
            Changed("circle", 'circle = "circle {directon}"'),
            "captions.circle: {directon} cannot stand here; "
            "allowed: {direction} {ring} {rings} {time}; did you mean direction?",
        ),
        (
            Changed("bell", 'bell = "bell, {time}"'),
            "captions.bell: {time} cannot stand here; allowed: no blanks.",
        ),
        (
            Changed("numbers", 'numbers = ["one", "{two}"]'),
            "captions.numbers.2: {two} cannot stand here; allowed: no blanks.",
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
    assert f"{path}:{changed.number}: {problem}" in caught.value.message.splitlines()


def test_a_forgotten_moment_is_told(tmp_path: Path) -> None:
    path = Changed("shake", "").written(tmp_path)
    line = SHIPPED[: SHIPPED.index("[moments]")].count("\n") + 1

    with pytest.raises(AuthorError) as caught:
        read_book(path)
    assert caught.value.message == f"{path}:{line}: moments: shake is missing"


def test_a_forgotten_line_of_the_captions_is_told(tmp_path: Path) -> None:
    path = Changed("rolls", "").written(tmp_path)

    with pytest.raises(AuthorError, match="captions: rolls is missing"):
        read_book(path)


def test_numbers_are_words_as_far_as_sessions_count(book: Phrasebook) -> None:
    assert len(book.captions.numbers) == len(set(book.captions.numbers)) == 30


def test_who_wants_to_hear_everything_gets_every_wording(book: Phrasebook) -> None:
    assert book.wordings("hold", "full") == book.moments.hold
    assert len(book.moments.hold) > 1


def test_who_wants_few_words_gets_the_brief_ones_or_none(tmp_path: Path) -> None:
    text = re.sub(r"^\[(brief|bell)\]\n.*?(?=^\[|\Z)", "", SHIPPED, flags=re.M | re.S)
    path = tmp_path / "phrasebook.toml"
    path.write_text(f'{text}\n[brief]\nrolls = ["Rolls."]\n[bell]\nhold = ["Hold."]\n')
    book = read_book(path)

    assert book.wordings("rolls", "brief") == ("Rolls.",)
    assert book.wordings("rolls", "bell") == ()
    assert book.wordings("hold", "bell") == ("Hold.",)
    assert book.wordings("hold", "brief") == ()


@pytest.mark.parametrize("table", ["brief", "bell"])
def test_a_moment_that_is_none_is_told_wherever_it_stands(tmp_path: Path, table: str) -> None:
    path = tmp_path / "phrasebook.toml"
    path.write_text(SHIPPED.replace(f"\n[{table}]\n", f'\n[{table}]\nhodl = ["Hold {{it}}."]\n'))
    line = path.read_text()[: path.read_text().index("hodl")].count("\n") + 1

    with pytest.raises(AuthorError) as caught:
        read_book(path)
    assert caught.value.message.splitlines() == [
        f"{path}:{line}: {table}.hodl: is no moment of a session; did you mean hold?",
        f"{path}:{line}: {table}.hodl.1: {{it}} cannot stand here; allowed: no blanks.",
    ]


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
