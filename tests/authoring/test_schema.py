import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest

from coach.authoring.schema import KINDS, make_schema
from coach.choices import Tool
from coach.disk.shipped import shipped

jsonschema: Any = pytest.importorskip("jsonschema", reason="jsonschema is not installed")

SCRIPTS = shipped("scripts")
FILES = {
    "routine": "routines/*.toml",
    "spot": "spots/*.toml",
    "spot-words": "en/spots/*.toml",
    "routine-words": "en/routines/*.toml",
    "lesson": "en/lessons/*.toml",
    "phrasebook": "en/phrasebook.toml",
    "finding": "en/finding.toml",
    "safety": "safety.toml",
    "safety-words": "en/safety.toml",
}


def validator(kind: str) -> Any:
    return jsonschema.Draft202012Validator(make_schema(kind))


def errors(valid: Any, text: str) -> list[str]:
    return [error.message for error in valid.iter_errors(tomllib.loads(text))]


@pytest.mark.parametrize("kind", KINDS)
def test_every_schema_is_one(kind: str) -> None:
    made = validator(kind).schema

    jsonschema.Draft202012Validator.check_schema(made)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("kind", FILES)
def test_every_file_that_ships_is_as_its_schema_says(kind: str) -> None:
    valid = validator(kind)
    paths: list[Path] = sorted(SCRIPTS.glob(FILES[kind]))
    found = {path.name: errors(valid, path.read_text(encoding="utf-8")) for path in paths}

    assert paths
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_no_schema_lets_an_unknown_key_pass(kind: str) -> None:
    assert any("nonsense" in error for error in errors(validator(kind), "nonsense = 1"))


def test_a_word_that_is_none_of_those_allowed_is_refused() -> None:
    text = '[[stops]]\nspot = "calves"\ntool = "spoon"\n'

    assert errors(validator("routine"), text) == [
        "'spoon' is not valid under any of the given schemas"
    ]
    assert errors(validator("routine"), text.replace("spoon", get_args(Tool)[0])) == []


def test_fields_are_described_as_in_the_program() -> None:
    stop = validator("routine").schema["$defs"]["Stop"]
    book = validator("phrasebook").schema["$defs"]["Phrasebook"]

    assert stop["description"] == "A spot as a routine visits it, on all its sides."
    assert stop["properties"]["rank"]["description"] == (
        "How important it is, 1 the most; by default its place among the stops. Where time is "
        "short, the least important are left out."
    )
    assert "description" not in stop["properties"]["place"]
    assert book["properties"]["brief"]["description"].startswith("The moments that are said")


def test_fields_of_a_part_that_is_defined_elsewhere_are_described_too() -> None:
    moments = validator("phrasebook").schema["$defs"]["Moments"]

    assert moments["properties"]["need_bare"]["description"] == (
        "In place of it, where no tool is needed but hands."
    )


@pytest.mark.parametrize(
    "line",
    ["rank = 0", "rank = 41", "hold = 29", "hold = 121", "work = 9", "left = 5", "right = 0"],
)
def test_a_number_of_a_stop_that_is_out_of_bounds_is_refused(line: str) -> None:
    valid, text = validator("routine"), f'[[stops]]\nspot = "calves"\n{line}\n'

    assert len(errors(valid, text)) == 1
    assert errors(valid, '[[stops]]\nspot = "calves"\nrank = 1\nhold = 45.5\nleft = 1.5\n') == []


@pytest.mark.parametrize("line", ["minutes = 2", "minutes = 31", 'talk = "loud"', 'bed = " "'])
def test_a_key_of_a_routine_with_a_wrong_value_is_refused(line: str) -> None:
    text = '[[stops]]\nspot = "calves"\n'

    assert len(errors(validator("routine"), f"{line}\n{text}")) == 1
    assert errors(validator("routine"), f'minutes = 7.5\ntalk = "bell"\nbed = "rain"\n{text}') == []


def test_what_a_file_shares_with_others_is_described_as_well() -> None:
    spot = validator("spot-words").schema["$defs"]["SpotWords"]["properties"]
    defs = validator("phrasebook").schema["$defs"]

    assert spot["brief"]["description"] == "The same where few words are said."
    assert spot["roll"]["description"] == "For ways that roll."
    assert defs["ToolWords"]["properties"]["bell"] == {
        **spot["bell"],
        "description": "The same where names alone are said.",
    }
