from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.authoring.settings import Settings
from coach.content.phrasebook import Phrasebook
from coach.content.routine import Routine
from coach.content.spot import Spot
from coach.disk.shapes import Problem
from coach.disk.shipped import shipped
from coach.disk.toml import LARGEST_FILE_BYTES, read_layers, read_toml
from coach.errors import AuthorError, ConfigError
from tests.disk.boxes import Ball, Box


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
        read_toml(path, Box, check=box_problems)
    return caught.value.message.replace(str(path), "box.toml")


def test_a_file_becomes_a_value(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        'name = "mine"\nsides.left = "wall"\n'
        '[[balls]]\ncolour = "red"\n[[balls]]\ncolour = "green"\nsize = 2\n'
        '[shelves.top]\ncolour = "red"\n',
    )

    assert read_toml(path, Box, check=box_problems) == Box(
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
        read_toml(path, Box, error=ConfigError)
    assert caught.value.path == path
    assert [mistake.key for mistake in caught.value.mistakes] == ["name"]


def test_lines_are_counted_alike_whatever_ends_them(tmp_path: Path) -> None:
    assert told(write(tmp_path, "# one\r\n\r\nname = 3\r\n")).startswith("box.toml:3: ")


def test_a_word_that_means_anything_is_read_as_it_stands(tmp_path: Path) -> None:
    path = write(tmp_path, 'name = "Nacken, Ärger {x} \\u00df"\n')

    assert read_toml(path, Box).name == "Nacken, Ärger {x} ß"


def test_a_file_larger_than_any_such_file_is_not_read(tmp_path: Path) -> None:
    path = write(tmp_path, 'name = "a"\n' + "#" * LARGEST_FILE_BYTES)

    assert told(path) == "box.toml:1: is larger than 100 kB, which no such file should be"


def test_the_largest_file_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, ('name = "a"\n' + "#" * LARGEST_FILE_BYTES)[:LARGEST_FILE_BYTES])

    assert read_toml(path, Box).name == "a"


def test_a_file_nested_too_deep_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, "name = " + "[" * 20_000 + "]" * 20_000)

    assert told(path).startswith("box.toml:1: ")


# Several files as one.


def write_two(folder: Path, above: str, below: str) -> list[Path]:
    paths = [folder / "mine.toml", folder / "box.toml"]
    for path, text in zip(paths, (above, below), strict=True):
        path.write_text(text)
    return paths


def test_what_an_earlier_file_has_goes_before_the_same_in_a_later_one(tmp_path: Path) -> None:
    paths = write_two(
        tmp_path,
        'sides.left = "door"\nballs = []\n[shelves.top]\ncolour = "green"\n',
        'name = "a"\n[sides]\nleft = "wall"\nright = "wall"\n'
        '[[balls]]\ncolour = "red"\n[shelves.low]\ncolour = "red"\n',
    )

    assert read_layers(paths, Box, check=box_problems) == Box(
        "a",
        (),
        {"top": Ball("green"), "low": Ball("red")},
        {"left": "door", "right": "wall"},
    )


def test_in_a_table_that_both_files_have_an_earlier_key_stands_alone(tmp_path: Path) -> None:
    paths = write_two(
        tmp_path,
        "[shelves.top]\nsize = 2\n",
        'name = "a"\n[shelves.top]\ncolour = "red"\nsize = 9\n',
    )

    assert read_layers(paths, Box).shelves == {"top": Ball("red", 2.0)}


def test_a_mistake_is_told_in_the_file_that_makes_it(tmp_path: Path) -> None:
    right, wrong = 'name = "a"\n', '\n[[balls]]\ncolour = "black"\n'

    above = write_two(tmp_path, wrong, right)
    with pytest.raises(AuthorError) as caught:
        read_layers(above, Box, check=box_problems)
    assert caught.value.message == f"{above[0]}:3: balls.1.colour: black balls are too hard"

    below = write_two(tmp_path, 'sides.left = "wall"\n', f"{right}{wrong}")
    with pytest.raises(AuthorError) as caught:
        read_layers(below, Box, check=box_problems)
    assert caught.value.message == f"{below[1]}:4: balls.1.colour: black balls are too hard"


def test_each_of_several_files_must_be_toml(tmp_path: Path) -> None:
    paths = write_two(tmp_path, "name = = 1\n", 'name = "a"\n')

    with pytest.raises(AuthorError) as caught:
        read_layers(paths, Box)
    assert caught.value.message == f"{paths[0]}:1: this is not TOML: Invalid value"


# The kinds of files there are.


def told_of(folder: Path, text: str, kind: type) -> str:
    path = folder / "it.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AuthorError) as caught:
        read_toml(path, kind)
    return caught.value.message.replace(str(path), "it.toml")


def test_every_mistake_in_the_stops_is_told_at_its_line(tmp_path: Path) -> None:
    text = '[[stops]]\nspot = 1\n\n[[stops]]\nspt = "feet"\ntool = "tennis-bal"\nplace = "flor"\n'

    assert told_of(tmp_path, text, Routine) == (
        "it.toml:2: stops.1.spot: 1: should be text, not a whole number\n"
        "it.toml:4: stops.2: spot is missing\n"
        "it.toml:5: stops.2.spt: is no known key here; the keys are spot, tool, place, rank, hold, "
        "work, left, right; did you mean spot?\n"
        "it.toml:6: stops.2.tool: 'tennis-bal' is not one of hands, heel-of-hand, thumb, "
        "tennis-ball, two-balls, spiky-ball, lacrosse-ball, massage-stick, foam-roller; "
        "did you mean tennis-ball?\n"
        "it.toml:7: stops.2.place: 'flor' is not one of floor, wall, chair; did you mean floor?"
    )


def test_a_routine_without_stops_is_told(tmp_path: Path) -> None:
    assert told_of(tmp_path, "\nstops = []\n", Routine) == (
        "it.toml:2: stops: a list: should be a list of length >= 1"
    )


def test_every_mistake_in_the_ways_is_told_at_its_line(tmp_path: Path) -> None:
    text = (
        'region = "leg"\nsides = "each"\n'
        '[ways.chair-hands]\ntools = ["hand"]\nplace = "chair"\ntechnique = "circle"\n'
        "[ways.floor-ball]\ntools = []\n"
        '[body]\nview = "back"\nx = 0.4\ny = 0.7\n'
    )

    assert [line.split(": ")[:2] for line in told_of(tmp_path, text, Spot).splitlines()] == [
        ["it.toml:1", "region"],
        ["it.toml:4", "ways.chair-hands.tools.1"],
        ["it.toml:6", "ways.chair-hands.technique"],
        ["it.toml:7", "ways.floor-ball"],
        ["it.toml:7", "ways.floor-ball"],
        ["it.toml:8", "ways.floor-ball.tools"],
    ]


def test_an_empty_wording_is_told_at_its_place(tmp_path: Path) -> None:
    text = (shipped("scripts") / "en/phrasebook.toml").read_text(encoding="utf-8")
    old = 'turn = ["Now the other way round.", "The other way."]'
    line = text[: text.index(old)].count("\n") + 1

    assert told_of(tmp_path, text.replace(old, 'turn = [\n  3,\n  "",\n]'), Phrasebook) == (
        f"it.toml:{line + 1}: moments.turn.1: 3: should be text, not a whole number\n"
        f"it.toml:{line + 2}: moments.turn.2: '': should be text of length >= 1"
    )


def test_a_wrong_setting_is_answered_with_what_is_allowed(tmp_path: Path) -> None:
    assert told_of(tmp_path, 'depth = "deeep"\nrate = "145"\n', Settings) == (
        "it.toml:1: depth: 'deeep' is not one of quick, standard, deep; did you mean deep?\n"
        "it.toml:2: rate: '145': should be a whole number, not text"
    )


def test_a_key_missing_from_a_dotted_table_is_told_at_its_line(tmp_path: Path) -> None:
    text = (
        'region = "legs"\nsides = "each"\nbody.view = "back"\nbody.x = 0.4\n'
        '[ways.a]\ntools = ["hands"]\nplace = "chair"\ntechnique = "circles"\n'
    )

    assert told_of(tmp_path, text, Spot) == "it.toml:3: body: y is missing"
