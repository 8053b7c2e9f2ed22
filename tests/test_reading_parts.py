from pathlib import Path

import pytest

from coach.config import Settings
from coach.errors import AuthorError
from coach.phrasebook import Phrasebook
from coach.reading import read
from coach.routine import Routine
from coach.shipped import shipped
from coach.spot import Spot


def told(folder: Path, text: str, kind: type) -> str:
    path = folder / "it.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AuthorError) as caught:
        read(path, kind)
    return caught.value.message.replace(str(path), "it.toml")


def test_every_mistake_in_the_stops_is_told_at_its_line(tmp_path: Path) -> None:
    text = '[[stops]]\nspot = 1\n\n[[stops]]\nspt = "feet"\ntool = "tennis-bal"\nplace = "flor"\n'

    assert told(tmp_path, text, Routine) == (
        "it.toml:2: stops.1.spot: 1: should be text, not a whole number\n"
        "it.toml:4: stops.2: spot is missing\n"
        "it.toml:5: stops.2.spt: is no known key here; the keys are spot, tool, place; "
        "did you mean spot?\n"
        "it.toml:6: stops.2.tool: 'tennis-bal' is not one of hands, tennis-ball, two-balls, "
        "lacrosse-ball, massage-stick, foam-roller; did you mean tennis-ball or two-balls?\n"
        "it.toml:7: stops.2.place: 'flor' is not one of floor, wall, chair; did you mean floor?"
    )


def test_a_routine_without_stops_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, "\nstops = []\n", Routine) == (
        "it.toml:2: stops: a list: should be a list of length >= 1"
    )


def test_every_mistake_in_the_ways_is_told_at_its_line(tmp_path: Path) -> None:
    text = (
        'region = "leg"\nsides = "each"\n'
        '[ways.chair-hands]\ntools = ["hand"]\nplace = "chair"\ntechnique = "circle"\n'
        "[ways.floor-ball]\ntools = []\n"
        '[body]\nview = "back"\nx = 0.4\ny = 0.7\n'
    )

    assert [line.split(": ")[:2] for line in told(tmp_path, text, Spot).splitlines()] == [
        ["it.toml:1", "region"],
        ["it.toml:4", "ways.chair-hands.tools.1"],
        ["it.toml:6", "ways.chair-hands.technique"],
        ["it.toml:7", "ways.floor-ball"],
        ["it.toml:7", "ways.floor-ball"],
        ["it.toml:8", "ways.floor-ball.tools"],
    ]


def test_an_empty_wording_is_told_at_its_place(tmp_path: Path) -> None:
    text = (shipped("scripts") / "en/phrasebook.toml").read_text(encoding="utf-8")
    old = 'turn = ["Now the other way round.", "Now circle the other way."]'
    line = text[: text.index(old)].count("\n") + 1

    assert told(tmp_path, text.replace(old, 'turn = [\n  3,\n  "",\n]'), Phrasebook) == (
        f"it.toml:{line + 1}: moments.turn.1: 3: should be text, not a whole number\n"
        f"it.toml:{line + 2}: moments.turn.2: '': should be text of length >= 1"
    )


def test_a_wrong_setting_is_answered_with_what_is_allowed(tmp_path: Path) -> None:
    assert told(tmp_path, 'depth = "deeep"\nrate = "145"\n', Settings) == (
        "it.toml:1: depth: 'deeep' is not one of quick, standard, deep; did you mean deep?\n"
        "it.toml:2: rate: '145': should be a whole number, not text"
    )


def test_a_key_missing_from_a_dotted_table_is_told_at_its_line(tmp_path: Path) -> None:
    text = (
        'region = "legs"\nsides = "each"\nbody.view = "back"\nbody.x = 0.4\n'
        '[ways.a]\ntools = ["hands"]\nplace = "chair"\ntechnique = "circles"\n'
    )

    assert told(tmp_path, text, Spot) == "it.toml:3: body: y is missing"
