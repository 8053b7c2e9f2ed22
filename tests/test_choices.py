"""Each word that can be chosen is said once; all that offers, draws or tells it has all of them."""

import ast
import dataclasses
import importlib
import inspect
import json
import re
import shlex
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, Literal, get_args, get_origin

import click
import pytest
from click.testing import CliRunner
from msgspec import Meta, Struct
from msgspec.structs import fields

import coach
from coach import choices
from coach.authoring.schema import KINDS
from coach.authoring.settings import Settings
from coach.choices import (
    BED,
    BITRATE_KBPS,
    BITRATES_KBPS,
    FASTEST_WPM,
    FILE_SEED,
    LEAST_SETUP,
    LONGEST_MINUTES,
    MOST_SETUP,
    NO_BED,
    RATE_WPM,
    SHORTEST_MINUTES,
    SLOWEST_WPM,
    TALK,
    BedName,
    BodySide,
    CaptionKind,
    DepthName,
    EngineName,
    FileKind,
    ListForm,
    LogForm,
    PaceName,
    Place,
    PlayerName,
    Region,
    SafetyTold,
    ScriptForm,
    Side,
    Sides,
    Sorer,
    Talk,
    Technique,
    Theme,
    Tool,
    View,
)
from coach.cli import cli
from coach.cli.options import FiniteRange
from coach.content.library import Library
from coach.content.pace import DEPTHS
from coach.content.phrasebook import Phrasebook
from coach.export.manner import FILE_FORMATS, Manner
from coach.export.tags import Label
from coach.log.as_text import LOG_FORMATS
from coach.players.player import PLAYERS
from coach.script.request import Request
from coach.script.sheet import Wishes
from coach.session import Session
from coach.sound.bed import SHIPPED_LUFS
from coach.texts.formats import BESIDE, SCRIPT_FORMATS
from coach.voices.voice import ENGINES
from tests.commandline import COMMANDS

FOLDER = Path(coach.__file__).parent
LITERALS = {name: kind for name, kind in vars(choices).items() if get_origin(kind) is Literal}
PARAMETERS = {
    f"{command} {parameter.name}": parameter
    for command, found in COMMANDS.items()
    for parameter in found.params
}
"""All that the commands take, as ``play tool``."""

OFFERED: dict[str, tuple[object, ...]] = {
    "depth": get_args(DepthName),
    "talk": get_args(Talk),
    "theme": get_args(Theme),
    "player": get_args(PlayerName),
    "side": get_args(BodySide),
    "sorer": get_args(Sorer),
    "tool": get_args(Tool),
    "place": get_args(Place),
    "sore": get_args(BodySide),
    "safety": get_args(SafetyTold),
    "bitrate_kbps": BITRATES_KBPS,
    "show form": get_args(ScriptForm),
    "log form": get_args(LogForm),
    "list form": get_args(ListForm),
    "schema kind": tuple(KINDS),
}
"""What can be chosen, by the parameter or by command and parameter."""
BOUNDS = {
    "rate": (SLOWEST_WPM, FASTEST_WPM),
    "minutes": (SHORTEST_MINUTES, LONGEST_MINUTES),
    "setup": (LEAST_SETUP, MOST_SETUP),
}
HELPED: dict[str, tuple[object, ...]] = {
    "export output": get_args(FileKind),
    "export kind": get_args(FileKind),
    "export captions": get_args(CaptionKind),
    "show form": get_args(ScriptForm),
    "log form": get_args(LogForm),
    "list form": get_args(ListForm),
    "export bed": get_args(BedName),
    "play bed": get_args(BedName),
    "config bed": get_args(BedName),
    "play depth": tuple(depth.hold // 1000 for depth in DEPTHS.values()),
}
"""What the help of a parameter names, because no list of it is shown beside it, or in words."""


def by_parameter(table: dict[str, Any], called: str) -> Any:
    """What a table has for a parameter, by its whole name or by the parameter's own."""
    return table.get(called, table.get(called.split()[1]))


CHOSEN = [name for name, one in PARAMETERS.items() if isinstance(one.type, click.Choice)]


@pytest.mark.parametrize("name", CHOSEN)
def test_an_option_offers_exactly_what_can_be_chosen(name: str) -> None:
    kind: Any = PARAMETERS[name].type

    assert tuple(kind.choices) == by_parameter(OFFERED, name)


@pytest.mark.parametrize("name", OFFERED)
def test_all_that_can_be_chosen_is_offered_by_some_option(name: str) -> None:
    assert any(by_parameter({name: True}, chosen) for chosen in CHOSEN)


BOUNDED = [name for name, one in PARAMETERS.items() if isinstance(one.type, FiniteRange)]


@pytest.mark.parametrize("name", [*BOUNDED, *(n for n in PARAMETERS if n.endswith(" rate"))])
def test_an_option_takes_numbers_up_to_its_bounds(name: str) -> None:
    kind: Any = PARAMETERS[name].type

    assert (kind.min, kind.max) == by_parameter(BOUNDS, name)


def test_several_lengths_have_the_bounds_of_one() -> None:
    lengths = PARAMETERS["export minutes"].type

    assert lengths.convert("2,30", None, None) == (SHORTEST_MINUTES, LONGEST_MINUTES)
    for wrong in ("1.9", "1:59", "30.1", "30:01", "5,30.1"):
        with pytest.raises(click.BadParameter):
            lengths.convert(wrong, None, None)


@pytest.mark.parametrize("name", HELPED)
def test_the_help_of_an_option_names_all_that_it_takes(name: str) -> None:
    words = re.findall(r"[\w-]+", str(getattr(PARAMETERS[name], "help", "")))

    assert [str(one) for one in by_parameter(HELPED, name) if str(one) not in words] == []


def test_what_an_option_has_by_default_can_be_chosen() -> None:
    assert PARAMETERS["export kind"].default in get_args(FileKind)
    assert f"or {BED}" in str(getattr(PARAMETERS["play bed"], "show_default", ""))
    assert BED in get_args(BedName)
    assert f"or {TALK}" in str(getattr(PARAMETERS["play talk"], "show_default", ""))
    assert TALK in get_args(Talk)
    assert PARAMETERS["play rate"].default == RATE_WPM
    assert BITRATE_KBPS in BITRATES_KBPS


PARTED = {"minutes": (), "seed": FILE_SEED}
"""In what ``coach export`` differs: it takes several lengths, and has the words of every day."""


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_not_asked_for_is_the_same_on_the_command_line_and_from_python(
    command: str,
) -> None:
    from_python = {
        **{one.name: one.default for one in fields(Request)},
        **{one.name: one.default for one in dataclasses.fields(Manner)},
        **defaults_of(Session.play),
        **(PARTED if command == "export" else {}),
    }
    asked = not_asked_for(command)
    both = from_python.keys() & asked.keys()

    assert {name: asked[name] for name in both} == {name: from_python[name] for name in both}


def not_asked_for(command: str) -> dict[str, object]:
    """What a command has for all that it takes, where nothing is given."""
    found = COMMANDS[command]
    needed = ["x" for one in found.params if one.required]
    if isinstance(found, click.Group):
        return {}
    return dict(found.make_context(command, needed).params)


def defaults_of(function: Callable[..., object]) -> dict[str, object]:
    """What a function has for each argument that may be left out."""
    arguments = inspect.signature(function).parameters.values()
    return {one.name: one.default for one in arguments if one.default is not one.empty}


def test_what_is_compared_is_all_that_there_is() -> None:
    compared = {"play": Request, "export": Request, "show": Request}
    for command, asked in compared.items():
        left = {one.name for one in fields(asked)} - not_asked_for(command).keys()
        assert left <= ({"bed"} if command == "show" else set())
    assert {one.name for one in dataclasses.fields(Manner)} <= not_asked_for("export").keys()
    assert defaults_of(Session.play).keys() - not_asked_for("play").keys() == {"asked", "watch"}


def test_inside_what_is_not_asked_for_is_the_same_too() -> None:
    request, wishes = Request(), Wishes()

    assert request.wishes(wishes.seed) == wishes
    assert Label().theme == Manner().theme


def test_all_captions_are_those_there_are() -> None:
    captions = PARAMETERS["export captions"].type

    assert captions.convert("all", None, None) == get_args(CaptionKind)
    assert captions.convert(",".join(get_args(CaptionKind)), None, None) == get_args(CaptionKind)


SET = {"depth": DepthName, "talk": Talk, "theme": Theme}


@pytest.mark.parametrize("name", SET)
def test_the_settings_file_takes_what_the_option_takes(name: str) -> None:
    (kind,) = [one.type for one in fields(Settings) if one.name == name]

    assert get_args(get_args(kind)[0]) == get_args(SET[name])


def test_the_settings_file_tells_editors_of_the_players(runner: CliRunner) -> None:
    made = json.loads(runner.invoke(cli, ["schema", "settings"]).stdout)

    assert list(listed(made["$defs"]["Settings"]["properties"]["player"], "examples")) == [
        list(get_args(PlayerName))
    ]


@pytest.mark.parametrize(
    ("asked", "name"),
    [(Settings, "rate"), (Settings, "setup"), *((Request, name) for name in BOUNDS)],
)
def test_settings_and_requests_have_the_bounds_of_the_option(
    asked: type[Struct], name: str
) -> None:
    (kind,) = [one.type for one in fields(asked) if one.name == name]
    plain = kind if get_origin(kind) is Annotated else get_args(kind)[0]
    (bounds,) = [one for one in get_args(plain) if isinstance(one, Meta)]

    assert (bounds.ge, bounds.le) == BOUNDS[name]


def test_the_longest_session_that_can_be_asked_for_is_the_longest_that_is_safe(
    library: Library,
) -> None:
    assert library.rules().longest_session_min == LONGEST_MINUTES


@pytest.mark.parametrize(
    ("kind", "where", "values"),
    [
        ("routine", "Stop tool", get_args(Tool)),
        ("routine", "Stop place", get_args(Place)),
        ("routine", "Routine pace", get_args(PaceName)),
        ("spot", "Spot region", get_args(Region)),
        ("spot", "Spot sides", get_args(Sides)),
        ("spot", "Way tools", get_args(Tool)),
        ("spot", "Way technique", get_args(Technique)),
        ("spot", "OnBody view", get_args(View)),
        ("safety", "Exclusion regions", get_args(Region)),
        ("settings", "Settings depth", get_args(DepthName)),
        ("settings", "Settings theme", get_args(Theme)),
    ],
)
def test_a_schema_lets_pass_what_can_be_chosen(
    kind: str, where: str, values: tuple[str, ...], runner: CliRunner
) -> None:
    struct, field = where.split()
    made = json.loads(runner.invoke(cli, ["schema", kind]).stdout)["$defs"][struct]["properties"]

    assert [sorted(found) for found in listed(made[field], "enum")] == [sorted(values)]


def listed(schema: Any, keyword: str) -> Iterator[list[str]]:
    """What a keyword lists, wherever it stands in a part of a schema."""
    if isinstance(schema, dict):
        if keyword in schema:
            yield schema[keyword]
        for part in schema.values():
            yield from listed(part, keyword)
    elif isinstance(schema, list):
        for part in schema:
            yield from listed(part, keyword)


def tables() -> Iterator[tuple[str, str]]:
    """Every table of the package that says it is by one of the choices: its name, and of which."""
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            match node:
                case ast.AnnAssign(
                    target=ast.Name(id=name),
                    annotation=ast.Subscript(
                        value=ast.Name(id="dict"),
                        slice=ast.Tuple(elts=[ast.Name(id=kind), *_]),
                    ),
                ) if kind in LITERALS:
                    module = ".".join(path.relative_to(FOLDER.parent).with_suffix("").parts)
                    yield f"{module} {name}", kind


BY_CHOICE = dict(tables())


@pytest.mark.parametrize(
    "table", [table for table in BY_CHOICE if table != "coach.sound.bed SHIPPED_LUFS"]
)
def test_a_table_by_what_can_be_chosen_has_all_of_it(table: str) -> None:
    module, name = table.split()
    found = getattr(importlib.import_module(module), name)

    assert set(found) == set(get_args(LITERALS[BY_CHOICE[table]]))


def test_the_tables_of_drawings_depths_and_colours_say_what_they_are_by() -> None:
    assert set(BY_CHOICE) >= {
        "coach.pictures.tools _DRAWN",
        "coach.pictures.palette PALETTES",
        "coach.content.pace DEPTHS",
        "coach.content.pace TEMPOS",
        "coach.content.spot OTHER",
    }


def test_the_other_tables_have_all_that_can_be_chosen_too(book: Phrasebook) -> None:
    assert tuple(ENGINES) == get_args(EngineName)
    assert tuple(PLAYERS) == get_args(PlayerName)
    assert {*SHIPPED_LUFS, NO_BED} == set(get_args(BedName))
    assert tuple(FILE_FORMATS) == tuple(f".{kind}" for kind in get_args(FileKind))
    assert tuple(BESIDE) == get_args(CaptionKind)
    assert tuple(SCRIPT_FORMATS) == get_args(ScriptForm)
    assert tuple(LOG_FORMATS) == get_args(LogForm)
    assert set(book.tools) == set(get_args(Tool))
    assert set(book.places) == set(get_args(Place))
    assert set(book.sides) == set(get_args(Side))


def test_whatever_can_be_chosen_is_worked_with_by_some_spot(library: Library) -> None:
    spots = [library.spot(name) for name in library.spots]
    ways = [way for spot in spots for way in spot.ways.values()]

    assert {tool for way in ways for tool in way.tools} == set(get_args(Tool))
    assert {way.place for way in ways} == set(get_args(Place))
    assert {way.technique for way in ways} == set(get_args(Technique))
    assert {spot.region for spot in spots} == set(get_args(Region))
    assert {spot.sides for spot in spots} == set(get_args(Sides))
    assert {spot.body.view for spot in spots} == set(get_args(View))


WHOLE = {kind: frozenset(get_args(literal)) for kind, literal in LITERALS.items()} | {
    "BITRATES_KBPS": frozenset(BITRATES_KBPS)
}


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: path.stem)
def test_no_other_module_says_again_what_can_be_chosen(path: Path) -> None:
    if path == FOLDER / "choices.py":
        return
    again = {
        kind
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Tuple | ast.List | ast.Set)
        for kind, words in WHOLE.items()
        if len(words) > 1 and words == {getattr(part, "value", None) for part in node.elts}
    }

    assert again == set()


def test_the_choices_need_nothing_but_types() -> None:
    found = {name for name, one in vars(choices).items() if isinstance(one, ModuleType)}

    assert found == set()
    assert Path(choices.__file__).read_text(encoding="utf-8").count("import") == 1


ROOT = FOLDER.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
TOLD = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
FLAGS = {
    **{f"--{name}": OFFERED[name] for name in OFFERED if " " not in name},
    "--where": OFFERED["place"],
    "--bitrate": BITRATES_KBPS,
    "--format": OFFERED["show form"],
    "--export": OFFERED["log form"],
    "--kind": get_args(FileKind),
    "--captions": (*get_args(CaptionKind), "all"),
    "--player": (*OFFERED["player"], *re.findall(r"coach\.players\"\]\n([\w-]+) =", TOLD)),
}
KEYS = {"tool": Tool, "place": Place, "pace": PaceName, "depth": DepthName, "talk": Talk}


def chosen() -> Iterator[tuple[str, str]]:
    """Each flag with what follows it, in every command line that a page shows."""
    for line in re.findall(r"^(?:COACH_\w+=\S+ )?coach .*$|(?<=`)coach [^`\n]+(?=`)", TOLD, re.M):
        words = shlex.split(line, comments=True)
        yield from pairwise(words)


def test_what_the_pages_choose_can_be_chosen() -> None:
    wrong = [
        (flag, value)
        for flag, value in chosen()
        if flag in FLAGS and value == value.lower() and value[0] not in "->|"
        if not set(value.split(",")) <= set(map(str, FLAGS[flag]))
    ]

    assert wrong == []


@pytest.mark.parametrize("key", KEYS)
def test_what_files_in_the_pages_choose_can_be_chosen(key: str) -> None:
    assert set(re.findall(rf'^{key} = "([^"]+)"', TOLD, re.M)) <= set(get_args(KEYS[key]))


@pytest.mark.parametrize(
    "told",
    [
        f"{', '.join(str(depth.hold // 1000) for depth in list(DEPTHS.values())[:-1])} or "
        f"{DEPTHS['deep'].hold // 1000} seconds of hold",
        "`{}`, `{}` or `{}`".format(*get_args(DepthName)),
        "{}, {} or {}".format(*get_args(PaceName)),
        f"`--bitrate` takes {BITRATES_KBPS[0]} to {BITRATES_KBPS[-1]}",
    ],
)
def test_a_list_in_the_pages_is_whole(told: str) -> None:
    assert told in TOLD


@pytest.mark.parametrize("kind", [FileKind, CaptionKind, Theme])
def test_the_pages_tell_of_all_that_can_be_chosen(kind: Any) -> None:
    words = set(re.findall(r"[\w-]+", TOLD))

    assert [one for one in get_args(kind) if one not in words] == []


def test_a_new_routine_names_all_that_may_stand_in_it(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    assert runner.invoke(cli, ["new", "mine", "-o", str(path)]).exit_code == 0
    comment = " ".join(
        line.removeprefix("#").strip()
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("#")
    )

    for kind in (Tool, Place, PaceName):
        assert ", ".join(get_args(kind)) in comment
