from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from msgspec import Meta, Struct

from coach.errors import AuthorError, ConfigError
from coach.reading import Problem, key_lines, read, shape_problems


class Ball(Struct, frozen=True, forbid_unknown_fields=True):
    colour: Literal["red", "green", "black"]
    size: Annotated[float, Meta(gt=0, le=10)] = 1.0


class Box(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    balls: tuple[Ball, ...] = ()
    shelves: dict[str, Ball] = {}
    sides: dict[Literal["left", "right"], str] = {}


def box_problems(box: Box) -> Iterator[Problem]:
    for number, ball in enumerate(box.balls):
        if ball.colour == "black":
            yield ("balls", number, "colour"), "black balls are too hard"


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "box.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def told(path: Path) -> str:
    with pytest.raises(AuthorError) as caught:
        read(path, Box, check=box_problems)
    return caught.value.message.replace(str(path), "box.toml")


def test_a_file_becomes_a_value(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        'name = "mine"\nsides.left = "wall"\n'
        '[[balls]]\ncolour = "red"\n[[balls]]\ncolour = "green"\nsize = 2\n'
        '[shelves.top]\ncolour = "red"\n',
    )

    assert read(path, Box, check=box_problems) == Box(
        "mine", (Ball("red"), Ball("green", 2.0)), {"top": Ball("red")}, {"left": "wall"}
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            'name = "a"\nname = "b"\n',
            "box.toml:2: this is not TOML: Cannot overwrite a value",
            id="twice the same key",
        ),
        pytest.param(
            'name = "a"\nballs = = 1\n',
            "box.toml:2: this is not TOML: Invalid value",
            id="no TOML",
        ),
        pytest.param(b'name = "\xff"\n', "box.toml:1: is not UTF-8 text", id="not UTF-8"),
        pytest.param("# nothing\n", "box.toml:1: name is missing", id="a key is missing"),
        pytest.param(
            "\nname = 3\n",
            "box.toml:2: name: 3: should be text, not a whole number",
            id="a wrong type",
        ),
        pytest.param(
            'name = "a"\ncolor = "red"\n',
            "box.toml:2: color: is no known key here; the keys are name, balls, shelves, sides.",
            id="an unknown key",
        ),
        pytest.param(
            'name = "a"\nbals = []\n',
            "box.toml:2: bals: is no known key here; "
            "the keys are name, balls, shelves, sides; did you mean balls?",
            id="a misspelt key",
        ),
        pytest.param(
            'name = "a"\n\n[[balls]]\ncolour = "red"\n\n[[balls]]\ncolour = "rad"\n',
            "box.toml:7: balls.2.colour: 'rad' is not one of red, green, black; did you mean red?",
            id="a misspelt word in a list of tables",
        ),
        pytest.param(
            'name = "a"\n\n[[balls]]\ncolour = "red"\n\n[[balls]]\nsize = 2\n',
            "box.toml:6: balls.2: colour is missing",
            id="a key is missing from a table in a list",
        ),
        pytest.param(
            'name = "a"\nballs = [\n  {colour = "red"},\n  # too big\n'
            '  {colour = "red", size = 11},\n]\n',
            "box.toml:5: balls.2.size: 11: should be a number <= 10.0",
            id="a number too large, in one line",
        ),
        pytest.param(
            'name = "a"\n[shelves.top]\ncolour = "red"\nsize = -1\n',
            "box.toml:4: shelves.top.size: -1: should be a number > 0.0",
            id="a number too small",
        ),
        pytest.param(
            'name = "a"\n[shelves]\ntop = "red"\n',
            "box.toml:3: shelves.top: should be a table, not 'red'",
            id="a word for a table",
        ),
        pytest.param(
            'name = "a"\nballs = [1]\n',
            "box.toml:2: balls.1: should be a table, not 1",
            id="a number for a table",
        ),
        pytest.param(
            'name = "a"\n[sides]\nleft = "wall"\nrihgt = "door"\n',
            "box.toml:4: sides.rihgt: 'rihgt' is not one of left, right; did you mean right?",
            id="a misspelt name in a table of names",
        ),
        pytest.param(
            'name = "a"\n[sides]\nleft = 2024-02-29\n',
            "box.toml:3: sides.left: a date: should be text, not date",
            id="a date",
        ),
        pytest.param(
            'name = "a"\n[[balls]]\ncolour = "black"\n',
            "box.toml:3: balls.1.colour: black balls are too hard",
            id="what its own check finds",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str | bytes, message: str) -> None:
    assert told(write(tmp_path, text)) == message


def test_every_mistake_is_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        'nmae = "a"\n'
        "[sides]\n"
        "up = 3\n"
        "[[balls]]\n"
        'colour = "blue"\n'
        "size = 0\n"
        "weight = 1\n"
        "[[balls]]\n",
    )

    assert told(path).splitlines() == [
        "box.toml:1: nmae: is no known key here; "
        "the keys are name, balls, shelves, sides; did you mean name?",
        "box.toml:1: name is missing",
        "box.toml:3: sides.up: 'up' is not one of left, right.",
        "box.toml:3: sides.up: 3: should be text, not a whole number",
        "box.toml:5: balls.1.colour: 'blue' is not one of red, green, black.",
        "box.toml:6: balls.1.size: 0: should be a number > 0.0",
        "box.toml:7: balls.1.weight: is no known key here; the keys are colour, size.",
        "box.toml:8: balls.2: colour is missing",
    ]


def test_a_file_with_the_wrong_shape_is_not_checked_further(tmp_path: Path) -> None:
    path = write(tmp_path, 'name = 1\n[[balls]]\ncolour = "black"\n')

    assert told(path) == "box.toml:1: name: 1: should be text, not a whole number"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert told(tmp_path / "box.toml") == "box.toml:1: cannot be read: No such file or directory"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "box.toml").mkdir()

    assert told(tmp_path / "box.toml") == "box.toml:1: cannot be read: Is a directory"


def test_the_caller_chooses_the_error(tmp_path: Path) -> None:
    path = write(tmp_path, "name = 3")

    with pytest.raises(ConfigError) as caught:
        read(path, Box, error=ConfigError)
    assert caught.value.path == path
    assert [mistake.key for mistake in caught.value.mistakes] == ["name"]


def test_lines_are_counted_alike_whatever_ends_them(tmp_path: Path) -> None:
    assert told(write(tmp_path, "# one\r\n\r\nname = 3\r\n")).startswith("box.toml:3: ")


def test_a_word_that_means_anything_is_read_as_it_stands(tmp_path: Path) -> None:
    path = write(tmp_path, 'name = "Nacken, Ärger {x} \\u00df"\n')

    assert read(path, Box).name == "Nacken, Ärger {x} ß"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", {}),
        ("# c\n\na = 1\n", {("a",): 3}),
        ("a = [\n # c\n 1,\n 2]\n", {("a",): 1, ("a", 0): 3, ("a", 1): 4}),
        ("a = [[1,\n2],\n[3]]", {("a", 0, 1): 2, ("a", 1): 3, ("a", 1, 0): 3}),
        ("a.b = 1\n", {("a", "b"): 1}),
        ("\n[a.b]\nc = 1\n", {("a", "b"): 2, ("a", "b", "c"): 3}),
        ("\"a b\" = 1\n'c.d' = 2\n", {("a b",): 1, ("c.d",): 2}),
        ("a = {b = 1, c = {d = 2}}\n", {("a", "b"): 1, ("a", "c", "d"): 1}),
        ('a = """\n\n"""\nb = 1\n', {("a",): 1, ("b",): 4}),
        ("[[a]]\n[[a]]\nb = 1\n", {("a",): 1, ("a", 0): 1, ("a", 1): 2, ("a", 1, "b"): 3}),
        ("[[a]]\n[a.b]\nc = 1\n[[a]]\n", {("a", 0, "b", "c"): 3, ("a", 1): 4}),
    ],
)
def test_the_line_of_every_key_is_known(text: str, lines: dict[Any, int]) -> None:
    found = key_lines(text)

    assert {key: found.get(key) for key in lines} == lines


def test_a_value_of_the_right_shape_has_no_problems() -> None:
    assert list(shape_problems({"name": "a", "balls": [{"colour": "red"}]}, Box)) == []


def test_problems_are_placed_below_where_the_value_stands() -> None:
    assert list(shape_problems({"colour": "red", "size": 11}, Ball, ("balls", 3))) == [
        (("balls", 3, "size"), "11: should be a number <= 10.0")
    ]
